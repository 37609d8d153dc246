// twin: double
package io.github.lanewise.optim;

/** A pass in single precision, for callers whose parameters have it too. */
interface FloatNativePass extends Pass {

  /** Takes over parameters of this precision. Not modified. */
  void loadNative(float[] values);

  /** {@link #gradient} rounded to this precision. Modified: gradient. */
  void nativeGradient(double scale, float[] gradient);
}
