package io.github.lanewise.model;

import io.github.lanewise.loss.Softmax;
import io.github.lanewise.matrix.DoubleMatrix;
import java.util.Map;
import java.util.Set;

/** z = (s - max s) / T, whose softmax is that of s / T, and which cannot overflow. */
final class Temperature extends Calibration {

  static final Set<String> KEYS = Set.of("temperature");

  /** The largest T and 1 / T; reached where every row is right, or the scores tell nothing. */
  private static final double LIMIT = 1024;

  private static final int MAX_STEPS = 100;
  private static final double TOLERANCE = 1e-12;

  private final double temperature;

  Temperature(double temperature) {
    if (!(temperature > 0 && Double.isFinite(temperature))) {
      throw new IllegalArgumentException(
          "temperature: " + temperature + " must be finite and above 0");
    }
    this.temperature = temperature;
  }

  static Temperature of(Map<?, ?> members) {
    return new Temperature(
        members.get("temperature") instanceof Number number ? number.doubleValue() : Double.NaN);
  }

  /**
   * Newton's method for the b = 1 / T at which the slope of the convex log loss is 0, inside a
   * bracket that every step narrows.
   */
  static Temperature fit(DoubleMatrix scores, int[] labels, double[] weights) {
    double low = 1 / LIMIT;
    double high = LIMIT;
    double b = 1;
    for (int step = 0; step < MAX_STEPS; step++) {
      double[] slopes = slopes(b, scores, labels, weights);
      if (slopes[0] > 0) {
        high = b;
      } else {
        low = b;
      }
      double next = b - slopes[0] / slopes[1];
      if (!(next > low && next < high)) {
        next = Math.sqrt(low * high);
      }
      double moved = Math.abs(next - b);
      b = next;
      if (moved <= TOLERANCE * b) {
        break;
      }
    }
    return new Temperature(1 / b);
  }

  /**
   * First and second derivative in b of sum_i w_i (log sum_c exp(b s_c) - b s_y): sums of the mean
   * of s - s_y under P, and of its variance.
   */
  static double[] slopes(double b, DoubleMatrix scores, int[] labels, double[] weights) {
    double[] slopes = new double[2];
    double[] logits = new double[scores.columns()];
    for (int row = 0; row < labels.length; row++) {
      double own = scores.get(row, labels[row]);
      for (int c = 0; c < logits.length; c++) {
        logits[c] = b * scores.get(row, c);
      }
      double[] p = Softmax.probabilities(logits);
      double mean = 0;
      double square = 0;
      for (int c = 0; c < p.length; c++) {
        double gap = scores.get(row, c) - own;
        mean += p[c] * gap;
        square += p[c] * gap * gap;
      }
      slopes[0] += weights[row] * mean;
      slopes[1] += weights[row] * (square - mean * mean);
    }
    return slopes;
  }

  @Override
  void checkClasses(int classes) {}

  @Override
  double[] logits(double[] scores) {
    double max = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      max = Math.max(max, score);
    }
    double[] logits = new double[scores.length];
    for (int c = 0; c < logits.length; c++) {
      logits[c] = (scores[c] - max) / temperature;
    }
    return logits;
  }

  @Override
  Map<String, Object> members() {
    return Map.of("temperature", temperature);
  }

  /** Such as: temperature 1.25. */
  @Override
  public String toString() {
    return "temperature " + temperature;
  }
}
