package io.github.lanewise.optim;

import java.util.Arrays;

/**
 * The dual variables alpha_c of one row, one for each class but its own, and their best values
 * while those of all other rows stay. They maximise
 *
 * <pre>
 * sum_c d_c h_c  -  (q / 2) (sum_c d_c^2 + (sum_c d_c)^2)        0 &lt;= alpha_c + d_c &lt;= 1
 * </pre>
 *
 * where h_c = margin + s_c - s_y and q = u ||x||^2 / lambda; a smaller q goes beyond. So
 *
 * <pre>
 * alpha_c + d_c = clip(t_c - delta, 0, 1)        t_c = alpha_c + h_c / q
 * delta = sum_c d_c
 * </pre>
 *
 * where the left side of the second line falls more slowly than the right side rises, if delta
 * does: there is one solution. Derived in {@code docs/mathematics.md}.
 */
final class HingeBlock {

  /** Halving alone takes fewer to the last bit of delta, Newton's steps usually two. */
  private static final int MAX_ROUNDS = 100;

  private final int classes;
  private final double margin;
  private final double[] targets;
  private final double[] reach;
  private final int[] candidates;
  private final double[] change;
  private int count;
  private double highest;
  private double loss;
  private double product;
  private double before;
  private double value;
  private double sum;

  /** For rows of so many classes. */
  HingeBlock(int classes, double margin) {
    this.classes = classes;
    this.margin = margin;
    targets = new double[classes];
    reach = new double[classes];
    candidates = new int[classes];
    change = new double[classes];
  }

  /** The row's hinge before the visit: the sum of max(0, h_c). */
  double loss() {
    return loss;
  }

  /** The sum of alpha_c h_c before the visit. */
  double product() {
    return product;
  }

  /** Whether alpha is and stays 0, and every h_c is below 0 by a part of the margin. */
  boolean isFarFromKinks(double part) {
    return before == 0 && highest <= -part * margin;
  }

  /** d, and minus its sum for the row's own class [C], where {@link #solve} has changed alpha. */
  double[] change() {
    return change;
  }

  /** The sum of alpha after the visit. */
  double sum() {
    return sum;
  }

  /**
   * Visits a row.
   *
   * @param scores of the row [C]. Modified
   * @param label its class
   * @param q as above, at least 0
   * @param alpha its C variables from an offset on, 0 for its own class. Modified
   * @param alphaSum their sum
   * @return whether alpha has changed
   */
  boolean solve(double[] scores, int label, double q, double[] alpha, int offset, double alphaSum) {
    double base = margin - scores[label];
    scores[label] = Double.NEGATIVE_INFINITY;
    before = alphaSum;
    sum = before;
    loss = 0;
    product = 0;
    if (before == 0) {
      highest = highest(scores) + base;
      if (highest <= 0) {
        return false;
      }
    }
    // The own class has no h: 0 adds nothing.
    scores[label] = -base;
    // Without curvature every alpha goes to one of its ends.
    double inverse = Math.min(1 / q, Double.MAX_VALUE);
    for (int c = 0; c < classes; c++) {
      targets[c] = alpha[offset + c] + (scores[c] + base) * inverse;
      reach[c] = Math.max(targets[c], alpha[offset + c]);
    }
    targets[label] = Double.NEGATIVE_INFINITY;
    reach[label] = Double.NEGATIVE_INFINITY;
    collect(0);
    for (int i = 0; i < count; i++) {
      double h = scores[candidates[i]] + base;
      loss += h > 0 ? h : 0;
      product += alpha[offset + candidates[i]] * h;
    }
    return move(label, delta(), alpha, offset);
  }

  private double highest(double[] scores) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      highest = scores[c] > highest ? scores[c] : highest;
    }
    return highest;
  }

  /**
   * The classes whose alpha is above 0, or will be unless delta is below {@code least}, at most 0.
   * Which classes these are is hard to predict, so a sign is counted instead of a branch taken;
   * that of NaN is 0.
   */
  private void collect(double least) {
    count = 0;
    for (int c = 0; c < classes; c++) {
      candidates[count] = c;
      count += (int) (Double.doubleToLongBits(least - reach[c]) >>> 63);
    }
  }

  /**
   * Newton's steps from piece to piece of a falling line with kinks, between ends that close in:
   * the root of a piece that holds it is the solution.
   */
  private double delta() {
    double next = root(0);
    // The line falls by 1 or more for 1: no further from 0 than its value there is its root.
    double low = Math.min(2 * value, 0);
    double high = Math.max(2 * value, 0);
    if (value < 0) {
      collect(value);
    }
    double delta = 0;
    for (int round = 0; round < MAX_ROUNDS && next != delta; round++) {
      if (next > delta) {
        low = delta;
      } else {
        high = delta;
      }
      delta = next > low && next < high ? next : (low + high) / 2;
      next = root(delta);
    }
    return delta;
  }

  /** Where the piece of the line that holds delta is 0. Sets value to where it meets delta = 0. */
  private double root(double delta) {
    value = -before;
    int slope = 1;
    for (int i = 0; i < count; i++) {
      double target = targets[candidates[i]];
      if (target - delta >= 1) {
        value += 1;
      } else if (target > delta) {
        value += target;
        slope++;
      }
    }
    return value / slope;
  }

  private boolean move(int label, double delta, double[] alpha, int offset) {
    Arrays.fill(change, 0);
    double moved = 0;
    boolean changed = false;
    sum = 0;
    for (int i = 0; i < count; i++) {
      int c = candidates[i];
      double after = clip(targets[c] - delta);
      change[c] = after - alpha[offset + c];
      alpha[offset + c] = after;
      changed |= change[c] != 0;
      moved += change[c];
      sum += after;
    }
    change[label] = -moved;
    return changed;
  }

  private static double clip(double value) {
    return value >= 1 ? 1 : value > 0 ? value : 0;
  }
}
