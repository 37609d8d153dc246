package io.github.lanewise.verify;

import io.github.lanewise.loss.Loss;
import java.util.Random;

/**
 * A small objective to differentiate: mean of w_i L(W x_i + b, y_i) plus l2/2 ||W||^2.
 *
 * <p>Parameters are W row by row, then b: C D + C numbers.
 *
 * @param loss L
 * @param rows X [N x D]
 * @param labels y [N]
 * @param weights w [N], or null for all 1
 * @param l2 the factor of half the squared weights
 * @param classes C
 */
public record Problem(
    Loss loss, double[][] rows, int[] labels, double[] weights, double l2, int classes) {

  /** Features are multiples of it and parameters of PARAMETER_GRID, so that scores are exact. */
  private static final double FEATURE_GRID = 0x1p-6;

  private static final double PARAMETER_GRID = 0x1p-20;

  /** A seeded problem with features between -2 and 2, and weights 1/4, 2/4 .. 2 if wanted. */
  public static Problem random(
      Random random, Loss loss, int n, int columns, int classes, boolean weighted, double l2) {
    double[][] rows = new double[n][columns];
    int[] labels = new int[n];
    double[] weights = weighted ? new double[n] : null;
    for (int i = 0; i < n; i++) {
      labels[i] = random.nextInt(classes);
      for (int d = 0; d < columns; d++) {
        rows[i][d] = (random.nextInt(257) - 128) * FEATURE_GRID;
      }
      if (weighted) {
        weights[i] = (1 + random.nextInt(8)) / 4.0;
      }
    }
    return new Problem(loss, rows, labels, weights, l2, classes);
  }

  /** Parameters between -1 and 1 on a grid; the bias is 0 if not wanted. */
  public double[] randomParameters(Random random, boolean bias) {
    double[] parameters = new double[parameterCount()];
    int count = bias ? parameters.length : classes * columns();
    for (int i = 0; i < count; i++) {
      parameters[i] = (random.nextInt(2 << 20) - (1 << 20)) * PARAMETER_GRID;
    }
    return parameters;
  }

  /**
   * Parameters at which no violation is so near a kink that a stencil of the given reach could
   * cross it: a coordinate moved by H moves a violation by at most H max(|x|, 1).
   */
  public double[] kinkSafeParameters(Random random, boolean bias, double reach) {
    for (int attempt = 0; attempt < 1000; attempt++) {
      double[] parameters = randomParameters(random, bias);
      if (distanceToKinks(parameters) > 4 * reach * Math.max(largestFeature(), 1)) {
        return parameters;
      }
    }
    throw new AssertionError("1000 draws, all near a kink");
  }

  /** The smallest {@link ReferenceMath#distanceToKinks} of a row. */
  public double distanceToKinks(double[] parameters) {
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < rows.length; i++) {
      double[] s = ReferenceMath.scores(this, parameters, i);
      smallest = Math.min(smallest, ReferenceMath.distanceToKinks(loss, s, labels[i]));
    }
    return smallest;
  }

  private double largestFeature() {
    double largest = 0;
    for (double[] row : rows) {
      for (double x : row) {
        largest = Math.max(largest, Math.abs(x));
      }
    }
    return largest;
  }

  /** D. */
  public int columns() {
    return rows[0].length;
  }

  /** C D + C. */
  public int parameterCount() {
    return classes * (columns() + 1);
  }

  /** Where W[c][d] stands among the parameters. */
  public int weightIndex(int c, int d) {
    return c * columns() + d;
  }

  /** Where b[c] stands among the parameters. */
  public int biasIndex(int c) {
    return classes * columns() + c;
  }

  /** w_i divided by the sum of the weights. */
  public double share(int row) {
    if (weights == null) {
      return 1.0 / rows.length;
    }
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    return weights[row] / sum;
  }

  /** l2/2 ||W||^2. */
  public double penalty(double[] parameters) {
    double squares = 0;
    for (int w = 0; w < classes * columns(); w++) {
      squares += parameters[w] * parameters[w];
    }
    return l2 / 2 * squares;
  }
}
