package io.github.lanewise.verify;

import io.github.lanewise.loss.HingeLoss;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.loss.SoftmaxLoss;
import java.util.Arrays;

/** The formulas as obvious loops in double: no kernel, no blocking, no padding. */
public final class ReferenceMath {

  private ReferenceMath() {}

  /** s_c = w_c x + b_c for one row. */
  public static double[] scores(Problem problem, double[] parameters, int row) {
    double[] s = new double[problem.classes()];
    for (int c = 0; c < s.length; c++) {
      for (int d = 0; d < problem.columns(); d++) {
        s[c] += parameters[problem.weightIndex(c, d)] * problem.rows()[row][d];
      }
      s[c] += parameters[problem.biasIndex(c)];
    }
    return s;
  }

  /** P_j = exp(s_j - max) / sum of exp(s_k - max). */
  public static double[] softmax(double[] s) {
    double max = Arrays.stream(s).max().orElseThrow();
    double sum = 0;
    for (double score : s) {
      sum += Math.exp(score - max);
    }
    double[] p = new double[s.length];
    for (int j = 0; j < s.length; j++) {
      p[j] = Math.exp(s[j] - max) / sum;
    }
    return p;
  }

  /** L(s, y). */
  public static double loss(Loss loss, double[] s, int label) {
    return loss instanceof HingeLoss hinge
        ? hinge(hinge, s, label)
        : crossEntropy((SoftmaxLoss) loss, s, label);
  }

  /** dL/ds. */
  public static double[] gradient(Loss loss, double[] s, int label) {
    return loss instanceof HingeLoss hinge
        ? hingeGradient(hinge, s, label)
        : crossEntropyGradient((SoftmaxLoss) loss, s, label);
  }

  private static double crossEntropy(SoftmaxLoss loss, double[] s, int label) {
    double max = Arrays.stream(s).max().orElseThrow();
    double exponentials = 0;
    double spread = 0;
    for (int j = 0; j < s.length; j++) {
      exponentials += Math.exp(s[j] - max);
      spread += target(loss, s.length, j, label) * (max - s[j]);
    }
    return spread + Math.log(exponentials);
  }

  private static double[] crossEntropyGradient(SoftmaxLoss loss, double[] s, int label) {
    double[] gradient = softmax(s);
    for (int j = 0; j < s.length; j++) {
      gradient[j] -= target(loss, s.length, j, label);
    }
    return gradient;
  }

  /** t_j = (1 - epsilon) [j = y] + epsilon / C. */
  private static double target(SoftmaxLoss loss, int classes, int j, int label) {
    return (j == label ? 1 - loss.smoothing() : 0) + loss.smoothing() / classes;
  }

  private static double hinge(HingeLoss loss, double[] s, int label) {
    double sum = 0;
    for (int j = 0; j < s.length; j++) {
      sum += j == label ? 0 : cost(loss, violation(loss, s, j, label));
    }
    return sum;
  }

  private static double[] hingeGradient(HingeLoss loss, double[] s, int label) {
    double[] gradient = new double[s.length];
    for (int j = 0; j < s.length; j++) {
      if (j != label) {
        gradient[j] = slope(loss, violation(loss, s, j, label));
        gradient[label] -= gradient[j];
      }
    }
    return gradient;
  }

  /** m_j = s_j - s_y + margin. */
  public static double violation(HingeLoss loss, double[] s, int j, int label) {
    return s[j] - s[label] + loss.margin();
  }

  private static double cost(HingeLoss loss, double m) {
    if (m <= 0) {
      return 0;
    }
    if (isSquared(loss)) {
      return m * m;
    }
    return m < width(loss) ? m * m / (2 * width(loss)) : m - width(loss) / 2;
  }

  /** What the cost of a violation grows by. */
  public static double slope(HingeLoss loss, double m) {
    if (m <= 0) {
      return 0;
    }
    if (isSquared(loss)) {
      return 2 * m;
    }
    return m < width(loss) ? m / width(loss) : 1;
  }

  private static boolean isSquared(HingeLoss loss) {
    return loss.limit() == Double.POSITIVE_INFINITY;
  }

  /** Where a smoothed hinge becomes a line; 0 for the plain one. */
  private static double width(HingeLoss loss) {
    return 1 / loss.steepness();
  }

  /**
   * How far a row's violations stay from the kinks: of the hinge at 0, of its slope at 0 and at the
   * width.
   */
  public static double distanceToKinks(Loss loss, double[] s, int label) {
    double smallest = Double.POSITIVE_INFINITY;
    for (int j = 0; j < s.length; j++) {
      if (loss instanceof HingeLoss hinge && j != label) {
        double m = violation(hinge, s, j, label);
        double ofWidth = isSquared(hinge) ? smallest : Math.abs(m - width(hinge));
        smallest = Math.min(smallest, Math.min(Math.abs(m), ofWidth));
      }
    }
    return smallest;
  }

  /** The objective; gradient is overwritten. */
  public static double evaluate(Problem problem, double[] parameters, double[] gradient) {
    Arrays.fill(gradient, 0);
    double value = problem.penalty(parameters);
    for (int i = 0; i < problem.rows().length; i++) {
      double[] s = scores(problem, parameters, i);
      double[] g = gradient(problem.loss(), s, problem.labels()[i]);
      value += problem.share(i) * loss(problem.loss(), s, problem.labels()[i]);
      for (int c = 0; c < s.length; c++) {
        gradient[problem.biasIndex(c)] += problem.share(i) * g[c];
        for (int d = 0; d < problem.columns(); d++) {
          gradient[problem.weightIndex(c, d)] += problem.share(i) * g[c] * problem.rows()[i][d];
        }
      }
    }
    for (int w = 0; w < problem.classes() * problem.columns(); w++) {
      gradient[w] += problem.l2() * parameters[w];
    }
    return value;
  }
}
