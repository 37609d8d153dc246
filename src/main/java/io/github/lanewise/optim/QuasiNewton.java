package io.github.lanewise.optim;

import java.util.List;

/**
 * L-BFGS: descent along -H g, with H an {@link InverseHessian}, by a {@link LineSearch} (J. Nocedal
 * and S. J. Wright, Numerical Optimization, 2nd ed., algorithm 7.5).
 */
final class QuasiNewton {

  private Objective objective;
  private final Monitor monitor;
  private final double[] gradient;
  private final double[] direction;
  private final InverseHessian inverseHessian;
  private final LineSearch search;

  /** The step that the next line search tries first: far from the length of -g, known to -H g. */
  private double first = 1;

  private double value;
  private int evaluations;
  private int taken;

  /**
   * A descent that remembers nothing yet.
   *
   * @param length how many parameters there are
   * @param guess the shape of the first guess of H, or null for a multiple of the identity
   * @param roundoff relative noise of the objective's values
   * @param monitor is polled before each evaluation
   */
  QuasiNewton(
      Objective objective, int length, Preconditioner guess, double roundoff, Monitor monitor) {
    this.objective = objective;
    this.monitor = monitor;
    gradient = new double[length];
    direction = new double[length];
    inverseHessian = new InverseHessian(length, guess, objective.vectors());
    search = new LineSearch(objective, monitor, length, roundoff);
  }

  /** Ends a training whose objective, or its gradient, has left the range of numbers. */
  static void requireFinite(double value, int iteration) {
    if (!Double.isFinite(value)) {
      throw new ArithmeticException(
          "training diverged in iteration %s: the objective is no longer finite; scale the features"
              .formatted(iteration));
    }
  }

  /** All that is remembered from step to step, in the arrays that hold it. */
  List<double[]> state() {
    return inverseHessian.state();
  }

  /**
   * Evaluates the objective where the descent begins, or where it goes on with the state that it
   * was given.
   */
  void begin(double[] parameters, boolean fresh) {
    monitor.poll();
    inverseHessian.begin(objective.loss(), parameters, fresh);
    value = objective.evaluate(parameters, gradient);
    if (fresh) {
      evaluations = 1;
      first = inverseHessian.firstStep(gradient);
    }
  }

  /** Guesses the curvature anew, if the guess is local. Parameters: where it stands. */
  void renewGuess(double[] parameters) {
    inverseHessian.renew(objective.loss(), parameters);
  }

  /** Goes on with another objective that curves much the same. Parameters: where it stands. */
  void continueOn(Objective other, double[] parameters) {
    objective = other;
    search.objective(other);
    monitor.poll();
    value = objective.evaluate(parameters, gradient);
    evaluations++;
  }

  double value() {
    return value;
  }

  /** The gradient where it stands. Not to be modified. */
  double[] gradient() {
    return gradient;
  }

  /** Evaluations since this was last asked. */
  int takeEvaluations() {
    int fresh = evaluations - taken;
    taken = evaluations;
    return fresh;
  }

  /** Makes a step, or returns false if none decreases the objective. Modified: parameters. */
  boolean step(double[] parameters) {
    while (!searched(parameters)) {
      if (inverseHessian.isEmpty()) {
        return false;
      }
      inverseHessian.forget();
    }
    inverseHessian.remember(parameters, gradient, search.parameters(), search.gradient());
    System.arraycopy(search.parameters(), 0, parameters, 0, parameters.length);
    System.arraycopy(search.gradient(), 0, gradient, 0, gradient.length);
    value = search.value();
    return true;
  }

  private boolean searched(double[] parameters) {
    inverseHessian.descent(gradient, direction);
    int before = search.evaluations();
    boolean found = search.run(parameters, value, gradient, direction, first);
    evaluations += search.evaluations() - before;
    first = 1;
    return found;
  }
}
