package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;
import java.util.Arrays;

/**
 * How near dual ascent is: the dual value of the nearest feasible point, which the minimum is not
 * below, and the objective with its gradient, both over all rows and from alpha alone, without the
 * rounding of the visits so far. Derived in {@code docs/mathematics.md}.
 *
 * <p>Rows go through the kernels of the visits: those of the other solvers may still be cold.
 */
final class DualCertificate {

  private final DualRows rows;
  private final DualVariables variables;
  private final double margin;
  private final double l2;
  private final Bias bias;
  private final Monitor monitor;
  private final int classes;
  private final int[] order;
  private final double[] ones;
  private final double[] slopes;
  private final double[] biasGradient;

  /** Of rows and variables that the visits change. */
  DualCertificate(
      DualRows rows,
      DualVariables variables,
      Dataset data,
      double margin,
      double l2,
      Bias bias,
      Monitor monitor) {
    this.rows = rows;
    this.variables = variables;
    this.margin = margin;
    this.l2 = l2;
    this.bias = bias;
    this.monitor = monitor;
    classes = data.classes();
    order = new int[data.rows()];
    ones = new double[classes];
    Arrays.fill(ones, 1);
    slopes = new double[classes];
    biasGradient = new double[classes];
  }

  /**
   * The dual value of the nearest feasible point, negative infinity if there is none near.
   *
   * @param b a penalised bias. Modified
   * @param drift -(1 / lambda) sum_i u_i dS_i. Modified, as W is
   */
  double bound(double[] b, double[] drift) {
    double[] factors = bias == Bias.FREE ? variables.balance() : ones;
    double bound = factors == null ? Double.NEGATIVE_INFINITY : value(factors, drift);
    if (factors != ones) {
      rebuild(ones, drift);
    }
    if (bias == Bias.PENALISED) {
      System.arraycopy(drift, 0, b, 0, classes);
    }
    return bound;
  }

  /** D of alpha times the factors of the rows' classes. */
  private double value(double[] factors, double[] drift) {
    rebuild(factors, drift);
    double squares = rows.squares();
    if (bias == Bias.PENALISED) {
      squares += squares(drift);
    }
    return margin * variables.total(factors) - l2 / 2 * squares;
  }

  private static double squares(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }

  /** W and the drift from alpha times the factors of the rows' classes. */
  private void rebuild(double[] factors, double[] drift) {
    rows.clear();
    Arrays.fill(drift, 0);
    int support = variables.support(order);
    for (int from = 0; from < support; from += DualRows.BLOCK) {
      int count = read(from, support);
      for (int r = 0; r < count; r++) {
        variables.slopes(r, factors, slopes);
        for (int c = 0; c < classes; c++) {
          slopes[c] /= l2;
          drift[c] += slopes[c];
        }
        rows.add(r, slopes);
      }
    }
  }

  /** The objective at W and b. */
  double objective(double[] b) {
    rows.clearGradient();
    Arrays.fill(biasGradient, 0);
    double value = l2 / 2 * rows.squares();
    if (bias == Bias.PENALISED) {
      value += l2 / 2 * squares(b);
      for (int c = 0; c < classes; c++) {
        biasGradient[c] = l2 * b[c];
      }
    }
    for (int row = 0; row < order.length; row++) {
      order[row] = row;
    }
    for (int from = 0; from < order.length; from += DualRows.BLOCK) {
      monitor.poll();
      int count = read(from, order.length);
      for (int r = 0; r < count; r++) {
        value += loss(r, b);
      }
    }
    return value;
  }

  private int read(int from, int end) {
    int count = Math.min(DualRows.BLOCK, end - from);
    rows.read(order, from, count);
    variables.gather(order, from, count);
    return count;
  }

  /** What row r of the block adds to the objective. Its gradient is added, too. */
  private double loss(int r, double[] b) {
    double share = variables.blockShare(r);
    if (share == 0) {
      return 0;
    }
    double loss = rows.measure(r, b, variables.blockLabel(r), share, slopes);
    for (int c = 0; bias != Bias.NONE && c < classes; c++) {
      biasGradient[c] += slopes[c];
    }
    return loss;
  }

  /** The largest absolute entry of the gradient of the objective that was measured last. */
  double gradientNorm() {
    return Math.max(rows.largestGradient(l2), Vectors.largest(biasGradient));
  }
}
