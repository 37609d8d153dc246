package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class InverseHessianTest {

  private static final int REMEMBERED = 10;
  private static final int LENGTH = 20;

  /** It is written over the oldest of ten steps, which must not be used any longer then. */
  @Test
  void aStepWithoutCurvatureIsAsGoodAsNone() {
    Random random = new Random(1);
    double[][] points = new double[REMEMBERED + 1][];
    for (int i = 0; i < points.length; i++) {
      points[i] = random.doubles(LENGTH).toArray();
    }
    InverseHessian full = remembering(points, 0);
    double[] gradient = gradient(points[0]);
    full.remember(points[0], gradient, points[1], gradient);
    assertArrayEquals(direction(remembering(points, 1), gradient), direction(full, gradient));
  }

  /** All steps from a point on. */
  private static InverseHessian remembering(double[][] points, int first) {
    InverseHessian inverse = new InverseHessian(LENGTH, null, new Vectors(new Workers(1)));
    for (int i = first; i + 1 < points.length; i++) {
      inverse.remember(points[i], gradient(points[i]), points[i + 1], gradient(points[i + 1]));
    }
    return inverse;
  }

  /** Of a sum of squares, each with a weight of its own. */
  private static double[] gradient(double[] point) {
    double[] gradient = new double[point.length];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = (i + 1) * point[i];
    }
    return gradient;
  }

  private static double[] direction(InverseHessian inverse, double[] gradient) {
    double[] direction = new double[gradient.length];
    inverse.descent(gradient, direction);
    return direction;
  }
}
