// twin: double
package io.github.lanewise.optim;

/** A pass in single precision, for callers whose parameters have it too. */
interface FloatNativePass extends Pass {

  /**
   * {@link #load}, {@link #run} over all rows and {@link #gradient} in this precision.
   *
   * @param parameters W [C x D] row by row, then b [C]. Not modified.
   * @param gradient receives scale times the sum of the gradients. Modified.
   * @return the sum of w_i L_i over all rows
   */
  double evaluate(float[] parameters, double scale, float[] gradient);
}
