package io.github.lanewise.data;

import java.util.Arrays;
import java.util.Objects;

/** Sparse rows in three arrays. */
final class CsrFeatures extends StoredFeatures implements SparseFeatures {
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

  private static void checkRow(
      int row, int[] indices, float[] values, int start, int end, int columns) {
    int least = 0;
    for (int k = start; k < end; k++) {
      int column = indices[k];
      if (column < least || column >= columns) {
        throw new InvalidDataException(
            "features: row "
                + row
                + " has column "
                + column
                + "; must be "
                + least
                + " to "
                + (columns - 1)
                + ", increasing within the row");
      }
      if (!Float.isFinite(values[k])) {
        throw new InvalidDataException(
            "features: row "
                + row
                + ", column "
                + column
                + " is "
                + values[k]
                + "; every feature must be a finite number");
      }
      least = column + 1;
    }
  }

  @Override
  public long nonZeros() {
    return values.length;
  }

  @Override
  public double get(int row, int column) {
    Objects.checkIndex(row, rows());
    Objects.checkIndex(column, columns());
    int found = Arrays.binarySearch(indices, start(row), start(row + 1), column);
    return found < 0 ? 0 : values[found];
  }

  @Override
  public void read(int from, int count, FloatSparseTile tile) {
    checkRead(from, count, rows(), tile.columns());
    tile.view(indices, values);
    for (int row = from; row < from + count; row++) {
      tile.add(start(row), start(row + 1));
    }
  }

  @Override
  public void read(int[] order, int from, int count, FloatSparseTile tile) {
    checkRead(from, count, order.length, tile.columns());
    tile.view(indices, values);
    for (int i = from; i < from + count; i++) {
      int row = Objects.checkIndex(order[i], rows());
      tile.add(start(row), start(row + 1));
    }
  }

  @Override
  public void read(int from, int count, DoubleSparseTile tile) {
    checkRead(from, count, rows(), tile.columns());
    tile.buffer(Math.toIntExact(rowPointers[from + count] - rowPointers[from]));
    int filled = 0;
    for (int row = from; row < from + count; row++) {
      filled = append(row, filled, tile);
    }
  }

  @Override
  public void read(int[] order, int from, int count, DoubleSparseTile tile) {
    checkRead(from, count, order.length, tile.columns());
    long nonZeros = 0;
    for (int i = from; i < from + count; i++) {
      int row = Objects.checkIndex(order[i], rows());
      nonZeros += rowPointers[row + 1] - rowPointers[row];
    }
    tile.buffer(Math.toIntExact(nonZeros));
    int filled = 0;
    for (int i = from; i < from + count; i++) {
      filled = append(order[i], filled, tile);
    }
  }

  /** Adds a row to the buffer of a tile from an index on; returns the index behind it. */
  private int append(int row, int at, DoubleSparseTile tile) {
    int start = start(row);
    int length = start(row + 1) - start;
    System.arraycopy(indices, start, tile.indices(), at, length);
    for (int i = 0; i < length; i++) {
      tile.values()[at + i] = values[start + i];
    }
    tile.add(at, at + length);
    return at + length;
  }

  @Override
  void copyRow(int row, float[] target, int offset) {
    Arrays.fill(target, offset, offset + columns(), 0);
    for (int k = start(row); k < start(row + 1); k++) {
      target[offset + indices[k]] = values[k];
    }
  }

  @Override
  void copyRow(int row, double[] target, int offset) {
    Arrays.fill(target, offset, offset + columns(), 0);
    for (int k = start(row); k < start(row + 1); k++) {
      target[offset + indices[k]] = values[k];
    }
  }

  @Override
  public SparseFeatures select(int[] rows) {
    long[] pointers = new long[rows.length + 1];
    for (int i = 0; i < rows.length; i++) {
      int row = Objects.checkIndex(rows[i], rows());
      pointers[i + 1] = pointers[i] + rowPointers[row + 1] - rowPointers[row];
    }
    int nonZeros = Checks.nonZeros(pointers[rows.length]);
    int[] chosenIndices = new int[nonZeros];
    float[] chosenValues = new float[nonZeros];
    for (int i = 0; i < rows.length; i++) {
      int start = start(rows[i]);
      int length = start(rows[i] + 1) - start;
      System.arraycopy(indices, start, chosenIndices, (int) pointers[i], length);
      System.arraycopy(values, start, chosenValues, (int) pointers[i], length);
    }
    return new CsrFeatures(pointers, chosenIndices, chosenValues, columns(), scale());
  }

  /** Where a row begins; the arrays hold fewer than 2^31 elements. */
  private int start(int row) {
    return (int) rowPointers[row];
  }
}
