package io.github.lanewise.model;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.matrix.DoubleMatrix;

/** The one pass over a data set that an {@link Evaluation} is made of. */
final class Evaluator {

  /** Rows scored at a time, fewer if that would be more than so many scores. */
  private static final int BLOCK_ROWS = 1024;

  private static final int BLOCK_SCORES = 1 << 20;

  private final LinearModel model;
  private final Dataset data;
  private final float[] weights;
  private final int[] predicted;
  private final int[] ranks;
  private final ProbabilitySums probabilities;
  private double lossSum;

  Evaluator(LinearModel model, Dataset data) {
    model.checkClasses(data.labelNames());
    this.model = model;
    this.data = data;
    weights = data.weights();
    predicted = new int[data.rows()];
    ranks = new int[data.rows()];
    probabilities = model.hasProbabilities() ? new ProbabilitySums() : null;
  }

  Evaluation run() {
    int block = Math.clamp(BLOCK_SCORES / model.classes(), 1, BLOCK_ROWS);
    double[] scores = new double[model.classes()];
    for (int from = 0; from < data.rows(); from += block) {
      int count = Math.min(block, data.rows() - from);
      DoubleMatrix matrix = model.scores(data.features(), from, count);
      for (int r = 0; r < count; r++) {
        int start = matrix.offset() + r * matrix.stride();
        System.arraycopy(matrix.values(), start, scores, 0, scores.length);
        add(from + r, scores);
      }
    }
    return new Evaluation(data, predicted, ranks, weights, lossSum, probabilities);
  }

  private void add(int row, double[] scores) {
    int label = data.label(row);
    predicted[row] = DoubleParameters.largest(scores, 0, scores.length, row);
    ranks[row] = rank(scores, label);
    double weight = weights == null ? 1 : weights[row];
    // A row without weight is as good as absent, even if its loss is infinite.
    if (weight > 0) {
      lossSum += weight * model.loss().value(scores, label);
      if (probabilities != null) {
        probabilities.add(weight, model.logits(scores), label);
      }
    }
  }

  /** How many classes come before the label, of equal scores those with a smaller number. */
  private static int rank(double[] scores, int label) {
    int rank = 0;
    for (int c = 0; c < scores.length; c++) {
      boolean before = c < label ? scores[c] >= scores[label] : scores[c] > scores[label];
      rank += before ? 1 : 0;
    }
    return rank;
  }
}
