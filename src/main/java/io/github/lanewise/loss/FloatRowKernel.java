// twin: double
package io.github.lanewise.loss;

import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.matrix.FloatMatrix;
import java.util.Arrays;

/** What happens to rows of scores: they are overwritten, and the losses of the rows add up. */
@FunctionalInterface
interface FloatRowKernel {

  /**
   * Rows that pass through the kernel together: a tile of 16 padded classes fills 4 KB of float.
   */
  int TILE = 64;

  /**
   * Overwrites a tile of padded rows.
   *
   * @param rows the number of rows
   * @param classes C
   * @param scores [rows x padded C], padding negative infinity. Modified.
   * @param labels the label of row r is {@code labels[from + r]}. Not modified.
   * @param from where the labels of the tile begin
   * @return the sum of the rows' losses
   */
  double overwrite(int rows, int classes, float[] scores, int[] labels, int from);

  /** Overwrites all rows of a matrix, tile by tile, and returns the sum of their losses. */
  default double overwrite(FloatMatrix scores, int[] labels) {
    int columns = FloatKernels.padded(scores.columns());
    float[] tile = new float[Math.multiplyExact(Math.min(TILE, scores.rows()), columns)];
    double sum = 0;
    for (int from = 0; from < scores.rows(); from += TILE) {
      int rows = Math.min(TILE, scores.rows() - from);
      load(scores, from, rows, tile, columns);
      sum += overwrite(rows, scores.columns(), tile, labels, from);
      store(tile, columns, scores, from, rows);
    }
    return sum;
  }

  /** The sum in order. */
  static double sum(double[] losses) {
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return sum;
  }

  private static void load(FloatMatrix scores, int from, int rows, float[] tile, int columns) {
    Arrays.fill(tile, Float.NEGATIVE_INFINITY);
    for (int r = 0; r < rows; r++) {
      int row = scores.offset() + (from + r) * scores.stride();
      System.arraycopy(scores.values(), row, tile, r * columns, scores.columns());
    }
  }

  private static void store(float[] tile, int columns, FloatMatrix scores, int from, int rows) {
    for (int r = 0; r < rows; r++) {
      int row = scores.offset() + (from + r) * scores.stride();
      System.arraycopy(tile, r * columns, scores.values(), row, scores.columns());
    }
  }
}
