package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.lanewise.data.Dataset;
import org.junit.jupiter.api.Test;

/** That the optima agree is shown by OptimaTest, whose lambda is scikit-learn's C = 1. */
class PenaltyTest {

  @Test
  void formulas() {
    Dataset data = Samples.clusters(1, 4, 3, 2, 1);
    assertEquals(1 / (0.5 * 4), Penalty.ofC(0.5, data));
    assertEquals(1 / (0.5 * 6), Penalty.ofC(0.5, data.withWeights(new float[] {0, 3, 1, 2})));
    assertEquals(0.5, Penalty.ofReg(0.25));
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    Dataset data = Samples.clusters(1, 4, 3, 2, 1);
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      IllegalArgumentException thrown =
          assertThrows(IllegalArgumentException.class, () -> Penalty.ofC(bad, data));
      assertEquals("c: " + bad + " must be finite and above 0", thrown.getMessage());
    }
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      IllegalArgumentException thrown =
          assertThrows(IllegalArgumentException.class, () -> Penalty.ofReg(bad));
      assertEquals("reg: " + bad + " must be finite and at least 0", thrown.getMessage());
    }
  }
}
