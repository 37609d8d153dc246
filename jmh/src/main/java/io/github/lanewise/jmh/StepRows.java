package io.github.lanewise.jmh;

import java.util.SplittableRandom;

/**
 * The rows that a step is measured on, n of them, of which the first {@link #distinct} are repeated
 * over and over, as a naive loop sees them.
 */
abstract class StepRows {

  private static final int PARAMETERS = 3;

  final int n;
  final int d;
  final int c;
  final int distinct;

  StepRows(int n, int d, int c, int distinct) {
    this.n = n;
    this.d = d;
    this.c = c;
    this.distinct = distinct;
  }

  /** W [c x d] row by row, then b [c]: small, and the same in float and in double. */
  final double[] parameters() {
    double size = 1 / Math.sqrt(d);
    SplittableRandom random = Data.random(PARAMETERS);
    double[] parameters = new double[Math.addExact(Math.multiplyExact(c, d), c)];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) random.nextDouble(-size, size);
    }
    return parameters;
  }

  /** The share of the n rows that are equal to a distinct one. */
  final double share(int row) {
    return (double) Math.ceilDiv(n - row, distinct) / n;
  }

  abstract int label(int row);

  /** The columns of the features that are not 0. */
  abstract int[] columns(int row);

  /** The features in these columns, all positive. */
  abstract double[] features(int row);
}
