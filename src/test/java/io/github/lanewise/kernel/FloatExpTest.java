package io.github.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * exp in single precision against {@link StrictMath#exp} in double, whose own error is below 4e-9
 * ulp of a float.
 */
@Tag("kernel")
class FloatExpTest {

  private static final String ALL = "io.github.lanewise.kernel.Implementations#floats";

  /** Error bound, in ulps. */
  private static final double BOUND = 1;

  /** Patterns per call of the kernel. */
  private static final int BLOCK = 1 << 16;

  private static final float MAX_ARGUMENT = 88.72283f;

  /** exp of it is nearer to the smallest float than to 0. */
  private static final float MIN_ARGUMENT = -103.972076f;

  /** exp of it is the smallest normal number, up to rounding. */
  private static final float NORMAL_ARGUMENT = -87.33655f;

  @ParameterizedTest
  @MethodSource(ALL)
  void withinOneUlpOnASample(FloatKernels kernels, TestReporter reporter) {
    Random random = new Random(11);
    int[] patterns = new int[BLOCK];
    double worst = 0;
    for (int block = 0; block < 64; block++) {
      for (int i = 0; i < BLOCK; i++) {
        patterns[i] = ((block << 16 | i) << 10) | random.nextInt(1 << 10);
      }
      worst = Math.max(worst, worstError(kernels, patterns));
    }
    check(reporter, worst);
  }

  @Tag("slow")
  @Test
  void withinOneUlpOnEveryPattern(TestReporter reporter) {
    FloatKernels kernels = KernelProvider.floats();
    double worst =
        IntStream.range(0, 1 << 16)
            .parallel()
            .mapToDouble(
                block ->
                    worstError(
                        kernels, IntStream.range(0, BLOCK).map(i -> block << 16 | i).toArray()))
            .max()
            .orElseThrow();
    check(reporter, worst);
  }

  /** As floats grow, exp never falls: tried on runs of neighbours. */
  @ParameterizedTest
  @MethodSource(ALL)
  void neighboursAreMonotone(FloatKernels kernels) {
    Random random = new Random(12);
    float[] values = new float[64];
    for (int run = 0; run < 50_000; run++) {
      float x = random.nextFloat() * 200 - 108;
      for (int i = 0; i < values.length; i++) {
        values[i] = x;
        x = Math.nextUp(x);
      }
      float first = values[0];
      kernels.exp(values, 0, values.length);
      for (int i = 1; i < values.length; i++) {
        assertTrue(values[i] >= values[i - 1], "exp falls after " + first);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void withinOneUlpAroundThresholds(FloatKernels kernels, TestReporter reporter) {
    float[] thresholds = {MAX_ARGUMENT, NORMAL_ARGUMENT, MIN_ARGUMENT, 0x1p-24f, -0x1p-25f};
    double worst = 0;
    for (float threshold : thresholds) {
      worst = Math.max(worst, worstError(kernels, around(threshold)));
    }
    for (int n = -151; n <= 128; n++) {
      worst = Math.max(worst, worstError(kernels, around((float) ((n + 0.5) * Math.log(2)))));
    }
    check(reporter, worst);
  }

  /** The patterns of a number and of its 64 neighbours on either side. */
  private static int[] around(float center) {
    int bits = Float.floatToRawIntBits(center);
    return IntStream.rangeClosed(bits - 64, bits + 64).toArray();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void specialValues(FloatKernels kernels) {
    float[] values = {
      0,
      -0.0f,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Float.NEGATIVE_INFINITY,
      Float.POSITIVE_INFINITY,
      Float.NaN,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      MAX_ARGUMENT,
      Math.nextUp(MAX_ARGUMENT),
      MIN_ARGUMENT,
      Math.nextDown(MIN_ARGUMENT),
      Float.intBitsToFloat(0xffc12345),
      0,
      0
    };
    float huge = (float) StrictMath.exp(MAX_ARGUMENT);
    float inf = Float.POSITIVE_INFINITY;
    float[] expected = {
      1, 1, 1, 1, 0, inf, Float.NaN, inf, 0, huge, inf, Float.MIN_VALUE, 0, Float.NaN, 1, 1
    };
    kernels.exp(values, 0, values.length);
    // Below the overflow threshold 1 ulp of freedom is the contract; everywhere else none is left.
    assertEquals(huge, values[9], Math.ulp(huge));
    values[9] = huge;
    assertArrayEquals(expected, values);
  }

  /** Below the smallest normal number results thin out step by step instead of falling to 0. */
  @ParameterizedTest
  @MethodSource(ALL)
  void underflowIsGradual(FloatKernels kernels) {
    float[] values = new float[23];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (-(127 + i) * Math.log(2));
    }
    kernels.exp(values, 0, values.length);
    for (int i = 0; i < values.length; i++) {
      assertEquals(Math.scalb(1f, -(127 + i)), values[i], 8 * Float.MIN_VALUE);
      assertTrue(values[i] > 0 && values[i] < Float.MIN_NORMAL);
    }
  }

  private static void check(TestReporter reporter, double worst) {
    reporter.publishEntry("largest error in ulps", Double.toString(worst));
    assertTrue(worst <= BOUND, () -> worst + " ulp");
  }

  /** The largest error of the kernel on these patterns in ulps; infinite if NaN goes wrong. */
  private static double worstError(FloatKernels kernels, int[] patterns) {
    float[] values = new float[patterns.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(patterns[i]);
    }
    kernels.exp(values, 0, values.length);
    double worst = 0;
    for (int i = 0; i < values.length; i++) {
      worst = Math.max(worst, error(Float.intBitsToFloat(patterns[i]), values[i]));
    }
    return worst;
  }

  private static double error(float x, float actual) {
    if (Float.isNaN(x)) {
      return Float.isNaN(actual) ? 0 : Double.POSITIVE_INFINITY;
    }
    double exact = x > 0x1p10 ? Double.POSITIVE_INFINITY : StrictMath.exp(x);
    if (exact >= 0x1p128) {
      return actual == Float.POSITIVE_INFINITY ? 0 : Double.POSITIVE_INFINITY;
    }
    // An infinite result stands for 2^128, the next number if floats went on.
    double value = actual == Float.POSITIVE_INFINITY ? 0x1p128 : actual;
    int exponent = Math.max(Math.getExponent(exact), Float.MIN_EXPONENT);
    return Math.abs(value - exact) / Math.scalb(1.0, exponent - 23);
  }
}
