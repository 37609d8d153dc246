package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.model.LinearModel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Training on rows that come in parts, each seen once:
 *
 * <pre>
 * StreamTrainer stream = Trainer.of(Loss.softmax()).stream();
 * while (...) {
 *   stream.partialFit(part);
 * }
 * LinearModel model = stream.model();
 * </pre>
 *
 * <p>A part may bring classes that no part before had: they are appended, in the order of that
 * part's label names, and begin with zero weights, zero bias and no momentum. What is remembered
 * from part to part is the parameters, the state of the solver and the learning rate, which stays
 * what it was set to or what suited the first part. So two parts are not the same as their rows in
 * one: minibatches do not cross their border, and rows are shuffled within a part only. Equal parts
 * in equal order give equal bits.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class StreamTrainer {

  private final TrainerOptions options;
  private final List<String> labelNames = new ArrayList<>();
  private double[] parameters = {};
  private UpdateRule rule;
  private double learningRate;
  private double featureScale;
  private int parts;

  /** Begins at the model of the options, or from nothing if they have none. */
  StreamTrainer(TrainerOptions options) {
    this.options = options;
    LinearModel initial = options.initial;
    if (initial != null) {
      labelNames.addAll(initial.labelNames());
      parameters = FlatModel.parameters(initial);
      featureScale = initial.featureScale();
    }
  }

  /**
   * One epoch over some rows.
   *
   * @param part the rows; their classes are told by name. Not modified, not kept
   * @return the objective over these rows, afterwards
   * @throws IllegalArgumentException if the rows have other features, or another scale of them,
   *     than those before, or soft targets, or there is still a single class, or C D + C (sparse
   *     rows: with C rounded up to 16) passes 2^31 - 1; nothing has changed then
   * @throws ArithmeticException if the objective stops being finite; nothing has changed then
   */
  public double partialFit(Dataset part) {
    Objects.requireNonNull(part, "part");
    check(part);
    Set<String> names = new LinkedHashSet<>(labelNames);
    names.addAll(part.labelNames());
    Dataset data = part.withLabelNames(List.copyOf(names));
    double[] moved = new double[Objective.parameterCount(data)];
    grow(parameters, moved, part.columns());
    try (TrainingRun run = new TrainingRun(options, data)) {
      UpdateRule grown = run.rule();
      for (int i = 0; rule != null && i < rule.state().size(); i++) {
        grow(rule.state().get(i), grown.state().get(i), part.columns());
      }
      double rate = parts == 0 ? run.learningRate() : learningRate;
      double objective = run.epoch(moved, grown, rate, parts);
      labelNames.clear();
      labelNames.addAll(names);
      parameters = moved;
      rule = grown;
      learningRate = rate;
      featureScale = part.features().scale();
      parts++;
      return objective;
    }
  }

  private void check(Dataset part) {
    if (part.hasTargets()) {
      throw new IllegalArgumentException("part: has soft targets, whose classes cannot grow");
    }
    if (labelNames.isEmpty()) {
      return;
    }
    int columns = parameters.length / labelNames.size() - 1;
    if (part.columns() != columns) {
      throw new IllegalArgumentException(
          "part: %s features, those before had %s".formatted(part.columns(), columns));
    }
    if (part.features().scale() != featureScale) {
      throw new IllegalArgumentException(
          "part: features scaled by %s, those before by %s"
              .formatted(part.features().scale(), featureScale));
    }
  }

  /** Copies W [C x D] and b [C] to the beginning of a larger W and b. Other arrays are as long. */
  private static void grow(double[] from, double[] to, int columns) {
    if (from.length == to.length) {
      System.arraycopy(from, 0, to, 0, from.length);
      return;
    }
    int before = from.length / (columns + 1);
    int after = to.length / (columns + 1);
    System.arraycopy(from, 0, to, 0, before * columns);
    System.arraycopy(from, before * columns, to, after * columns, before);
  }

  /**
   * The model as it stands.
   *
   * @return a model of all classes seen so far
   * @throws IllegalStateException before the first part
   */
  public LinearModel model() {
    if (labelNames.isEmpty()) {
      throw new IllegalStateException("no part has come yet: there is no model");
    }
    return FlatModel.of(parameters, labelNames, options.loss, featureScale, options.precision);
  }
}
