package io.github.lanewise.selection;

import java.util.List;
import java.util.stream.Collectors;

/**
 * All trials of a search, and the best of them.
 *
 * @param trials in the order in which equals were preferred: by falling penalty, then by learning
 *     rate as given; of a random search, as drawn
 * @param best the first of the best ones
 */
public record Selection(List<Trial> trials, Trial best) {

  static Selection of(List<Trial> trials, Criterion criterion) {
    Trial best = trials.get(0);
    for (Trial trial : trials) {
      if (trial.isBetterThan(best, criterion)) {
        best = trial;
      }
    }
    return new Selection(List.copyOf(trials), best);
  }

  /** A line for each trial, the best one marked by a star. */
  @Override
  public String toString() {
    return trials.stream()
        .map(trial -> (trial == best ? "* " : "  ") + trial)
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
