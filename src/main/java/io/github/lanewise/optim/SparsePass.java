package io.github.lanewise.optim;

/** A pass over sparse rows, whose gradient is large beside what a step of a few rows touches. */
interface SparsePass extends Pass {

  /**
   * The largest absolute entry of an objective's gradient, without room for all entries: of {@code
   * scale} times the sum that {@link #run} left, plus l2 W for the W that was loaded. NaN if there
   * is a NaN.
   *
   * @param bias whether b is a parameter; it is not penalised
   */
  double largest(double scale, double l2, boolean bias);
}
