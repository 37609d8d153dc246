package io.github.lanewise.cli;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.optim.Trainer;
import io.github.lanewise.selection.CrossValidation;
import io.github.lanewise.selection.Selection;
import io.github.lanewise.selection.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options that may have several values, among which cross-validation then chooses. */
final class SearchOptions {

  @Option(
      names = "--l2",
      split = ",",
      paramLabel = "LAMBDA",
      description = "Penalty (lambda / 2) ||W||^2. Default: 1e-4. Several: see --cross-validate.")
  private List<Double> l2 = List.of(1e-4);

  @Option(
      names = "--learning-rate",
      split = ",",
      paramLabel = "F",
      description =
          "Of a stochastic solver. Default: from the length of the rows; 0.01 for adam and adamw."
              + " Several: see --cross-validate.")
  private List<Double> learningRates = List.of();

  @Option(
      names = "--cross-validate",
      paramLabel = "K",
      description =
          "Estimate the accuracy of every value of --l2 and --learning-rate by K folds of the"
              + " training rows, then train with the best on all of them.")
  private Integer folds;

  /**
   * The trainer with the first values of each option.
   *
   * @throws IllegalArgumentException if a value is out of range, or several need --cross-validate
   */
  Trainer configure(Trainer trainer) {
    requireSearchable("--l2", l2);
    requireSearchable("--learning-rate", learningRates);
    Usage.requireRange(folds == null || folds >= 2, "--cross-validate", folds, "at least 2");
    if (folds != null) {
      CrossValidation.of(trainer, folds);
    }
    Trainer first = trainer;
    for (int i = l2.size() - 1; i >= 0; i--) {
      first = first.l2(l2.get(i));
    }
    for (int i = learningRates.size() - 1; i >= 0; i--) {
      first = first.learningRate(learningRates.get(i));
    }
    return first;
  }

  private void requireSearchable(String option, List<Double> values) {
    if (folds == null && values.size() > 1) {
      throw new IllegalArgumentException(
          option + ": " + values + " are several values, among which --cross-validate chooses");
    }
  }

  /** All trials and the best, or null if none are wanted. */
  Selection search(CommandLine command, Trainer trainer, long seed, Dataset data) {
    if (folds == null) {
      return null;
    }
    double[] rates = learningRates.isEmpty() ? new double[] {Double.NaN} : array(learningRates);
    int trainings = folds * l2.size() * rates.length;
    try (Bar bar = Bar.ofSteps(command, "cross-validating", trainings)) {
      CrossValidation validation =
          CrossValidation.of(trainer, folds).seed(seed).listener(bar::moveTo);
      return Usage.named(
          "--cross-validate", "folds", () -> validation.grid(data, array(l2), rates));
    }
  }

  /** The penalty that was trained with in the end. */
  double chosenL2(Selection selection) {
    return selection == null ? l2.get(0) : selection.best().l2();
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** For a report; null if nothing was searched. */
  static List<Map<String, Object>> members(Selection selection) {
    return selection == null
        ? null
        : selection.trials().stream().map(SearchOptions::members).toList();
  }

  private static Map<String, Object> members(Trial trial) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("l2", trial.l2());
    members.put("learningRate", finite(trial.learningRate()));
    members.put("accuracy", finite(trial.accuracy().mean()));
    members.put("accuracyDeviation", finite(trial.accuracy().deviation()));
    members.put("meanLoss", finite(trial.loss().mean()));
    members.put("meanLossDeviation", finite(trial.loss().deviation()));
    members.put("seconds", trial.seconds());
    return members;
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
