package io.github.lanewise;

/** The floating-point format in which the kernels compute. */
public enum Precision {
  /** IEEE 754 binary32, unit roundoff u = 2^-24: the fast path. */
  FLOAT,
  /** IEEE 754 binary64, unit roundoff u = 2^-53: for verification and tight convergence. */
  DOUBLE;

  /** {@code float} or {@code double}, as Java writes it. */
  @Override
  public String toString() {
    return this == FLOAT ? "float" : "double";
  }
}
