package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.DoubleSparseTile;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.SparseFeatures;
import io.github.lanewise.loss.HingeLoss;
import io.github.lanewise.loss.Loss;

/** Learning rates for those who name none, see {@link Trainer#learningRate}. */
final class LearningRate {

  private static final double ADAM = 0.01;

  private LearningRate() {}

  /** The rate for a loss over these rows, in the variables of a scaling unless it is null. */
  static double suiting(Solver solver, Loss loss, Dataset data, Scaling scaling) {
    if (solver == Solver.ADAM || solver == Solver.ADAMW) {
      return ADAM;
    }
    double factor = factor(loss, data.classes());
    if (scaling != null) {
      return factor / (1 + scaling.varying());
    }
    int[] sample = EvenSample.of(data.rows(), UnscaledColumns.SAMPLE_ROWS);
    double sum = 0;
    for (int row : sample) {
      sum = addSquares(data.features(), row, sum + 1);
    }
    return factor * sample.length / sum;
  }

  /** For the smooth slopes without a limit 4 / curvature: 1/2 at most for softmax, 2 C squared. */
  private static double factor(Loss loss, int classes) {
    if (!(loss instanceof HingeLoss hinge)) {
      return 8;
    }
    return hinge.limit() == Double.POSITIVE_INFINITY ? 2.0 / classes : 2;
  }

  /** The sum and the squares of a row's features, in a chain, which zeros leave as it is. */
  private static double addSquares(Features features, int row, double sum) {
    double total = sum;
    if (features instanceof SparseFeatures sparse) {
      DoubleSparseTile tile = new DoubleSparseTile(1, features.columns());
      sparse.read(row, 1, tile);
      for (int k = tile.starts()[0]; k < tile.ends()[0]; k++) {
        total += tile.values()[k] * tile.values()[k];
      }
      return total;
    }
    for (int d = 0; d < features.columns(); d++) {
      double x = features.get(row, d);
      total += x * x;
    }
    return total;
  }
}
