package io.github.lanewise.data;

import java.util.Objects;

/** Sparse rows in three arrays. */
final class CsrFeatures extends CompressedFeatures {
  private final long[] rowPointers;
  private final int[] indices;
  private final float[] values;

  /** For arrays that are known to be right; not copied. */
  CsrFeatures(long[] rowPointers, int[] indices, float[] values, int columns, double scale) {
    super(rowPointers.length - 1, columns, scale);
    this.rowPointers = rowPointers;
    this.indices = indices;
    this.values = values;
  }

  /** Throws unless the arrays are sparse rows of that many columns. */
  static void check(long[] rowPointers, int[] indices, float[] values, int columns) {
    if (indices.length != values.length) {
      throw new InvalidDataException(
          "features: " + indices.length + " indices for " + values.length + " values");
    }
    if (columns < 0) {
      throw new InvalidDataException("columns: " + columns + "; must not be negative");
    }
    if (rowPointers.length == 0 || rowPointers[0] != 0) {
      throw new InvalidDataException("rowPointers: the first must be there, and be 0");
    }
    int rows = rowPointers.length - 1;
    for (int row = 0; row < rows; row++) {
      long end = rowPointers[row + 1];
      if (end < rowPointers[row] || end > indices.length) {
        throw new InvalidDataException(
            "rowPointers: row "
                + row
                + " ends at "
                + end
                + "; must be "
                + rowPointers[row]
                + " to "
                + indices.length);
      }
      checkRow(row, indices, values, (int) rowPointers[row], (int) end, columns);
    }
    if (rowPointers[rows] != indices.length) {
      throw new InvalidDataException(
          "rowPointers: the last row ends at "
              + rowPointers[rows]
              + "; must be "
              + indices.length
              + ", the number of indices");
    }
  }

  @Override
  public long nonZeros() {
    return values.length;
  }

  @Override
  int length(int row) {
    return start(row + 1) - start(row);
  }

  @Override
  int column(int row, int k) {
    return indices[start(row) + k];
  }

  @Override
  float value(int row, int k) {
    return values[start(row) + k];
  }

  @Override
  void copyColumns(int row, int[] target, int at) {
    System.arraycopy(indices, start(row), target, at, length(row));
  }

  @Override
  void copyValues(int row, float[] target, int at) {
    System.arraycopy(values, start(row), target, at, length(row));
  }

  @Override
  void copyValues(int row, double[] target, int at) {
    int start = start(row);
    int length = length(row);
    for (int k = 0; k < length; k++) {
      target[at + k] = values[start + k];
    }
  }

  /** A view of the arrays. */
  @Override
  public void read(int from, int count, FloatSparseTile tile) {
    checkRead(from, count, rows(), tile.columns());
    tile.view(indices, values);
    for (int row = from; row < from + count; row++) {
      tile.add(start(row), start(row + 1));
    }
  }

  /** A view of the arrays. */
  @Override
  public void read(int[] order, int from, int count, FloatSparseTile tile) {
    checkRead(from, count, order.length, tile.columns());
    tile.view(indices, values);
    for (int i = from; i < from + count; i++) {
      int row = Objects.checkIndex(order[i], rows());
      tile.add(start(row), start(row + 1));
    }
  }

  /** Where a row begins; the arrays hold fewer than 2^31 elements. */
  private int start(int row) {
    return (int) rowPointers[row];
  }
}
