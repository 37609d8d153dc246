package io.github.lanewise.verify;

import io.github.lanewise.loss.HingeLoss;
import io.github.lanewise.loss.SoftmaxLoss;

/**
 * Error bounds of what the library computes, derived to first order in the unit roundoff u and
 * valid for any order of summation. Nothing here is a guess: a test that needs more than its bound
 * has found a defect.
 */
public final class Tolerances {

  /** Unit roundoff of float. */
  public static final double FLOAT = 0x1p-24;

  /** Unit roundoff of double. */
  public static final double DOUBLE = 0x1p-53;

  /** The most by which an analytic gradient may differ from finite differences, relative. */
  public static final double FINITE_DIFFERENCES = 1e-8;

  private Tolerances() {}

  /** n u / (1 - n u): the relative error of a sum of n + 1 terms, or of a dot product of n. */
  public static double gamma(long n, double u) {
    return n * u / (1 - n * u);
  }

  /** The relative error of exp: 1 ulp is at most 2u. */
  public static double exp(double u) {
    return 2 * u;
  }

  /** P_j, relative, for given scores: t = s_j - max s. */
  public static double probability(int classes, double t, double u) {
    double first = 2 * exp(u) + gamma(classes + 2L, u) + u * (Math.abs(t) + Math.log(classes));
    return first / (1 - first);
  }

  /** log sum exp(s), absolute. */
  public static double logSumExp(int classes, double result, double u) {
    return exp(u) + gamma(classes, u) + 4 * u * Math.log(classes) + u * Math.abs(result);
  }

  /** The cross-entropy where another class wins, absolute. */
  public static double crossEntropy(int classes, double loss, double u) {
    return exp(u) + gamma(classes + 2L, u) + 4 * u * Math.log(classes) + 2 * u * loss;
  }

  /** The cross-entropy where the label wins, relative; farthest is the largest |t| that counts. */
  public static double crossEntropyOfWinner(int classes, double farthest, double u) {
    return exp(u) + gamma(classes, u) + u * (3 + farthest);
  }

  /** The scores of one row, absolute: gamma(D + 1) (|w_c| |x| + |b_c|). */
  public static double[] scores(Problem problem, double[] parameters, int row, double u) {
    int columns = problem.columns();
    double[] bound = new double[problem.classes()];
    for (int c = 0; c < bound.length; c++) {
      double sum = Math.abs(parameters[problem.biasIndex(c)]);
      for (int d = 0; d < columns; d++) {
        sum += Math.abs(parameters[problem.weightIndex(c, d)] * problem.rows()[row][d]);
      }
      bound[c] = gamma(columns + 1L, u) * sum;
    }
    return bound;
  }

  /** The objective, absolute. */
  public static double value(Problem problem, double[] parameters, double u) {
    double bound = 0;
    double sum = problem.penalty(parameters);
    for (int i = 0; i < problem.rows().length; i++) {
      double[] s = ReferenceMath.scores(problem, parameters, i);
      double loss = ReferenceMath.loss(problem.loss(), s, problem.labels()[i]);
      bound += problem.share(i) * loss(problem, parameters, i, s, loss, u);
      sum += problem.share(i) * loss;
    }
    return bound + gamma(problem.rows().length + parameters.length + 4L, u) * sum;
  }

  private static double loss(
      Problem problem, double[] parameters, int row, double[] s, double loss, double u) {
    double[] sigma = scores(problem, parameters, row, u);
    int label = problem.labels()[row];
    if (!(problem.loss() instanceof HingeLoss hinge)) {
      return 2 * max(sigma) + crossEntropy(s.length, loss, u) + gamma(s.length + 6L, u) * loss;
    }
    double bound = gamma(s.length + 2L, u) * loss;
    for (int j = 0; j < s.length; j++) {
      if (j != label) {
        double error = violation(hinge, sigma, s, j, label, u);
        bound +=
            error
                * ReferenceMath.slope(
                    hinge, ReferenceMath.violation(hinge, s, j, label) + 2 * error);
      }
    }
    return bound;
  }

  /** By how much a violation may be off: the scores' errors, and two roundings. */
  private static double violation(
      HingeLoss loss, double[] sigma, double[] s, int j, int label, double u) {
    double m = ReferenceMath.violation(loss, s, j, label);
    return sigma[j] + sigma[label] + 2 * u * (Math.abs(m) + loss.margin());
  }

  /** dL/ds of a row, absolute, where no violation may cross the kink of a plain hinge. */
  private static double[] scoreGradient(
      Problem problem, double[] parameters, int row, double[] s, double[] g, double u) {
    double[] sigma = scores(problem, parameters, row, u);
    int label = problem.labels()[row];
    double[] bound = new double[s.length];
    if (problem.loss() instanceof SoftmaxLoss softmax) {
      double relative = 2 * max(sigma) + probability(s.length, max(s) - min(s), u);
      double smoothed = softmax.smoothing() > 0 ? 1 : 0;
      for (int j = 0; j < s.length; j++) {
        // Without smoothing an element is |P_j - 1{j = y}|, and with it at most epsilon less.
        bound[j] =
            (Math.abs(g[j]) + softmax.smoothing()) * relative
                + smoothed * (u * Math.abs(g[j]) + (s.length + 4) * DOUBLE);
      }
      return bound;
    }
    HingeLoss hinge = (HingeLoss) problem.loss();
    if (hinge.steepness() == Double.POSITIVE_INFINITY) {
      return bound;
    }
    for (int j = 0; j < s.length; j++) {
      double error = violation(hinge, sigma, s, j, label, u);
      double m = ReferenceMath.violation(hinge, s, j, label);
      if (j != label && m > -error) {
        bound[j] = hinge.steepness() * error + 3 * u * Math.abs(g[j]);
        bound[label] += bound[j];
      }
    }
    bound[label] += gamma(s.length, u) * Math.abs(g[label]);
    return bound;
  }

  /** The gradient of the objective, absolute, where no hinge margin may change its sign. */
  public static double[] gradient(Problem problem, double[] parameters, double u) {
    int columns = problem.columns();
    double[] bound = new double[parameters.length];
    for (int i = 0; i < problem.rows().length; i++) {
      double[] s = ReferenceMath.scores(problem, parameters, i);
      double[] g = ReferenceMath.gradient(problem.loss(), s, problem.labels()[i]);
      double[] errors = scoreGradient(problem, parameters, i, s, g, u);
      double chain = gamma(problem.rows().length + 4L, u);
      for (int c = 0; c < s.length; c++) {
        double perFeature =
            problem.share(i) * (errors[c] + Math.abs(g[c]) * chain + 2 * smallest(u));
        bound[problem.biasIndex(c)] += perFeature;
        for (int d = 0; d < columns; d++) {
          bound[problem.weightIndex(c, d)] += perFeature * Math.abs(problem.rows()[i][d]);
        }
      }
    }
    for (int w = 0; w < problem.classes() * columns; w++) {
      bound[w] += gamma(4, u) * problem.l2() * Math.abs(parameters[w]);
    }
    return bound;
  }

  /** MIN_VALUE of the format with unit roundoff u: what an underflow loses. */
  public static double smallest(double u) {
    return u == FLOAT ? Float.MIN_VALUE : Double.MIN_VALUE;
  }

  private static double max(double[] values) {
    double max = values[0];
    for (double value : values) {
      max = Math.max(max, value);
    }
    return max;
  }

  private static double min(double[] values) {
    double min = values[0];
    for (double value : values) {
      min = Math.min(min, value);
    }
    return min;
  }
}
