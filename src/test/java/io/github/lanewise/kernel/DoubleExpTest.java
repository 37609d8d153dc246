package io.github.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** exp in double precision: against 60 digits where few values do, else against StrictMath. */
@Tag("kernel")
class DoubleExpTest {

  private static final String ALL = "io.github.lanewise.kernel.Implementations#doubles";

  /** Error bound, in ulps. */
  private static final double BOUND = 1;

  private static final double MAX_ARGUMENT = 709.782712893384;
  private static final double NORMAL_ARGUMENT = -708.3964185322641;
  private static final double MIN_ARGUMENT = -745.1332191019411;

  /** Arguments of every magnitude, of both signs, and from one end of the range to the other. */
  @ParameterizedTest
  @MethodSource(ALL)
  void withinOneUlpOnASample(DoubleKernels kernels, TestReporter reporter) {
    Random random = new Random(13);
    double[] x = new double[4000];
    for (int i = 0; i < x.length; i++) {
      x[i] =
          switch (i % 3) {
            case 0 -> uniform(random);
            case 1 -> anyMagnitude(random, -60);
            default -> turn(random);
          };
    }
    check(kernels, reporter, "sample", x);
  }

  /** From millions of samples: a reduction to one number r instead of two passes 1 ulp here. */
  @ParameterizedTest
  @MethodSource(ALL)
  void withinOneUlpAtTheHardestKnown(DoubleKernels kernels, TestReporter reporter) {
    double[] x = {
      589.5234594643098,
      159.7708911736915,
      159.77046088133247,
      3.812624241330923,
      581.2044866807956,
      480.0060961803376,
      441.88224008692674,
      -628.3378002999074
    };
    check(kernels, reporter, "hardest", x);
  }

  /** Near (n + 1/2) ln 2 the reduced argument is largest, and so is the error. */
  private static double turn(Random random) {
    return (random.nextInt(2096) - 1074 + 0.5 + random.nextGaussian() * 0.05) * Math.log(2);
  }

  private static double uniform(Random random) {
    return -746 + random.nextDouble() * 1456;
  }

  /** Of either sign and of a random exponent between the smallest and 9, so below 1024. */
  private static double anyMagnitude(Random random, int smallest) {
    int exponent = smallest + random.nextInt(10 - smallest);
    double x = Math.scalb(1 + random.nextDouble(), exponent);
    return random.nextBoolean() ? x : -x;
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void withinOneUlpAroundThresholds(DoubleKernels kernels, TestReporter reporter) {
    double[] thresholds = {MAX_ARGUMENT, NORMAL_ARGUMENT, MIN_ARGUMENT, 0x1p-53, -0x1p-54};
    for (double threshold : thresholds) {
      check(kernels, reporter, "around " + threshold, around(threshold));
    }
    for (int n : new int[] {-1075, -1074, -1023, -1022, -513, -2, -1, 0, 1, 511, 512, 1023}) {
      double turn = (n + 0.5) * Math.log(2);
      check(kernels, reporter, "reduction by " + n, around(turn));
    }
  }

  /** A number and its 64 neighbours on either side. */
  private static double[] around(double center) {
    double[] x = new double[129];
    long bits = Double.doubleToRawLongBits(center);
    for (int i = 0; i < x.length; i++) {
      x[i] = Double.longBitsToDouble(bits - 64 + i);
    }
    return x;
  }

  /** StrictMath errs by less than 1 ulp itself, so that together it can be up to 2. */
  @ParameterizedTest
  @MethodSource(ALL)
  void withinTwoUlpsOfStrictMath(DoubleKernels kernels) {
    Random random = new Random(14);
    double[] x = new double[1 << 20];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 4 == 0 ? anyMagnitude(random, -60) : uniform(random);
    }
    double[] actual = x.clone();
    kernels.exp(actual, 0, actual.length);
    for (int i = 0; i < x.length; i++) {
      double expected = StrictMath.exp(x[i]);
      if (expected < Double.POSITIVE_INFINITY) {
        assertEquals(expected, actual[i], 2 * Math.ulp(expected));
      } else {
        assertEquals(expected, actual[i]);
      }
    }
  }

  /** As doubles grow, exp never falls: tried on runs of neighbours. */
  @ParameterizedTest
  @MethodSource(ALL)
  void neighboursAreMonotone(DoubleKernels kernels) {
    Random random = new Random(15);
    double[] values = new double[64];
    for (int run = 0; run < 20_000; run++) {
      double x = uniform(random);
      for (int i = 0; i < values.length; i++) {
        values[i] = x;
        x = Math.nextUp(x);
      }
      double first = values[0];
      kernels.exp(values, 0, values.length);
      for (int i = 1; i < values.length; i++) {
        assertTrue(values[i] >= values[i - 1], "exp falls after " + first);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void specialValues(DoubleKernels kernels) {
    double[] values = {
      0,
      -0.0,
      Double.MIN_VALUE,
      -Double.MIN_VALUE,
      Double.NEGATIVE_INFINITY,
      Double.POSITIVE_INFINITY,
      Double.NaN,
      Double.MAX_VALUE,
      -Double.MAX_VALUE,
      Math.nextUp(MAX_ARGUMENT),
      MIN_ARGUMENT,
      Math.nextDown(MIN_ARGUMENT),
      Double.longBitsToDouble(0xfff8000012345678L),
      0,
      0,
      0
    };
    double inf = Double.POSITIVE_INFINITY;
    double[] expected = {
      1, 1, 1, 1, 0, inf, Double.NaN, inf, 0, inf, Double.MIN_VALUE, 0, Double.NaN, 1, 1, 1
    };
    kernels.exp(values, 0, values.length);
    assertArrayEquals(expected, values);
  }

  /** Below the smallest normal number results thin out step by step instead of falling to 0. */
  @ParameterizedTest
  @MethodSource(ALL)
  void underflowIsGradual(DoubleKernels kernels, TestReporter reporter) {
    double[] values = new double[52];
    for (int i = 0; i < values.length; i++) {
      values[i] = -(1023 + i) * Math.log(2);
    }
    check(kernels, reporter, "subnormal", values);
    kernels.exp(values, 0, values.length);
    for (double value : values) {
      assertTrue(value > 0 && value < Double.MIN_NORMAL);
    }
  }

  private static void check(DoubleKernels kernels, TestReporter reporter, String what, double[] x) {
    double[] actual = x.clone();
    kernels.exp(actual, 0, actual.length);
    double worst = 0;
    for (int i = 0; i < x.length; i++) {
      if (x[i] > MAX_ARGUMENT) {
        assertEquals(Double.POSITIVE_INFINITY, actual[i]);
      } else {
        double error = BigMath.ulps(BigMath.exp(new BigDecimal(x[i])), actual[i]);
        assertTrue(error <= BOUND, "exp(" + x[i] + "): " + error + " ulp");
        worst = Math.max(worst, error);
      }
    }
    reporter.publishEntry(what + ", largest error in ulps", Double.toString(worst));
  }
}
