package io.github.lanewise.selection;

import io.github.lanewise.data.Dataset;

/**
 * A fold as trainings see it.
 *
 * @param number 0 to K - 1
 * @param split the rows to train on, and those to judge by
 * @param rowsPerRow the weight of all rows over that of the rows to train on, above 1
 * @param threads of a training
 */
record Fold(int number, Dataset.Split split, double rowsPerRow, int threads) {

  static Fold of(int number, Folds folds, Dataset data, int threads) {
    Dataset.Split split = folds.split(number);
    return new Fold(number, split, weight(data) / weight(split.train()), threads);
  }

  private static double weight(Dataset data) {
    float[] weights = data.weights();
    double sum = 0;
    for (int row = 0; row < data.rows(); row++) {
      sum += weights == null ? 1 : weights[row];
    }
    return sum;
  }
}
