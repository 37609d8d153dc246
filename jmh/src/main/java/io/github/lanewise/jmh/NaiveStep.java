package io.github.lanewise.jmh;

import io.github.lanewise.loss.Loss;
import java.util.Arrays;

/**
 * The objective and its gradient by the naive loops in double, with the most by which a computation
 * of unit roundoff u may differ, to first order.
 *
 * <p>Scores are within sigma = gamma_(D + 1) (|W| |x| + |b|). That moves the cross-entropy by at
 * most 2 max sigma and each of its probabilities by that much relative; it moves a margin by
 * sigma_j + sigma_y, and where the margin may change its sign, the gradient by a whole x. Sums over
 * rows are chains of at most N terms.
 */
final class NaiveStep {

  /** Classes whose rows of the gradient are computed. */
  private static final int VERIFIED_CLASSES = 64;

  private final StepRows rows;
  private final boolean hinge;
  private final double l2;
  private final double[] parameters;
  private final double u;
  private final int[] classes;

  /** Of one row: scores and their bounds, the gradient dL/ds and its bounds. */
  private final double[] s;

  private final double[] sigma;
  private final double[] ds;
  private final double[] dsBound;

  private double value;
  private double valueBound;

  /** Of each verified class: dW, then db. */
  private final double[][] gradient;

  private final double[][] gradientBound;

  NaiveStep(StepRows rows, Loss loss, double l2, double[] parameters, double u) {
    this.rows = rows;
    this.hinge = loss == Loss.hinge();
    this.l2 = l2;
    this.parameters = parameters;
    this.u = u;
    classes = Verify.sample(rows.c, VERIFIED_CLASSES);
    s = new double[rows.c];
    sigma = new double[rows.c];
    ds = new double[rows.c];
    dsBound = new double[rows.c];
    gradient = new double[classes.length][rows.d + 1];
    gradientBound = new double[classes.length][rows.d + 1];
    for (int row = 0; row < rows.distinct; row++) {
      add(rows.columns(row), rows.features(row), rows.label(row), rows.share(row));
    }
    penalise();
  }

  private void add(int[] columns, double[] x, int label, double share) {
    score(columns, x);
    double loss = hinge ? hinge(label) : softmax(label);
    double chain = Verify.gamma(rows.n + 4L, u);
    value += share * loss;
    valueBound += share * loss * chain;
    for (int k = 0; k < classes.length; k++) {
      int c = classes[k];
      double term = share * ds[c];
      double bound = share * (dsBound[c] + chain * (Math.abs(ds[c]) + dsBound[c]));
      for (int i = 0; i < x.length; i++) {
        gradient[k][columns[i]] += term * x[i];
        gradientBound[k][columns[i]] += bound * x[i];
      }
      gradient[k][rows.d] += term;
      gradientBound[k][rows.d] += bound;
    }
    valueBound += share * lossBound(loss, label);
  }

  private void score(int[] columns, double[] x) {
    double gamma = Verify.gamma(x.length + 1L, u);
    for (int c = 0; c < rows.c; c++) {
      double sum = parameters[rows.c * rows.d + c];
      double magnitude = Math.abs(sum);
      for (int i = 0; i < x.length; i++) {
        double term = parameters[c * rows.d + columns[i]] * x[i];
        sum += term;
        magnitude += Math.abs(term);
      }
      s[c] = sum;
      sigma[c] = gamma * magnitude;
    }
  }

  private double softmax(int label) {
    double max = Arrays.stream(s).max().getAsDouble();
    double sum = 0;
    for (double score : s) {
      sum += Math.exp(score - max);
    }
    double moved = 2 * Arrays.stream(sigma).max().getAsDouble();
    for (int c = 0; c < rows.c; c++) {
      ds[c] = Math.exp(s[c] - max) / sum - (c == label ? 1 : 0);
      // Each exp is within 1 ulp, 2u; its argument and the sum round too (class SoftmaxLoss).
      double rounded = 4 * u + Verify.gamma(rows.c + 2L, u) + u * (max - s[c] + Math.log(rows.c));
      dsBound[c] = Math.abs(ds[c]) * (moved + rounded);
    }
    return max - s[label] + Math.log(sum);
  }

  private double hinge(int label) {
    Arrays.fill(ds, 0);
    Arrays.fill(dsBound, 0);
    double loss = 0;
    for (int c = 0; c < rows.c; c++) {
      double margin = s[c] - s[label] + 1;
      if (c == label) {
        continue;
      }
      if (margin > 0) {
        loss += margin;
        ds[c] = 1;
        ds[label] -= 1;
      }
      if (Math.abs(margin) <= marginBound(c, label)) {
        dsBound[c] = 1;
        dsBound[label] += 1;
      }
    }
    return loss;
  }

  private double marginBound(int c, int label) {
    return sigma[c] + sigma[label] + 2 * u * (Math.abs(s[c] - s[label] + 1) + 1);
  }

  /** How far off the loss of the row may be whose scores are at hand. */
  private double lossBound(double loss, int label) {
    if (hinge) {
      double bound = Verify.gamma(rows.c, u) * loss;
      for (int c = 0; c < rows.c; c++) {
        if (c != label && (ds[c] != 0 || dsBound[c] != 0)) {
          bound += marginBound(c, label);
        }
      }
      return bound;
    }
    double moved = 2 * Arrays.stream(sigma).max().getAsDouble();
    double summed = 2 * u + Verify.gamma(rows.c + 2L, u) + 3 * u * Math.log(rows.c);
    return moved + summed + 2 * u * loss;
  }

  private void penalise() {
    double norm = 0;
    for (int i = 0; i < rows.c * rows.d; i++) {
      norm += parameters[i] * parameters[i];
    }
    value += l2 / 2 * norm;
    valueBound += l2 / 2 * norm * Verify.gamma(rows.c * (long) rows.d, 0x1p-52);
    for (int k = 0; k < classes.length; k++) {
      for (int d = 0; d < rows.d; d++) {
        double term = l2 * parameters[classes[k] * rows.d + d];
        gradient[k][d] += term;
        gradientBound[k][d] += Verify.gamma(4, u) * Math.abs(term);
      }
    }
  }

  /** Compares a value and a gradient, laid out as the parameters are, with these. */
  void verify(double actualValue, double[] actualGradient) {
    Verify.close(actualValue, value, valueBound, "objective");
    for (int k = 0; k < classes.length; k++) {
      int c = classes[k];
      for (int d = 0; d < rows.d; d++) {
        double actual = actualGradient[c * rows.d + d];
        Verify.close(actual, gradient[k][d], gradientBound[k][d], "dW", c, d);
      }
      double actual = actualGradient[rows.c * rows.d + c];
      Verify.close(actual, gradient[k][rows.d], gradientBound[k][rows.d], "db", c);
    }
  }
}
