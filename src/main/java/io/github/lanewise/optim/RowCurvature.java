package io.github.lanewise.optim;

import io.github.lanewise.loss.HingeLoss;
import io.github.lanewise.loss.Loss;

/**
 * How much the loss of a row curves in its scores: the mean over classes of the second derivatives
 * d^2 L / ds_c^2.
 *
 * <pre>
 * softmax: P_c (1 - P_c)        hinge: h''(m_c) for c != y, the sum of these for c = y
 * </pre>
 */
final class RowCurvature {

  private RowCurvature() {}

  /**
   * The curvature, at least 0.
   *
   * @param loss softmax, or a smooth hinge
   * @param scores s [C]. Not modified
   */
  static double of(Loss loss, float[] scores, int label) {
    double sum = loss instanceof HingeLoss hinge ? hinge(hinge, scores, label) : softmax(scores);
    return sum / scores.length;
  }

  private static double softmax(float[] scores) {
    double max = Double.NEGATIVE_INFINITY;
    for (float score : scores) {
      max = Math.max(max, score);
    }
    double[] exp = new double[scores.length];
    double sum = 0;
    for (int c = 0; c < exp.length; c++) {
      exp[c] = StrictMath.exp(scores[c] - max);
      sum += exp[c];
    }
    double curvature = 0;
    for (double e : exp) {
      curvature += e / sum * ((sum - e) / sum);
    }
    return curvature;
  }

  /** On a parabola h'' is the steepness, on a line 0; where the two meet, the larger. */
  private static double hinge(HingeLoss hinge, float[] scores, int label) {
    int curved = 0;
    for (int c = 0; c < scores.length; c++) {
      double violation = (double) scores[c] - scores[label] + hinge.margin();
      boolean parabola = violation > 0 && hinge.steepness() * violation <= hinge.limit();
      curved += c != label && parabola ? 1 : 0;
    }
    return 2 * curved * hinge.steepness();
  }
}
