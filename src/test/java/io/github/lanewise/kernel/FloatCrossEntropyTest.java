// twin: double
package io.github.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.lanewise.verify.Exact;
import io.github.lanewise.verify.Tolerances;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What soft targets and smoothing make of the plain cross-entropy, which has tests of its own. */
@Tag("kernel")
class FloatCrossEntropyTest {

  private static final String ALL = "io.github.lanewise.kernel.Implementations#floats";

  private static final int ROWS = 7;

  /** Where the scores and the labels begin. */
  private static final int OFFSET = FloatKernels.LANES;

  private static final int FROM = 2;

  @ParameterizedTest
  @MethodSource(ALL)
  void softTargetsMatchTheOracle(FloatKernels kernels) {
    Random random = new Random(6);
    for (int classes : new int[] {2, 3, 10, 17}) {
      for (double smoothing : new double[] {0, 0.1}) {
        compare(kernels, scores(random, classes), shares(random, classes), smoothing);
      }
    }
  }

  private static float[] scores(Random random, int classes) {
    int columns = FloatKernels.padded(classes);
    float[] scores = new float[OFFSET + ROWS * columns];
    Arrays.fill(scores, Float.NEGATIVE_INFINITY);
    for (int r = 0; r < ROWS; r++) {
      for (int j = 0; j < classes; j++) {
        scores[OFFSET + r * columns + j] = (float) (5 * random.nextGaussian());
      }
    }
    return scores;
  }

  /** Multiples of 1/8 whose sum is 1, many of them 0. */
  private static double[][] shares(Random random, int classes) {
    double[][] shares = new double[ROWS][classes];
    for (double[] row : shares) {
      for (int i = 0; i < 8; i++) {
        row[random.nextInt(classes)] += 0.125;
      }
    }
    return shares;
  }

  private static void compare(
      FloatKernels kernels, float[] scores, double[][] shares, double smoothing) {
    int classes = shares[0].length;
    int[] labels = new int[FROM + ROWS];
    Arrays.setAll(labels, i -> i < FROM ? -1 : largest(shares[i - FROM]));
    double[] targets = Arrays.stream(shares).flatMapToDouble(Arrays::stream).toArray();
    double[] losses = new double[ROWS];
    float[] plain = scores.clone();
    new FloatCrossEntropy(ROWS, classes, 0)
        .overwrite(kernels, ROWS, plain, OFFSET, labels, FROM, null, losses);
    FloatCrossEntropy crossEntropy = new FloatCrossEntropy(ROWS, classes, smoothing);
    float[] slopes = scores.clone();
    crossEntropy.overwrite(kernels, ROWS, scores.clone(), OFFSET, labels, FROM, targets, losses);
    // Nothing may be left over from the block before.
    crossEntropy.overwrite(kernels, ROWS, slopes, OFFSET, labels, FROM, targets, losses);
    for (int r = 0; r < ROWS; r++) {
      int label = labels[FROM + r];
      BigDecimal[] t = targets(shares[r], label, smoothing);
      int row = OFFSET + r * FloatKernels.padded(classes);
      compareLoss(Arrays.copyOfRange(scores, row, row + classes), label, t, losses[r]);
      t[label] = t[label].subtract(BigDecimal.ONE);
      for (int j = 0; j < classes; j++) {
        double expected = plain[row + j] - t[j].doubleValue();
        double bound = Tolerances.FLOAT * Math.abs(expected) + (classes + 4) * Tolerances.DOUBLE;
        assertEquals(expected, slopes[row + j], bound);
      }
    }
  }

  private static int largest(double[] values) {
    int largest = 0;
    for (int j = 1; j < values.length; j++) {
      largest = values[j] > values[largest] ? j : largest;
    }
    return largest;
  }

  /** t: the label has what the others leave. */
  private static BigDecimal[] targets(double[] shares, int label, double smoothing) {
    BigDecimal epsilon = new BigDecimal(smoothing);
    BigDecimal shared = epsilon.divide(BigDecimal.valueOf(shares.length), MathContext.DECIMAL128);
    BigDecimal[] targets = new BigDecimal[shares.length];
    targets[label] = BigDecimal.ONE;
    for (int j = 0; j < shares.length; j++) {
      if (j != label) {
        BigDecimal rest = BigDecimal.ONE.subtract(epsilon);
        targets[j] = rest.multiply(new BigDecimal(shares[j])).add(shared);
        targets[label] = targets[label].subtract(targets[j]);
      }
    }
    return targets;
  }

  /** The last term is what the label's share, which multiplies the gap, may be off by. */
  private static void compareLoss(float[] scores, int label, BigDecimal[] targets, double loss) {
    double[] wide = new double[scores.length];
    Arrays.setAll(wide, j -> scores[j]);
    Exact exact = new Exact(wide);
    double expected = exact.crossEntropy(targets).doubleValue();
    double gap = -exact.distance(label).doubleValue();
    double bound =
        Tolerances.crossEntropy(wide.length, 0, Tolerances.FLOAT)
            + Tolerances.gamma(wide.length + 6L, Tolerances.FLOAT) * expected
            + Tolerances.gamma(wide.length + 4L, Tolerances.DOUBLE) * gap;
    assertEquals(expected, loss, bound);
  }

  /**
   * A score of negative infinity is a mask: without a share in the target it is as good as none.
   */
  @ParameterizedTest
  @MethodSource(ALL)
  void aMaskWithoutAShareCostsNothing(FloatKernels kernels) {
    float[] s = new float[FloatKernels.padded(3)];
    Arrays.fill(s, Float.NEGATIVE_INFINITY);
    s[0] = 0.5f;
    s[1] = 2;
    float[] masked = s.clone();
    double[] expected = new double[1];
    double[] loss = new double[1];
    int[] label = {0};
    new FloatCrossEntropy(1, 2, 0)
        .overwrite(kernels, 1, s, 0, label, 0, new double[] {0.75, 0.25}, expected);
    new FloatCrossEntropy(1, 3, 0)
        .overwrite(kernels, 1, masked, 0, label, 0, new double[] {0.75, 0.25, 0}, loss);
    assertEquals(expected[0], loss[0]);
    Bits.assertSame(s, masked);
  }
}
