package io.github.lanewise.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.matrix.FloatMatrix;
import io.github.lanewise.verify.Exact;
import io.github.lanewise.verify.LossFunctions;
import io.github.lanewise.verify.ScoreRows;
import io.github.lanewise.verify.Tolerances;
import java.math.BigDecimal;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("kernel")
class SoftmaxTest {

  @ParameterizedTest
  @EnumSource
  void probabilitiesMatchTheOracle(LossFunctions functions) {
    double u = functions.roundoff();
    for (double[] s : ScoreRows.ordinary()) {
      Exact exact = new Exact(s);
      double[] p = functions.probabilities(s);
      for (int j = 0; j < s.length; j++) {
        double expected = exact.probability(j).doubleValue();
        double t = exact.distance(j).doubleValue();
        double bound = expected * Tolerances.probability(s.length, t, u);
        assertEquals(expected, p[j], bound + 2 * functions.smallest());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void logarithmsMatchTheOracle(LossFunctions functions) {
    double u = functions.roundoff();
    for (double[] s : ScoreRows.ordinary()) {
      Exact exact = new Exact(s);
      double expected = exact.logSumExp().doubleValue();
      double bound = Tolerances.logSumExp(s.length, expected, u) + Double.MIN_VALUE;
      assertEquals(expected, functions.logSumExp(s), bound);
      double[] log = functions.logProbabilities(s);
      for (int j = 0; j < s.length; j++) {
        double logP = exact.logProbability(j).doubleValue();
        double loose = Tolerances.crossEntropy(s.length, -logP, u);
        double tight = -logP * Tolerances.crossEntropyOfWinner(s.length, exact.farthest(), u);
        double limit = j == exact.winner() ? tight : loose;
        assertEquals(logP, log[j], limit + 2 * functions.smallest());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void jacobianMatchesTheOracle(LossFunctions functions) {
    double u = functions.roundoff();
    for (double[] s : ScoreRows.ordinary()) {
      if (s.length > 10) {
        continue;
      }
      Exact exact = new Exact(s);
      double farthest = exact.farthest();
      double relative = 2 * Tolerances.probability(s.length, farthest, u) + 2 * u;
      for (int i = 0; i < s.length; i++) {
        for (int j = 0; j < s.length; j++) {
          BigDecimal factor = i == j ? exact.complement(j) : exact.probability(j).negate();
          double expected = exact.probability(i).multiply(factor).doubleValue();
          double bound = Math.abs(expected) * relative + 4 * functions.smallest();
          assertEquals(expected, functions.jacobian(s, i, j), bound);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void extremeScoresGiveProbabilities(LossFunctions functions) {
    for (double[] s : functions.extremeRows()) {
      double[] p = functions.probabilities(s);
      BigDecimal sum = BigDecimal.ZERO;
      for (int j = 0; j < p.length; j++) {
        assertTrue(p[j] >= 0 && p[j] <= 1, () -> Arrays.toString(s) + Arrays.toString(p));
        assertTrue(s[j] != Double.NEGATIVE_INFINITY || p[j] == 0, () -> Arrays.toString(p));
        sum = sum.add(new BigDecimal(p[j]));
      }
      double error = sum.subtract(BigDecimal.ONE).abs().doubleValue();
      assertTrue(error <= (p.length + 2) * functions.roundoff(), () -> Arrays.toString(s));
    }
  }

  @ParameterizedTest
  @EnumSource
  void extremeScoresGiveLogarithms(LossFunctions functions) {
    for (double[] s : functions.extremeRows()) {
      double sum = functions.logSumExp(s);
      double max = Arrays.stream(s).max().orElseThrow();
      assertTrue(
          sum >= max && sum <= Math.max(max + 4, Math.nextUp(max)) && sum <= functions.max());
      double[] log = functions.logProbabilities(s);
      for (int j = 0; j < s.length; j++) {
        boolean possible = s[j] - max >= -functions.max();
        assertTrue(log[j] <= 0, () -> Arrays.toString(s) + Arrays.toString(log));
        assertEquals(possible, log[j] >= -functions.max(), () -> Arrays.toString(s));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void jacobianOfExtremeScoresIsFinite(LossFunctions functions) {
    for (double[] s : functions.extremeRows()) {
      for (int j = 0; j < Math.min(s.length, 4); j++) {
        double diagonal = functions.jacobian(s, j, j);
        assertTrue(diagonal >= 0 && diagonal <= 0.25 + functions.roundoff());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void addingAConstantToDyadicScoresChangesNothing(LossFunctions functions) {
    double[] s = {0.5, -1.25, 2, 0};
    double[] shifted = Arrays.stream(s).map(x -> x + 1024).toArray();
    assertArrayEquals(functions.probabilities(s), functions.probabilities(shifted));
    assertArrayEquals(functions.logProbabilities(s), functions.logProbabilities(shifted));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoScoreGivesNaN(LossFunctions functions) {
    double infinity = Double.POSITIVE_INFINITY;
    double[][] rows = {
      {Double.NaN, 0},
      {0, 1, Double.NaN},
      {infinity, 0},
      {infinity, infinity},
      {-infinity, -infinity}
    };
    for (double[] s : rows) {
      assertTrue(Double.isNaN(functions.logSumExp(s)), () -> Arrays.toString(s));
      assertTrue(Arrays.stream(functions.probabilities(s)).anyMatch(Double::isNaN));
      assertTrue(Arrays.stream(functions.logProbabilities(s)).anyMatch(Double::isNaN));
      assertTrue(Double.isNaN(functions.value(Loss.softmax(), s, 0)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void batchesAreRowsAndLeaveGapsAlone(LossFunctions functions) {
    for (int columns : new int[] {1, 3, 16, 17}) {
      int rows = 131;
      int stride = columns + 3;
      double[] s = LossTest.randomBatch(rows, columns, stride, 26);
      double[] before = s.clone();
      functions.batchProbabilities(s, rows, columns, stride);
      for (int r = 0; r < rows; r++) {
        int row = 1 + r * stride;
        double[] expected = functions.probabilities(Arrays.copyOfRange(before, row, row + columns));
        assertArrayEquals(expected, Arrays.copyOfRange(s, row, row + columns));
        System.arraycopy(before, row, s, row, columns);
      }
      assertArrayEquals(before, s);
    }
  }

  @Test
  void argumentsAreNotModified() {
    float[] s = {1, 2, 3};
    Softmax.probabilities(s);
    Softmax.logProbabilities(s);
    Softmax.logSumExp(s);
    Softmax.jacobian(s);
    assertArrayEquals(new float[] {1, 2, 3}, s);
  }

  @Test
  void noScoresAreRefused() {
    float[] none = {};
    double[] noDoubles = {};
    FloatMatrix rowsOfNothing = new FloatMatrix(2, 0);
    assertThrows(IllegalArgumentException.class, () -> Softmax.probabilities(none));
    assertThrows(IllegalArgumentException.class, () -> Softmax.logProbabilities(none));
    assertThrows(IllegalArgumentException.class, () -> Softmax.logSumExp(none));
    assertThrows(IllegalArgumentException.class, () -> Softmax.jacobian(none));
    assertThrows(IllegalArgumentException.class, () -> Softmax.probabilities(noDoubles));
    assertThrows(IllegalArgumentException.class, () -> Softmax.probabilities(rowsOfNothing));
  }
}
