package io.github.lanewise.kernel;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AssertionFailureBuilder;

/** Comparison bit for bit, in both precisions; one NaN is as good as another. */
public final class Bits {

  private Bits() {}

  /** Fails unless both arrays hold the same bits; {@code where} describes the case. */
  public static void assertSame(float[] expected, float[] actual, Object... where) {
    if (expected.length != actual.length) {
      fail("length", expected.length, actual.length, where);
    }
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
        fail("index " + i, expected[i], actual[i], where);
      }
    }
  }

  /** Fails unless both arrays hold the same bits; {@code where} describes the case. */
  public static void assertSame(double[] expected, double[] actual, Object... where) {
    if (expected.length != actual.length) {
      fail("length", expected.length, actual.length, where);
    }
    for (int i = 0; i < expected.length; i++) {
      if (Double.doubleToLongBits(expected[i]) != Double.doubleToLongBits(actual[i])) {
        fail("index " + i, expected[i], actual[i], where);
      }
    }
  }

  private static void fail(String what, Object expected, Object actual, Object[] where) {
    AssertionFailureBuilder.assertionFailure()
        .message(Arrays.deepToString(where) + ", " + what)
        .expected(expected)
        .actual(actual)
        .buildAndThrow();
  }

  /** A float of any kind: every bit pattern is as likely. */
  public static float anyFloat(Random random) {
    return Float.intBitsToFloat(random.nextInt());
  }

  /** A double of any kind: every bit pattern is as likely. */
  public static double anyDouble(Random random) {
    return Double.longBitsToDouble(random.nextLong());
  }
}
