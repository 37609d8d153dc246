package io.github.lanewise.model;

import java.util.Arrays;

/**
 * The sigmoid q(s) = 1 / (1 + exp(A s + B)) of one class against the rest, fitted to scores.
 *
 * @param slope A
 * @param offset B
 */
record Sigmoid(double slope, double offset) {

  private static final int MAX_STEPS = 100;

  /** Of the mean gradient. */
  private static final double TOLERANCE = 1e-10;

  /** Keeps the Hessian invertible where all scores are equal. */
  private static final double RIDGE = 1e-12;

  private static final double SHORTEST_STEP = 1e-10;
  private static final double SUFFICIENT_DECREASE = 1e-4;

  /**
   * Minimises sum_i w_i (t_i f_i + log(1 + exp(-f_i))), f_i = A s_i + B, by Newton's method with a
   * backtracking line search. The t_i are the smoothed targets of {@link Calibration#platt}.
   */
  static Sigmoid fit(double[] scores, int[] labels, int positive, double[] weights) {
    double own = 0;
    double other = 0;
    for (int row = 0; row < labels.length; row++) {
      own += labels[row] == positive ? weights[row] : 0;
      other += labels[row] == positive ? 0 : weights[row];
    }
    double[] targets = new double[labels.length];
    for (int row = 0; row < labels.length; row++) {
      targets[row] = labels[row] == positive ? (own + 1) / (own + 2) : 1 / (other + 2);
    }
    // Scores of any size are brought near 1, where tolerance and ridge are as small as meant.
    int shift = -Math.getExponent(Arrays.stream(scores).map(Math::abs).max().orElse(0));
    double[] scaled = Arrays.stream(scores).map(s -> Math.scalb(s, shift)).toArray();
    Sigmoid start = new Sigmoid(0, StrictMath.log((other + 1) / (own + 1)));
    Sigmoid fitted = start.descend(scaled, targets, weights, TOLERANCE * (own + other));
    return new Sigmoid(Math.scalb(fitted.slope, shift), fitted.offset);
  }

  private Sigmoid descend(double[] scores, double[] targets, double[] weights, double tolerance) {
    Sigmoid best = this;
    double loss = best.loss(scores, targets, weights);
    for (int step = 0; step < MAX_STEPS; step++) {
      double[] g = best.derivatives(scores, targets, weights);
      if (Math.abs(g[0]) < tolerance && Math.abs(g[1]) < tolerance) {
        break;
      }
      double determinant = g[2] * g[4] - g[3] * g[3];
      double slopeStep = -(g[4] * g[0] - g[3] * g[1]) / determinant;
      double offsetStep = -(g[2] * g[1] - g[3] * g[0]) / determinant;
      double descent = SUFFICIENT_DECREASE * (g[0] * slopeStep + g[1] * offsetStep);
      double length = 1;
      Sigmoid next = best.moved(slopeStep, offsetStep);
      double nextLoss = next.loss(scores, targets, weights);
      while (!(nextLoss < loss + length * descent) && length > SHORTEST_STEP) {
        length /= 2;
        next = best.moved(length * slopeStep, length * offsetStep);
        nextLoss = next.loss(scores, targets, weights);
      }
      if (!(nextLoss < loss)) {
        break;
      }
      best = next;
      loss = nextLoss;
    }
    return best;
  }

  private Sigmoid moved(double slopeStep, double offsetStep) {
    return new Sigmoid(slope + slopeStep, offset + offsetStep);
  }

  double loss(double[] scores, double[] targets, double[] weights) {
    double sum = 0;
    for (int row = 0; row < scores.length; row++) {
      double f = slope * scores[row] + offset;
      sum += weights[row] * (targets[row] * f + softplus(-f));
    }
    return sum;
  }

  /** The derivatives in A and B, then the second ones in A A, A B and B B. */
  double[] derivatives(double[] scores, double[] targets, double[] weights) {
    double[] g = {0, 0, RIDGE, 0, RIDGE};
    for (int row = 0; row < scores.length; row++) {
      double s = scores[row];
      double e = StrictMath.exp(-Math.abs(slope * s + offset));
      // q and 1 - q, whichever is which, without cancellation.
      double large = 1 / (1 + e);
      double small = e / (1 + e);
      double q = slope * s + offset >= 0 ? small : large;
      double first = weights[row] * (targets[row] - q);
      double second = weights[row] * large * small;
      g[0] += s * first;
      g[1] += first;
      g[2] += s * s * second;
      g[3] += s * second;
      g[4] += second;
    }
    return g;
  }

  /** log(1 + exp(x)), without overflow. */
  static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }
}
