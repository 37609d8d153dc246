package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.lanewise.loss.Loss;
import io.github.lanewise.loss.Softmax;
import org.junit.jupiter.api.Test;

class RowCurvatureTest {

  private static final double[] SCORES = {0.3, -0.4, 1.1};

  /** The trace of the Jacobian of P, which is the Hessian of the loss. Three roundings each. */
  @Test
  void ofSoftmaxIsTheMeanOfTheJacobiansDiagonal() {
    double trace = 0;
    for (int c = 0; c < 3; c++) {
      trace += Softmax.jacobian(SCORES).get(c, c);
    }
    assertEquals(trace / 3, RowCurvature.of(Loss.softmax(), SCORES, 0), 16 * 0x1p-53);
  }

  /** Violations are 0.3 and 1.8: squared, both curve by 2; with the width 0.5, the first by 2. */
  @Test
  void ofTheHingeCountsParabolas() {
    assertEquals(2 * 2 * 2 / 3.0, RowCurvature.of(Loss.hinge().squared(), SCORES, 0));
    assertEquals(2 * 1 * 2 / 3.0, RowCurvature.of(Loss.hinge().smoothed(0.5), SCORES, 0));
    assertEquals(0, RowCurvature.of(Loss.hinge().smoothed(0.25), SCORES, 0));
  }
}
