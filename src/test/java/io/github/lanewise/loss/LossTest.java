package io.github.lanewise.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.data.InvalidDataException;
import io.github.lanewise.matrix.FloatMatrix;
import io.github.lanewise.verify.Exact;
import io.github.lanewise.verify.LossFunctions;
import io.github.lanewise.verify.ScoreRows;
import io.github.lanewise.verify.Tolerances;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernel")
class LossTest {

  private static final SoftmaxLoss SOFTMAX = Loss.softmax();
  private static final HingeLoss HINGE = Loss.hinge();
  private static final HingeLoss[] HINGES = {
    HINGE,
    HINGE.margin(0.25),
    HINGE.squared(),
    HINGE.squared().margin(3),
    HINGE.smoothed(0.3),
    HINGE.margin(2.5).smoothed(1e-3)
  };
  private static final Loss[] LOSSES = {
    SOFTMAX, SOFTMAX.smoothing(0.1), HINGE, HINGE.squared(), HINGE.smoothed(0.5)
  };

  @ParameterizedTest
  @EnumSource
  void crossEntropyMatchesTheOracle(LossFunctions functions) {
    double u = functions.roundoff();
    for (double[] s : ScoreRows.ordinary()) {
      Exact exact = new Exact(s);
      for (int label = 0; label < s.length; label += 7) {
        double expected = -exact.logProbability(label).doubleValue();
        double bound =
            label == exact.winner()
                ? expected * Tolerances.crossEntropyOfWinner(s.length, exact.farthest(), u)
                : Tolerances.crossEntropy(s.length, expected, u);
        assertEquals(
            expected, functions.value(SOFTMAX, s, label), bound + 2 * functions.smallest());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void crossEntropyGradientMatchesTheOracle(LossFunctions functions) {
    double u = functions.roundoff();
    for (double[] s : ScoreRows.ordinary()) {
      Exact exact = new Exact(s);
      int label = s.length / 2;
      double[] gradient = functions.gradient(SOFTMAX, s, label);
      for (int j = 0; j < s.length; j++) {
        boolean own = j == label;
        double expected =
            own ? -exact.complement(j).doubleValue() : exact.probability(j).doubleValue();
        double t = own ? exact.meanDistanceOfOthers(j) : exact.distance(j).doubleValue();
        double bound = Math.abs(expected) * Tolerances.probability(s.length, t, u);
        assertEquals(expected, gradient[j], bound + 2 * s.length * functions.smallest());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void smoothedCrossEntropyMatchesTheOracle(LossFunctions functions) {
    double u = functions.roundoff();
    for (double epsilon : new double[] {1e-6, 0.1, 0.9}) {
      SoftmaxLoss loss = SOFTMAX.smoothing(epsilon);
      for (double[] s : ScoreRows.ordinary()) {
        Exact exact = new Exact(s);
        int label = s.length / 2;
        double expected = exact.crossEntropy(smoothed(s.length, label, epsilon)).doubleValue();
        double bound =
            Tolerances.crossEntropy(s.length, 0, u) + Tolerances.gamma(s.length + 6L, u) * expected;
        assertEquals(expected, functions.value(loss, s, label), bound);
        compareGradient(functions, loss, s, label);
      }
    }
  }

  private static BigDecimal[] smoothed(int classes, int label, double epsilon) {
    BigDecimal exact = new BigDecimal(epsilon);
    BigDecimal[] targets = new BigDecimal[classes];
    Arrays.fill(targets, exact.divide(BigDecimal.valueOf(classes), MathContext.DECIMAL128));
    targets[label] = targets[label].add(BigDecimal.ONE).subtract(exact);
    return targets;
  }

  /** The plain gradient, which has its own test, moved by the targets. */
  private static void compareGradient(
      LossFunctions functions, SoftmaxLoss loss, double[] s, int label) {
    double u = functions.roundoff();
    double[] plain = functions.gradient(SOFTMAX, s, label);
    double[] gradient = functions.gradient(loss, s, label);
    double share = loss.smoothing() / s.length;
    for (int j = 0; j < s.length; j++) {
      double expected = plain[j] + (j == label ? (s.length - 1) * share : -share);
      double bound = u * Math.abs(expected) + (s.length + 4) * Tolerances.DOUBLE;
      assertEquals(expected, gradient[j], bound);
    }
  }

  /** By hand, because the oracle asks the loss for its steepness: m = 1.5 and -1. */
  @Test
  void hingesOfAFewScores() {
    double[] scores = {0, 0.5, -2};
    assertEquals(1.5, HINGE.value(scores, 0));
    assertArrayEquals(new double[] {-1, 1, 0}, HINGE.gradient(scores, 0));
    assertEquals(2.25, HINGE.squared().value(scores, 0));
    assertArrayEquals(new double[] {-3, 3, 0}, HINGE.squared().gradient(scores, 0));
    assertEquals(1.25, HINGE.smoothed(0.5).value(scores, 0));
    assertEquals(0.5625, HINGE.smoothed(2).value(scores, 0));
    assertArrayEquals(new double[] {-0.75, 0.75, 0}, HINGE.smoothed(2).gradient(scores, 0));
  }

  @ParameterizedTest
  @EnumSource
  void hingesMatchTheOracle(LossFunctions functions) {
    for (HingeLoss loss : HINGES) {
      for (double[] s : ScoreRows.ordinary()) {
        compareWithOracle(functions, loss, s, s.length / 2);
      }
    }
  }

  private static void compareWithOracle(
      LossFunctions functions, HingeLoss loss, double[] s, int label) {
    double u = functions.roundoff();
    Exact exact = new Exact(s);
    double expected = exact.hinge(loss, label).doubleValue();
    double bound = Tolerances.gamma(s.length + 2L, u) * expected;
    double[] slopes = new double[s.length];
    double[] slopeBounds = new double[s.length];
    for (int j = 0; j < s.length; j++) {
      double m = exact.violation(loss, j, label).doubleValue();
      double error = u * (Math.abs(s[j] - s[label]) + Math.abs(m));
      if (j != label && m > -error) {
        // Nothing here cancels: the slope of the exact violation, and how far it can be off.
        slopes[j] = m > 0 ? Math.min(loss.limit(), loss.steepness() * m) : 0;
        bound += (slopes[j] + Math.min(loss.limit(), loss.steepness() * error)) * error;
        if (loss.steepness() < Double.POSITIVE_INFINITY) {
          slopeBounds[j] = loss.steepness() * error + 3 * u * slopes[j];
        }
        slopes[label] -= slopes[j];
        slopeBounds[label] += slopeBounds[j];
      }
    }
    slopeBounds[label] += Tolerances.gamma(s.length, u) * Math.abs(slopes[label]);
    double smallest = functions.smallest();
    assertEquals(expected, functions.value(loss, s, label), bound + s.length * smallest);
    double[] gradient = functions.gradient(loss, s, label);
    for (int j = 0; j < s.length; j++) {
      double tolerance = slopeBounds[j] + s.length * smallest;
      assertEquals(slopes[j], gradient[j], tolerance, () -> loss + Arrays.toString(s));
    }
  }

  /**
   * The gradient has no direction in which all scores grow alike: neither loss has a slope there.
   */
  @ParameterizedTest
  @EnumSource
  void gradientsSumToZero(LossFunctions functions) {
    for (double[] s : ScoreRows.ordinary()) {
      for (Loss loss : LOSSES) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal size = BigDecimal.ZERO;
        for (double g : functions.gradient(loss, s, 0)) {
          sum = sum.add(new BigDecimal(g));
          size = size.add(new BigDecimal(g).abs());
        }
        double bound =
            loss == HINGE
                ? 0
                : Tolerances.gamma(s.length + 1L, functions.roundoff()) * size.doubleValue()
                    + s.length * functions.smallest();
        assertTrue(sum.abs().doubleValue() <= bound, () -> loss + Arrays.toString(s));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void extremeScoresGiveNoNaN(LossFunctions functions) {
    for (double[] s : functions.extremeRows()) {
      Exact exact = new Exact(s);
      for (int label = 0; label < s.length; label++) {
        if (s[label] == Double.NEGATIVE_INFINITY) {
          assertEquals(Double.POSITIVE_INFINITY, functions.value(SOFTMAX, s, label));
          continue;
        }
        int y = label;
        check(functions, SOFTMAX, s, y, () -> exact.logProbability(y).negate());
        for (HingeLoss loss : HINGES) {
          check(functions, loss, s, y, () -> exact.hinge(loss, y));
        }
      }
    }
  }

  /** Infinite only if the exact loss exceeds MAX; bounded slopes give a bounded gradient. */
  private static void check(
      LossFunctions functions, Loss loss, double[] s, int label, Supplier<BigDecimal> exact) {
    double value = functions.value(loss, s, label);
    assertTrue(value >= 0, () -> loss + " " + value + " in " + Arrays.toString(s));
    if (value == Double.POSITIVE_INFINITY) {
      BigDecimal max = new BigDecimal(functions.max());
      assertTrue(exact.get().compareTo(max) > 0, () -> loss + Arrays.toString(s));
    }
    double limit = loss instanceof HingeLoss hinge ? hinge.limit() : 1;
    for (double g : functions.gradient(loss, s, label)) {
      assertTrue(
          Math.abs(g) <= s.length * limit, () -> loss + " " + g + " in " + Arrays.toString(s));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 100})
  void firstLossesOfEqualScores(int classes) {
    float[] zeros = new float[classes];
    assertEquals(Math.log(classes), SOFTMAX.value(zeros, 1), 1e-6);
    assertEquals(classes - 1, HINGE.value(zeros, 1));
    double u = Tolerances.DOUBLE;
    double bound = Tolerances.crossEntropy(classes, Math.log(classes), u);
    assertEquals(Math.log(classes), SOFTMAX.value(new double[classes], 1), bound);
  }

  @Test
  void aMarginMetExactlyIsMet() {
    assertArrayEquals(new double[] {0, 0, 0}, plusZero(HINGE.gradient(new double[] {2, 1, 1}, 0)));
    assertArrayEquals(
        new double[] {1, 0, -1},
        plusZero(HINGE.gradient(new double[] {Math.nextUp(1.0), 1, 2}, 2)));
    assertEquals(0, HINGE.value(new double[] {2, 1, 1}, 0));
  }

  private static double[] plusZero(double[] values) {
    return Arrays.stream(values).map(value -> value + 0.0).toArray();
  }

  @ParameterizedTest
  @EnumSource
  void batchesAreSumsOfRowsAndLeaveGapsAlone(LossFunctions functions) {
    for (Loss loss : LOSSES) {
      for (int columns : new int[] {1, 3, 16, 17}) {
        checkBatch(functions, loss, 131, columns);
      }
    }
  }

  private static void checkBatch(LossFunctions functions, Loss loss, int rows, int columns) {
    int stride = columns + 3;
    double[] s = randomBatch(rows, columns, stride, 27);
    int[] labels = new Random(28).ints(rows, 0, columns).toArray();
    double[] before = s.clone();
    double sum = functions.batch(loss, s, rows, columns, stride, labels);
    double expectedSum = 0;
    for (int r = 0; r < rows; r++) {
      int row = 1 + r * stride;
      double[] scores = Arrays.copyOfRange(before, row, row + columns);
      expectedSum += functions.value(loss, scores, labels[r]);
      assertArrayEquals(
          functions.gradient(loss, scores, labels[r]), Arrays.copyOfRange(s, row, row + columns));
      System.arraycopy(before, row, s, row, columns);
    }
    assertEquals(expectedSum, sum, 2 * Tolerances.gamma(rows, Tolerances.DOUBLE) * expectedSum);
    assertArrayEquals(before, s);
  }

  /** Scores from offset 1 on, NaN everywhere between; every number is a float. */
  static double[] randomBatch(int rows, int columns, int stride, long seed) {
    Random random = new Random(seed);
    double[] s = new double[1 + rows * stride];
    Arrays.fill(s, Double.NaN);
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < columns; j++) {
        s[1 + r * stride + j] = (float) (3 * random.nextGaussian());
      }
    }
    return s;
  }

  @Test
  void noRowsCostNothing() {
    assertEquals(0, SOFTMAX.lossAndGradient(new FloatMatrix(0, 3), new int[0]));
  }

  @Test
  void weightGradientIsAnOuterProduct() {
    FloatMatrix gradient = HINGE.weightGradient(new float[] {1, 1, -5}, 0, new float[] {2, -3});
    assertEquals(-2, gradient.get(0, 0));
    assertEquals(3, gradient.get(0, 1));
    assertEquals(2, gradient.get(1, 0));
    assertEquals(-3, gradient.get(1, 1));
    assertEquals(0, gradient.get(2, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void labelsOutOfRangeAreRefusedBeforeAnythingIsWritten(int label) {
    for (Loss loss : LOSSES) {
      float[] s = {1, 2, 3};
      double[] d = {1, 2, 3};
      assertRefused("label: " + label + " is outside 0..2", () -> loss.value(s, label));
      assertRefused("label: " + label + " is outside 0..2", () -> loss.value(d, label));
      assertRefused("label: " + label + " is outside 0..2", () -> loss.gradient(s, label));
      assertRefused("label: " + label, () -> loss.weightGradient(s, label, new float[2]));
      float[] batch = {1, 2, 3, 4, 5, 6};
      FloatMatrix rows = FloatMatrix.of(batch, 2, 3);
      int[] labels = {0, label};
      assertRefused("labels[1]: " + label, () -> loss.lossAndGradient(rows, labels));
      assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, batch);
    }
  }

  @Test
  void everyRowNeedsALabel() {
    FloatMatrix rows = new FloatMatrix(2, 3);
    assertRefused("1 for 2 rows", () -> SOFTMAX.lossAndGradient(rows, new int[] {0}));
    assertRefused("3 for 2 rows", () -> HINGE.lossAndGradient(rows, new int[] {0, 0, 0}));
  }

  private static void assertRefused(String message, Runnable call) {
    InvalidDataException refusal = assertThrows(InvalidDataException.class, call::run);
    assertTrue(refusal.getMessage().contains(message), refusal::getMessage);
  }

  @Test
  void argumentsAreNotModified() {
    for (Loss loss : LOSSES) {
      float[] s = {1, 2, 3};
      float[] x = {4, 5};
      loss.value(s, 0);
      loss.gradient(s, 0);
      loss.weightGradient(s, 0, x);
      assertArrayEquals(new float[] {1, 2, 3}, s);
      assertArrayEquals(new float[] {4, 5}, x);
    }
  }

  @Test
  void aNaNScoreIsNotSwallowed() {
    for (Loss loss : LOSSES) {
      for (int j = 0; j < 3; j++) {
        double[] s = {1, 2, 3};
        s[j] = Double.NaN;
        assertFalse(Double.isFinite(loss.value(s, 1)), loss + " " + j);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 1e-31, 1e31, Double.NaN, Double.POSITIVE_INFINITY})
  void marginsAndWidthsOutOfRangeAreRefused(double value) {
    for (Executable call :
        List.<Executable>of(() -> HINGE.margin(value), () -> HINGE.smoothed(value))) {
      String message = assertThrows(IllegalArgumentException.class, call).getMessage();
      assertTrue(message.contains(value + " must be from 1.0E-30 to 1.0E30"), message);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, 1, Double.NaN})
  void smoothingOutOfRangeIsRefused(double epsilon) {
    Executable call = () -> SOFTMAX.smoothing(epsilon);
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertEquals("smoothing: " + epsilon + " must be at least 0 and below 1", message);
  }

  /** Infinitely wrong about a class that has a share of the target. */
  @Test
  void smoothingReachesMasks() {
    double[] s = {0, Double.NEGATIVE_INFINITY};
    assertEquals(0, SOFTMAX.value(s, 0));
    assertEquals(Double.POSITIVE_INFINITY, SOFTMAX.smoothing(0.1).value(s, 0));
  }

  @Test
  void aNarrowSmoothingIsThePlainHinge() {
    double[] s = {1.5, 1, -3, 2};
    double width = 1e-9;
    assertEquals(HINGE.value(s, 0), HINGE.smoothed(width).value(s, 0), 3 * width / 2);
    assertArrayEquals(HINGE.gradient(s, 0), HINGE.smoothed(width).gradient(s, 0));
  }

  @Test
  void names() {
    assertEquals("softmax", SOFTMAX.name());
    assertEquals("hinge", HINGE.toString());
    assertEquals("softmax smoothing=0.1", SOFTMAX.smoothing(0.1).toString());
    assertEquals("hinge margin=2.5 width=0.001", HINGE.margin(2.5).smoothed(1e-3).toString());
    assertEquals("hinge", HINGE.squared().name());
  }

  /** Every width has its own text, whatever 1 / width rounds to. */
  @Test
  void textsNameLosses() {
    List<Loss> losses = new ArrayList<>(List.of(HINGES));
    losses.addAll(List.of(LOSSES));
    for (double width = 0.1; width < 10; width += 0.1) {
      losses.add(HINGE.smoothed(width));
    }
    for (Loss loss : losses) {
      Loss read = Loss.of(loss.toString());
      assertEquals(loss, read);
      assertEquals(loss.hashCode(), read.hashCode());
      double[] s = {1, -0.5, 0.3};
      assertEquals(loss.value(s, 1), read.value(s, 1));
      assertArrayEquals(loss.gradient(s, 1), read.gradient(s, 1));
    }
    assertSame(HINGE, Loss.of("hinge"));
    assertNotEquals(HINGE, HINGE.squared());
    assertNotEquals(SOFTMAX, SOFTMAX.smoothing(0.1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Softmax",
        "softmax ",
        "softmax margin=2",
        "softmax smoothing",
        "softmax smoothing=1",
        "hinge smoothing=0.1",
        "hinge margin",
        "hinge margin=two",
        "hinge squared=1",
        "hinge  squared"
      })
  void otherTextsAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Loss.of(text));
  }

  @Test
  void aValueThatIsNoNumberIsNamed() {
    for (String text : List.of("hinge margin=two", "hinge width=two", "softmax smoothing=two")) {
      String option = text.substring(text.indexOf(' ') + 1, text.indexOf('='));
      assertEquals(
          "loss: " + option + " is \"two\"; must be a number",
          assertThrows(IllegalArgumentException.class, () -> Loss.of(text)).getMessage());
    }
  }

  @Test
  void onlyThePlainHingeHasKinks() {
    for (Loss loss : LOSSES) {
      assertEquals(loss != HINGE, loss.isSmooth());
    }
  }
}
