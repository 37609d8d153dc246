package io.github.lanewise.optim;

/**
 * One pass over rows of a data set in one precision: losses and the sum of their gradients.
 *
 * <p>Parameters everywhere: W [C x D] row by row, then b [C].
 */
interface Pass {

  /** Takes over parameters. Not modified. */
  void load(double[] parameters);

  /**
   * Goes over rows {@code order[from .. from + count)}, or the rows from .. from + count - 1
   * themselves if order is null, and keeps the sum of the gradients of w_i L_i.
   *
   * @return the sum of w_i L_i over these rows
   */
  double run(int[] order, int from, int count);

  /** Writes scale times the sum of the gradients that {@link #run} left. Modified: gradient. */
  void gradient(double scale, double[] gradient);
}
