package io.github.lanewise.jmh;

import io.github.lanewise.Precision;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The comparison of results with what the naive loops give, in double, within a derived bound. */
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

  /**
   * @throws IllegalStateException unless actual is within bound of expected; a NaN never is
   */
  static void close(double actual, double expected, double bound, String what, int... index) {
    if (!(Math.abs(actual - expected) <= bound)) {
      throw new IllegalStateException(
          "wrong result: %s%s is %s, the naive loop gives %s, and the bound is %s"
              .formatted(what, Arrays.toString(index), actual, expected, bound));
    }
  }
}
