package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;

/** The part of each class in the mean over all rows. */
final class ClassShares {

  private ClassShares() {}

  /** By the rows' labels and weights: C numbers that sum to 1. */
  static double[] of(Dataset data) {
    int[] labels = data.labels();
    float[] weights = data.weights();
    double[] shares = new double[data.classes()];
    double sum = 0;
    for (int row = 0; row < labels.length; row++) {
      double weight = weights == null ? 1 : weights[row];
      shares[labels[row]] += weight;
      sum += weight;
    }
    for (int c = 0; c < shares.length; c++) {
      shares[c] /= sum;
    }
    return shares;
  }
}
