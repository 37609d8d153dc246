package io.github.lanewise.optim;

/** What a solver ends with: the parameters are in the array that it was given. */
record Result(
    double objective,
    double gradientNorm,
    double dualityGap,
    int iterations,
    int epochs,
    Status status,
    String stopReason) {

  /** One of a solver that knows no duality gap. */
  Result(
      double objective,
      double gradientNorm,
      int iterations,
      int epochs,
      Status status,
      String stopReason) {
    this(objective, gradientNorm, Double.NaN, iterations, epochs, status, stopReason);
  }

  /** The same where a duality gap is known. */
  Result withGap(double gap) {
    return new Result(objective, gradientNorm, gap, iterations, epochs, status, stopReason);
  }

  boolean converged() {
    return status == Status.CONVERGED;
  }
}
