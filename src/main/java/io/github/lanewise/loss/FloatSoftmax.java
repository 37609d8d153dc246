// twin: double
package io.github.lanewise.loss;

import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.kernel.KernelProvider;
import io.github.lanewise.matrix.FloatMatrix;

/** {@link Softmax} for one precision. */
final class FloatSoftmax {

  private FloatSoftmax() {}

  static float[] probabilities(float[] scores) {
    float[] probabilities = scores.clone();
    probabilities(FloatMatrix.of(probabilities, 1, scores.length));
    return probabilities;
  }

  static void probabilities(FloatMatrix scores) {
    requireClasses(scores.columns());
    FloatRowKernel kernel = FloatSoftmax::overwriteByProbabilities;
    kernel.overwrite(scores, null);
  }

  private static double overwriteByProbabilities(
      int rows, int classes, float[] scores, int[] noLabels, int from) {
    int columns = FloatKernels.padded(classes);
    KernelProvider.floats((long) rows * columns)
        .softmaxRows(
            rows,
            columns,
            scores,
            0,
            columns,
            noLabels,
            from,
            null,
            null,
            new float[FloatKernels.rowScratch(rows, columns)]);
    return 0;
  }

  /** (s_j - max) - (LSE - max), in double until the last rounding. */
  @SuppressWarnings("cast") // redundant in the double twin
  static float[] logProbabilities(float[] scores) {
    requireClasses(scores.length);
    int winner = winner(scores);
    double max = scores[winner];
    double logSum = lossOf(winner, scores);
    float[] logProbabilities = new float[scores.length];
    for (int j = 0; j < scores.length; j++) {
      logProbabilities[j] = (float) (scores[j] - max - logSum);
    }
    return logProbabilities;
  }

  @SuppressWarnings("cast") // redundant in the double twin
  static float logSumExp(float[] scores) {
    requireClasses(scores.length);
    int winner = winner(scores);
    return (float) (scores[winner] + lossOf(winner, scores));
  }

  static FloatMatrix jacobian(float[] scores) {
    float[] p = probabilities(scores);
    float[] rest = complements(scores, p);
    int classes = p.length;
    FloatMatrix jacobian = new FloatMatrix(classes, classes);
    for (int i = 0; i < classes; i++) {
      for (int j = 0; j < classes; j++) {
        jacobian.set(i, j, i == j ? p[i] * rest[j] : -p[i] * p[j]);
      }
    }
    return jacobian;
  }

  /**
   * 1 - P_j. Only the winner's can cancel, since every other probability is at most 1/2; the
   * gradient of the winner's loss, P_j - 1, has it without a subtraction.
   */
  private static float[] complements(float[] scores, float[] p) {
    float[] complements = new float[p.length];
    for (int j = 0; j < p.length; j++) {
      complements[j] = 1 - p[j];
    }
    int winner = winner(scores);
    complements[winner] = -Loss.softmax().gradient(scores, winner)[winner];
    return complements;
  }

  /** The cross-entropy of the largest score is LSE - max: log1p of a sum without its 1. */
  private static double lossOf(int winner, float[] scores) {
    return Loss.softmax().value(scores, winner);
  }

  /** The first of the largest scores. */
  private static int winner(float[] scores) {
    int winner = 0;
    for (int j = 1; j < scores.length; j++) {
      if (scores[j] > scores[winner]) {
        winner = j;
      }
    }
    return winner;
  }

  private static void requireClasses(int classes) {
    if (classes == 0) {
      throw new IllegalArgumentException("scores: there are none, at least 1 is needed");
    }
  }
}
