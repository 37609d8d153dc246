package io.github.lanewise.model;

import io.github.lanewise.loss.Loss;
import io.github.lanewise.loss.Softmax;

/** What an {@link Evaluation} adds up of a model's probabilities, row by row, in double. */
final class ProbabilitySums {

  private final double[] confidence = new double[Evaluation.BINS];
  private final double[] right = new double[Evaluation.BINS];
  private double logLoss;
  private double brier;

  /** Adds a row of that weight. {@code logits} are z with P = softmax(z). Not modified. */
  void add(double weight, double[] logits, int label) {
    logLoss += weight * Loss.softmax().value(logits, label);
    double[] p = Softmax.probabilities(logits);
    double distance = 0;
    for (int c = 0; c < p.length; c++) {
      double off = c == label ? p[c] - 1 : p[c];
      distance += off * off;
    }
    brier += weight * distance;
    int winner = DoubleParameters.largest(p, 0, p.length, 0);
    int bin = Math.clamp((long) Math.ceil(p[winner] * Evaluation.BINS) - 1, 0, Evaluation.BINS - 1);
    confidence[bin] += weight * p[winner];
    right[bin] += winner == label ? weight : 0;
  }

  double logLoss() {
    return logLoss;
  }

  double brier() {
    return brier;
  }

  /** The sum over the bins of n_m |accuracy_m - confidence_m|; n_m itself cancels. */
  double calibrationError() {
    double sum = 0;
    for (int bin = 0; bin < Evaluation.BINS; bin++) {
      sum += Math.abs(right[bin] - confidence[bin]);
    }
    return sum;
  }
}
