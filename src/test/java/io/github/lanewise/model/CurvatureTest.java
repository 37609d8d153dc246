package io.github.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.lanewise.matrix.DoubleMatrix;
import java.util.SplittableRandom;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.apache.commons.math3.analysis.differentiation.FiniteDifferencesDifferentiator;
import org.junit.jupiter.api.Test;

/**
 * The derivatives by which calibrations are fitted, against finite differences of what they
 * minimise. A wrong second derivative would only cost steps, and show in no fit.
 */
class CurvatureTest {

  private static final int ROWS = 50;
  private static final int CLASSES = 4;
  private static final int POINTS = 9;
  private static final double STEP = 0.05;

  /**
   * With scores up to 1 the derivatives of a row are of size 1, so that the first terms left out
   * are below STEP^8 = 4e-11 of the sum of weights; rounding costs 2^-53 / STEP^2 = 5e-14 of the
   * sums, times coefficients below 10.
   */
  private static final double TOLERANCE = 1e-10;

  private final SplittableRandom random = new SplittableRandom(5);
  private final double[] weights = random.doubles(ROWS, 0, 2).toArray();
  private final int[] labels = random.ints(ROWS, 0, CLASSES).toArray();

  private static DerivativeStructure derivatives(UnivariateFunction function, double x) {
    return new FiniteDifferencesDifferentiator(POINTS, STEP)
        .differentiate(function)
        .value(new DerivativeStructure(1, 2, 0, x));
  }

  private double tolerance() {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    return TOLERANCE * sum;
  }

  @Test
  void temperature() {
    double[] values = random.doubles(ROWS * CLASSES, -1, 1).toArray();
    DoubleMatrix scores = DoubleMatrix.of(values, ROWS, CLASSES);
    UnivariateFunction logLoss =
        b -> {
          double sum = 0;
          for (int row = 0; row < ROWS; row++) {
            double exponentials = 0;
            for (int c = 0; c < CLASSES; c++) {
              exponentials += Math.exp(b * scores.get(row, c));
            }
            sum += weights[row] * (Math.log(exponentials) - b * scores.get(row, labels[row]));
          }
          return sum;
        };
    for (double b : new double[] {0.25, 1, 3}) {
      double[] slopes = Temperature.slopes(b, scores, labels, weights);
      DerivativeStructure expected = derivatives(logLoss, b);
      assertEquals(expected.getPartialDerivative(1), slopes[0], tolerance());
      assertEquals(expected.getPartialDerivative(2), slopes[1], tolerance());
    }
  }

  /** The second derivative along (1, 0), (0, 1) and (1, 1) tells all three of the Hessian. */
  @Test
  void sigmoid() {
    double[] scores = random.doubles(ROWS, -1, 1).toArray();
    double[] targets = random.doubles(ROWS).toArray();
    for (double[] point : new double[][] {{0, 0}, {-2, 0.5}, {1, -1}}) {
      double[] g = new Sigmoid(point[0], point[1]).derivatives(scores, targets, weights);
      for (double[] way : new double[][] {{1, 0}, {0, 1}, {1, 1}}) {
        DerivativeStructure expected =
            derivatives(
                t ->
                    new Sigmoid(point[0] + t * way[0], point[1] + t * way[1])
                        .loss(scores, targets, weights),
                0);
        double first = g[0] * way[0] + g[1] * way[1];
        double second =
            g[2] * way[0] * way[0] + 2 * g[3] * way[0] * way[1] + g[4] * way[1] * way[1];
        assertEquals(expected.getPartialDerivative(1), first, tolerance());
        assertEquals(expected.getPartialDerivative(2), second, tolerance());
      }
    }
  }
}
