package io.github.lanewise.optim;

import java.util.Arrays;
import java.util.List;

/**
 * Judges every step by the mean loss over validation rows, keeps the parameters of the best one,
 * and tells when none has been better for a while.
 */
final class EarlyStopping {

  private static final int BEST_STEP = 0;
  private static final int BEST_LOSS = 1;
  private static final int LAST_STEP = 2;
  private static final int LAST_LOSS = 3;

  private final Objective validation;
  private final int patience;
  private final double minImprovement;
  private final double[] best;
  private final double[] gradient;

  /** The best step and its loss, and those of the last improvement, from which patience counts. */
  private final double[] numbers = {0, Double.POSITIVE_INFINITY, 0, Double.POSITIVE_INFINITY};

  /**
   * Before the first step.
   *
   * @param validation the mean loss over the validation rows, in the solver's variables
   * @param patience after how many steps without improvement it is enough
   * @param minImprovement by how much the loss must fall to count as one
   */
  EarlyStopping(Objective validation, int patience, double minImprovement) {
    this.validation = validation;
    this.patience = patience;
    this.minImprovement = minImprovement;
    best = new double[validation.parameterCount()];
    gradient = new double[best.length];
  }

  /** Takes a step into account and returns its loss. Parameters are not modified. */
  double judge(int step, double[] parameters) {
    double loss = validation.evaluate(parameters, gradient);
    if (loss < numbers[BEST_LOSS]) {
      numbers[BEST_STEP] = step;
      numbers[BEST_LOSS] = loss;
      System.arraycopy(parameters, 0, best, 0, best.length);
    }
    if (loss < numbers[LAST_LOSS] - minImprovement) {
      numbers[LAST_STEP] = step;
      numbers[LAST_LOSS] = loss;
    }
    return loss;
  }

  /** Whether patience is at its end after a step. */
  boolean isOver(int step) {
    return step - numbers[LAST_STEP] >= patience;
  }

  /**
   * Goes back to the best step and tells the objective there. How the run ended stays, but the
   * certificate of its last step is not one of the best.
   *
   * @param last how the run ended
   * @param parameters where. Modified: the best step's
   */
  Result end(Result last, Objective objective, double[] parameters) {
    if (numbers[BEST_LOSS] == Double.POSITIVE_INFINITY || Arrays.equals(parameters, best)) {
      return last;
    }
    System.arraycopy(best, 0, parameters, 0, best.length);
    double value = objective.evaluate(parameters, gradient);
    return new Result(
        value,
        Vectors.largest(gradient),
        last.iterations(),
        last.epochs(),
        last.converged() ? Status.STOPPED_EARLY : last.status(),
        "%s; the best model is that of step %s"
            .formatted(last.stopReason(), (int) numbers[BEST_STEP]));
  }

  /** All that is remembered from step to step, in the arrays that hold it. */
  List<double[]> state() {
    return List.of(best, numbers);
  }
}
