package io.github.lanewise.optim;

/**
 * Minimises over the whole data set by {@link QuasiNewton} steps, until the largest absolute entry
 * of the gradient is at most the tolerance.
 *
 * @param maxIterations after which it gives up
 * @param tolerance of the largest absolute entry of the gradient
 * @param roundoff relative noise of the objective's values, below which no decrease can be seen
 */
record Lbfgs(int maxIterations, double tolerance, double roundoff) {

  /** After so many iterations it is about clear which rows are difficult. */
  private static final int RENEWAL = 15;

  /**
   * Trains in place. Modified: parameters.
   *
   * @param guess the shape of the first guess of the inverse Hessian, or null for a multiple of the
   *     identity
   */
  Result minimise(
      Objective objective, int rows, double[] parameters, Preconditioner guess, Monitor monitor) {
    QuasiNewton descent = new QuasiNewton(objective, parameters.length, guess, roundoff, monitor);
    Result result = descend(descent, rows, parameters, monitor);
    return result.withGap(objective.gap(parameters, descent.gradient()));
  }

  private Result descend(QuasiNewton descent, int rows, double[] parameters, Monitor monitor) {
    int begun = monitor.begin(parameters, descent.state());
    descent.begin(parameters, begun == 0);
    for (int iteration = begun; ; iteration++) {
      double value = descent.value();
      double norm = Vectors.largest(descent.gradient());
      monitor.read((long) rows * descent.takeEvaluations());
      monitor.step(iteration, value, norm);
      QuasiNewton.requireFinite(value, iteration);
      QuasiNewton.requireFinite(norm, iteration);
      if (norm <= tolerance) {
        return result(
            descent,
            iteration,
            monitor.epochs(rows),
            Status.CONVERGED,
            "gradient within tolerance");
      }
      // More, if a run is resumed that had more time.
      if (iteration >= maxIterations) {
        return result(
            descent, iteration, monitor.epochs(rows), Status.BUDGET_SPENT, "iterations used up");
      }
      if (iteration == RENEWAL) {
        descent.renewGuess(parameters);
      }
      if (!descent.step(parameters)) {
        monitor.read((long) rows * descent.takeEvaluations());
        return result(
            descent,
            iteration,
            monitor.epochs(rows),
            Status.STALLED,
            "no further decrease can be seen in this precision");
      }
      monitor.moved(0);
    }
  }

  private static Result result(
      QuasiNewton descent, int iterations, int epochs, Status status, String stopReason) {
    return new Result(
        descent.value(),
        Vectors.largest(descent.gradient()),
        iterations,
        epochs,
        status,
        stopReason);
  }
}
