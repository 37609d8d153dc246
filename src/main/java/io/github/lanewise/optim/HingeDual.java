package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;
import java.util.Arrays;

/**
 * Lower bounds on the minimum of the hinge's objective, from points of its dual
 *
 * <pre>
 * D(alpha) = margin mean_i sum over j != y_i of alpha_ij  -  ||G||^2 / (2 lambda)
 *
 * 0 &lt;= alpha_ij &lt;= 1       G = mean_i dS_i x_i^T       mean_i dS_i = 0 if the bias is free
 * dS_ij = alpha_ij for j != y_i,       dS_iy = -(the sum of these)
 * </pre>
 *
 * The slopes of a smoothed hinge, at whatever parameters, are between 0 and 1. With a free bias
 * they miss the last condition by the gradient in b; factors r_c on the rows of class c repair that
 * ({@link Circulation}), since alpha moves weight from the label's class to others, and the
 * condition says that each class receives what it gives. A penalised bias has no such condition:
 * mean_i dS_i is part of G then, as if of one more feature that is always 1. Derived in {@code
 * docs/mathematics.md}.
 *
 * <p>Points of the dual may be mixed. The bound is that of the best mixture of the newest point and
 * the mixture before it: G of a single point wavers from step to step, and mixing evens that out.
 *
 * <p>Rounding: the bound is as exact as the objective's values.
 */
final class HingeDual {

  private final double margin;
  private final double l2;
  private final Bias bias;
  private final int[] order;
  private final int[] ends;
  private final double[] shares;

  /** Of the mixture: G, the mean slope, and 1 once there is one. */
  private final double[] mixture;

  private final int slope;
  private final int known;

  /**
   * The dual over a data set's rows.
   *
   * @param l2 lambda, above 0
   * @param bias whether b is free, penalised or 0
   */
  HingeDual(Dataset data, double margin, double l2, Bias bias) {
    this.margin = margin;
    this.l2 = l2;
    this.bias = bias;
    order = new int[data.rows()];
    ends = new int[data.classes()];
    shares = ClassShares.of(data);
    slope = Math.multiplyExact(data.classes(), data.columns() + 1);
    known = slope + 1;
    mixture = new double[known + 1];
    sortByLabel(data.labels());
  }

  private void sortByLabel(int[] labels) {
    int[] next = new int[ends.length];
    for (int label : labels) {
      ends[label]++;
    }
    for (int c = 1; c < ends.length; c++) {
      next[c] = ends[c - 1];
      ends[c] += ends[c - 1];
    }
    for (int row = 0; row < labels.length; row++) {
      order[next[labels[row]]++] = row;
    }
  }

  /** What a checkpoint keeps, to be filled in place when a run is resumed. */
  double[] state() {
    return mixture;
  }

  /**
   * A lower bound on the minimum.
   *
   * @param smoothed mean loss of a smoothed hinge with this margin: no penalty, and a free bias
   * @param parameters where its slopes are taken. Not modified
   * @return D of the best mixture, or negative infinity if the slopes cannot be repaired
   */
  double bound(Objective smoothed, double[] parameters) {
    double[] gradient = new double[parameters.length];
    double[] sum = new double[parameters.length];
    double[] factors = new double[shares.length];
    Arrays.fill(factors, 1);
    if (bias == Bias.FREE) {
      factors = Circulation.factors(flows(smoothed, parameters, gradient));
      if (factors == null) {
        return Double.NEGATIVE_INFINITY;
      }
    }
    Vectors vectors = smoothed.vectors();
    int biases = parameters.length - shares.length;
    double slopes = 0;
    for (int c = 0; c < shares.length; c++) {
      if (evaluate(smoothed, parameters, c, gradient)) {
        vectors.add(factors[c] * shares[c], gradient, sum);
        slopes -= factors[c] * shares[c] * gradient[biases + c];
      }
    }
    Arrays.fill(sum, penalised(sum.length), sum.length, 0);
    return mix(sum, slopes, vectors);
  }

  /** Goes from the mixture towards a point as far as D rises; returns D there. Modified: g. */
  private double mix(double[] g, double slopes, Vectors vectors) {
    double[] mixed = Arrays.copyOf(mixture, g.length);
    double part = 1;
    if (mixture[known] == 1) {
      vectors.add(-1, mixed, g);
      double rise = margin * (slopes - mixture[slope]) * l2 - vectors.dot(mixed, g);
      double length = vectors.dot(g, g);
      part = rise < length ? Math.max(0, rise / length) : 1;
    }
    vectors.add(part, g, mixed);
    System.arraycopy(mixed, 0, mixture, 0, mixed.length);
    mixture[slope] += part * (slopes - mixture[slope]);
    mixture[known] = 1;
    return margin * mixture[slope] - vectors.dot(mixed, mixed) / (2 * l2);
  }

  /** What a gradient g of the objective takes from the bound: ||g||^2 / (2 lambda). */
  double excess(double[] gradient) {
    double sum = 0;
    for (int i = 0; i < penalised(gradient.length); i++) {
      sum += gradient[i] * gradient[i];
    }
    return sum / (2 * l2);
  }

  /** How many of the parameters, the first ones, the penalty is on. */
  private int penalised(int parameters) {
    return bias == Bias.PENALISED ? parameters : parameters - shares.length;
  }

  /** [a][c]: the mean over all rows of alpha_ic where y_i = a and c is another class. */
  private double[][] flows(Objective smoothed, double[] parameters, double[] gradient) {
    int classes = shares.length;
    int biases = parameters.length - classes;
    double[][] flows = new double[classes][classes];
    for (int a = 0; a < classes; a++) {
      if (evaluate(smoothed, parameters, a, gradient)) {
        for (int c = 0; c < classes; c++) {
          flows[a][c] = shares[a] * gradient[biases + c];
        }
      }
    }
    return flows;
  }

  /** The gradient of the mean over the rows of a class; false if there are none that count. */
  private boolean evaluate(Objective smoothed, double[] parameters, int c, double[] gradient) {
    int from = c == 0 ? 0 : ends[c - 1];
    if (shares[c] == 0) {
      return false;
    }
    smoothed.evaluate(parameters, order, from, ends[c] - from, gradient);
    return true;
  }
}
