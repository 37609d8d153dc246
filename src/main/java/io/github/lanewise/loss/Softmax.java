package io.github.lanewise.loss;

import io.github.lanewise.matrix.DoubleMatrix;
import io.github.lanewise.matrix.FloatMatrix;

/**
 * From scores to probabilities: P_i = exp(s_i) / sum_j exp(s_j), and what belongs to it.
 *
 * <p>The largest score is subtracted first, which changes nothing in exact arithmetic and keeps exp
 * from overflowing in ours. Bounds below are relative unless they say otherwise, to first order,
 * with t_j = s_j - max s and {@code u}, {@code gamma} as in the package's description.
 *
 * <p>In every method a score of negative infinity is a mask, a class with probability 0. A NaN, a
 * score of positive infinity, or nothing but negative infinities give NaN.
 */
public final class Softmax {

  private Softmax() {}

  /**
   * The probabilities P_i = exp(s_i) / sum_j exp(s_j).
   *
   * <p>Each is in [0, 1] and within 4u + gamma(C + 2) + u (|t_i| + ln C), plus two times MIN_VALUE;
   * their exact sum is within (C + 2) u of 1.
   *
   * @param scores s [C]. Not modified.
   * @return P [C], a new array
   * @throws IllegalArgumentException if there are no scores
   */
  public static float[] probabilities(float[] scores) {
    return FloatSoftmax.probabilities(scores);
  }

  /**
   * The probabilities P_i = exp(s_i) / sum_j exp(s_j), as {@link #probabilities(float[])}.
   *
   * @param scores s [C]. Not modified.
   * @return P [C], a new array
   * @throws IllegalArgumentException if there are no scores
   */
  public static double[] probabilities(double[] scores) {
    return DoubleSoftmax.probabilities(scores);
  }

  /**
   * The probabilities of each row, as {@link #probabilities(float[])}, in the place of its scores.
   *
   * @param scores S [B x C]. Modified: receives P [B x C]. What lies between its rows, where the
   *     stride exceeds C, is neither read nor written.
   * @throws IllegalArgumentException if the rows have no scores
   * @throws ArithmeticException if 64 rows, or B if that is less, of C scores padded to 64 bytes
   *     pass 2^31 - 1 elements
   */
  public static void probabilities(FloatMatrix scores) {
    FloatSoftmax.probabilities(scores);
  }

  /**
   * The probabilities of each row, as {@link #probabilities(float[])}, in the place of its scores.
   *
   * @param scores S [B x C]. Modified: receives P [B x C]. What lies between its rows, where the
   *     stride exceeds C, is neither read nor written.
   * @throws IllegalArgumentException if the rows have no scores
   * @throws ArithmeticException if 64 rows, or B if that is less, of C scores padded to 64 bytes
   *     pass 2^31 - 1 elements
   */
  public static void probabilities(DoubleMatrix scores) {
    DoubleSoftmax.probabilities(scores);
  }

  /**
   * log P_i = s_i - log sum_j exp(s_j), never computed as the logarithm of a probability: finite
   * even where P_i underflows.
   *
   * <p>Absolute error at most 2u + gamma(C + 2) + 4u ln C + 2u |log P_i|; for the largest score it
   * is the negative of {@link SoftmaxLoss} and has that loss's relative bound.
   *
   * @param scores s [C]. Not modified.
   * @return log P [C], a new array
   * @throws IllegalArgumentException if there are no scores
   */
  public static float[] logProbabilities(float[] scores) {
    return FloatSoftmax.logProbabilities(scores);
  }

  /**
   * log P_i = s_i - log sum_j exp(s_j), as {@link #logProbabilities(float[])}.
   *
   * @param scores s [C]. Not modified.
   * @return log P [C], a new array
   * @throws IllegalArgumentException if there are no scores
   */
  public static double[] logProbabilities(double[] scores) {
    return DoubleSoftmax.logProbabilities(scores);
  }

  /**
   * log sum_j exp(s_j), as max s + log1p(the sum of the other exponentials).
   *
   * <p>Absolute error at most 2u + gamma(C) + 4u ln C + u |result|.
   *
   * @param scores s [C]. Not modified.
   * @return the logarithm of the sum of exponentials
   * @throws IllegalArgumentException if there are no scores
   */
  public static float logSumExp(float[] scores) {
    return FloatSoftmax.logSumExp(scores);
  }

  /**
   * log sum_j exp(s_j), as {@link #logSumExp(float[])}.
   *
   * @param scores s [C]. Not modified.
   * @return the logarithm of the sum of exponentials
   * @throws IllegalArgumentException if there are no scores
   */
  public static double logSumExp(double[] scores) {
    return DoubleSoftmax.logSumExp(scores);
  }

  /**
   * The derivatives of the probabilities: J_ij = dP_i/ds_j = P_i (1 - P_j) if i = j, else -P_i P_j.
   *
   * <p>J is symmetric, and its rows and columns sum to 0. Each element is within the bounds of its
   * two factors, plus u; the winner's 1 - P_j is computed from the other exponentials, so that it
   * does not cancel.
   *
   * @param scores s [C]. Not modified.
   * @return J [C x C], a new matrix
   * @throws IllegalArgumentException if there are no scores
   * @throws ArithmeticException if C x C passes 2^31 - 1
   */
  public static FloatMatrix jacobian(float[] scores) {
    return FloatSoftmax.jacobian(scores);
  }

  /**
   * The derivatives of the probabilities, as {@link #jacobian(float[])}.
   *
   * @param scores s [C]. Not modified.
   * @return J [C x C], a new matrix
   * @throws IllegalArgumentException if there are no scores
   * @throws ArithmeticException if C x C passes 2^31 - 1
   */
  public static DoubleMatrix jacobian(double[] scores) {
    return DoubleSoftmax.jacobian(scores);
  }
}
