package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.lanewise.loss.Loss;
import io.github.lanewise.loss.Softmax;
import org.junit.jupiter.api.Test;

class RowCurvatureTest {

  private static final float[] SCORES = {0.25f, -0.5f, 1.125f};

  /** The trace of the Jacobian of P, which is the Hessian of the loss. Three roundings each. */
  @Test
  void ofSoftmaxIsTheMeanOfTheJacobiansDiagonal() {
    double trace = 0;
    for (int c = 0; c < 3; c++) {
      trace += Softmax.jacobian(new double[] {0.25, -0.5, 1.125}).get(c, c);
    }
    assertEquals(trace / 3, RowCurvature.of(Loss.softmax(), SCORES, 0), 16 * 0x1p-53);
  }

  /**
   * Violations are 0.25 and 1.875: squared, both curve by 2; with the width 0.5, the first by 2.
   */
  @Test
  void ofTheHingeCountsParabolas() {
    assertEquals(2 * 2 * 2 / 3.0, RowCurvature.of(Loss.hinge().squared(), SCORES, 0));
    assertEquals(2 * 1 * 2 / 3.0, RowCurvature.of(Loss.hinge().smoothed(0.5), SCORES, 0));
    assertEquals(0, RowCurvature.of(Loss.hinge().smoothed(0.125), SCORES, 0));
  }
}
