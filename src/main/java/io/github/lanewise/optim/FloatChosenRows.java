// twin: double
package io.github.lanewise.optim;

import io.github.lanewise.data.FloatTile;
import io.github.lanewise.kernel.FloatKernels;

/** dW += dS^T X where dS is mostly zero: a class adds the rows that it needs. For one thread. */
final class FloatChosenRows {

  /** Up to this share of non-zero dL/dS, adding single rows beats the product of matrices. */
  private static final double SPARSE = 0.4;

  private final int[] row;
  private final float[] factor;

  /** Room for so many rows at a time. */
  FloatChosenRows(int rows) {
    row = new int[rows];
    factor = new float[rows];
  }

  /** Whether dS [rows x C] has so few elements other than zero that this is the faster way. */
  static boolean pays(long nonZeros, int rows, int classes) {
    return nonZeros <= SPARSE * rows * classes;
  }

  /**
   * y += the sum over r of {@code column[from + r]} times row r of a tile.
   *
   * @param column a class's dL/dS of each row. Not modified
   * @param y a row of dW with the padding of the tile's. Modified
   */
  void add(
      FloatKernels kernels,
      FloatTile tile,
      int rows,
      float[] column,
      int from,
      float[] y,
      int yOffset) {
    int count = 0;
    for (int r = 0; r < rows; r++) {
      float slope = column[from + r];
      if (slope != 0) {
        row[count] = r;
        factor[count++] = slope;
      }
    }
    kernels.addRows(
        count, row, factor, tile.stride(), tile.values(), tile.offset(), tile.stride(), y, yOffset);
  }
}
