package io.github.lanewise.jmh;

import io.github.lanewise.Precision;
import java.util.stream.IntStream;

/**
 * The comparison of results with what the naive loops give, in double, within a derived bound.
 *
 * <p>The naive loops run before the measurement, the comparison after it: so it is the code of the
 * measurement that is verified, and {@code -prof gc} does not see the naive loops' arrays.
 */
final class Verify {

  private Verify() {}

  /**
   * What a rounding may contribute: the unit roundoff of the precision, and that of the naive loop,
   * which computes in double.
   */
  static double unit(Precision precision) {
    return 0x1p-53 + (precision == Precision.FLOAT ? 0x1p-24 : 0x1p-53);
  }

  /** n u / (1 - n u): the relative error of a dot product of n terms (Higham, section 3.1). */
  static double gamma(long n, double u) {
    return n * u / (1 - n * u);
  }

  /** Numbers 0 .. size - 1, or that many of them at equal distances, the first and the last too. */
  static int[] sample(int size, int most) {
    if (size <= most) {
      return IntStream.range(0, size).toArray();
    }
    return IntStream.range(0, most).map(i -> (int) ((size - 1L) * i / (most - 1))).toArray();
  }

  /** Throws unless actual is within bound of expected; a NaN never is. */
  static void close(double actual, double expected, double bound, String what) {
    if (!(Math.abs(actual - expected) <= bound)) {
      throw wrong(actual, expected, bound, what);
    }
  }

  /** {@link #close(double, double, double, String)} for what[i]. */
  static void close(double actual, double expected, double bound, String what, int i) {
    if (!(Math.abs(actual - expected) <= bound)) {
      throw wrong(actual, expected, bound, what + "[" + i + "]");
    }
  }

  /** {@link #close(double, double, double, String)} for what[i][j]. */
  static void close(double actual, double expected, double bound, String what, int i, int j) {
    if (!(Math.abs(actual - expected) <= bound)) {
      throw wrong(actual, expected, bound, what + "[" + i + "][" + j + "]");
    }
  }

  private static IllegalStateException wrong(
      double actual, double expected, double bound, String what) {
    return new IllegalStateException(
        "wrong result: %s is %s, the naive loop gives %s, and the bound is %s"
            .formatted(what, actual, expected, bound));
  }
}
