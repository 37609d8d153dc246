package io.github.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** log(1 + x) for x of at least 0, against 60 digits and against StrictMath. */
@Tag("kernel")
class Log1pTest {

  private static final String ALL = "io.github.lanewise.kernel.Implementations#floats";

  /** Error bound, in ulps, as {@link Log1p} promises. */
  private static final double BOUND = 1.5;

  @ParameterizedTest
  @MethodSource(ALL)
  void withinBoundOfExactValues(FloatKernels kernels, TestReporter reporter) {
    Random random = new Random(16);
    double[] x = new double[4000];
    for (int i = 0; i < x.length; i++) {
      x[i] = any(random, i);
    }
    double[] actual = x.clone();
    kernels.log1p(actual, 0, actual.length);
    double worst = 0;
    for (int i = 0; i < x.length; i++) {
      double error = BigMath.ulps(BigMath.log1p(x[i]), actual[i]);
      assertTrue(error <= BOUND, "log1p(" + x[i] + "): " + error + " ulp");
      worst = Math.max(worst, error);
    }
    reporter.publishEntry("largest error in ulps", Double.toString(worst));
  }

  /** By turns: up to a million, up to 2, around every power of 2 and of any size down to 2^-80. */
  private static double any(Random random, int turn) {
    return switch (turn % 4) {
      case 0 -> random.nextDouble() * 1e6;
      case 1 -> random.nextDouble() * 2;
      case 2 -> Math.scalb(1 + random.nextDouble() * 1e-3, random.nextInt(21)) - 1;
      default -> Math.scalb(1 + random.nextDouble(), -random.nextInt(81));
    };
  }

  /** StrictMath errs by less than 1 ulp itself. */
  @ParameterizedTest
  @MethodSource(ALL)
  void withinBoundOfStrictMath(FloatKernels kernels) {
    Random random = new Random(17);
    double[] x = new double[1 << 20];
    for (int i = 0; i < x.length; i++) {
      x[i] = any(random, i);
    }
    double[] actual = x.clone();
    kernels.log1p(actual, 0, actual.length);
    for (int i = 0; i < x.length; i++) {
      double expected = StrictMath.log1p(x[i]);
      assertEquals(expected, actual[i], (BOUND + 1) * Math.ulp(expected));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void specialValues(FloatKernels kernels) {
    double[] values = {
      0, Double.NaN, Double.MIN_VALUE, Double.MIN_NORMAL, 0x1p-60, 1, Double.MAX_VALUE, 0
    };
    double[] expected = {
      0,
      Double.NaN,
      Double.MIN_VALUE,
      Double.MIN_NORMAL,
      0x1p-60,
      StrictMath.log(2),
      StrictMath.log(Double.MAX_VALUE),
      0
    };
    kernels.log1p(values, 0, values.length);
    assertArrayEquals(expected, values);
  }
}
