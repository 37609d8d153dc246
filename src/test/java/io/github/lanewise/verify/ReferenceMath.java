package io.github.lanewise.verify;

import io.github.lanewise.loss.Loss;
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
    return loss == Loss.softmax() ? crossEntropy(s, label) : hinge(s, label);
  }

  /** dL/ds. */
  public static double[] gradient(Loss loss, double[] s, int label) {
    return loss == Loss.softmax() ? crossEntropyGradient(s, label) : hingeGradient(s, label);
  }

  private static double crossEntropy(double[] s, int label) {
    double max = Arrays.stream(s).max().orElseThrow();
    double sum = 0;
    for (double score : s) {
      sum += Math.exp(score - max);
    }
    return max - s[label] + Math.log(sum);
  }

  private static double[] crossEntropyGradient(double[] s, int label) {
    double[] gradient = softmax(s);
    gradient[label] -= 1;
    return gradient;
  }

  private static double hinge(double[] s, int label) {
    double sum = 0;
    for (int j = 0; j < s.length; j++) {
      if (j != label) {
        sum += Math.max(0, s[j] - s[label] + 1);
      }
    }
    return sum;
  }

  private static double[] hingeGradient(double[] s, int label) {
    double[] gradient = new double[s.length];
    for (int j = 0; j < s.length; j++) {
      if (j != label && s[j] - s[label] + 1 > 0) {
        gradient[j] = 1;
        gradient[label] -= 1;
      }
    }
    return gradient;
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
