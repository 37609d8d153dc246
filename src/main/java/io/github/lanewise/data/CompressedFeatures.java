package io.github.lanewise.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/** Sparse rows in single precision: subclasses know where the non-zeros are. */
abstract class CompressedFeatures extends StoredFeatures implements SparseFeatures {

  CompressedFeatures(int rows, int columns, double scale) {
    super(rows, columns, scale);
  }

  /** How many non-zeros an existing row has. */
  abstract int length(int row);

  /** The column of an existing row's non-zero number {@code k}. */
  abstract int column(int row, int k);

  /** The value of an existing row's non-zero number {@code k}. */
  abstract float value(int row, int k);

  /** Writes the columns of an existing row's non-zeros to {@code target} from an index on. */
  abstract void copyColumns(int row, int[] target, int at);

  /** Writes an existing row's non-zeros to {@code target} from an index on. */
  abstract void copyValues(int row, float[] target, int at);

  /** Writes an existing row's non-zeros to {@code target} from an index on. */
  abstract void copyValues(int row, double[] target, int at);

  @Override
  final RowType type() {
    return RowType.SPARSE;
  }

  @Override
  final long rowBytes(int row) {
    return (long) length(row) * type().bytes();
  }

  @Override
  final void storeRow(int row, ByteBuffer target) {
    int length = length(row);
    for (int k = 0; k < length; k++) {
      target.putInt(column(row, k));
    }
    for (int k = 0; k < length; k++) {
      target.putFloat(value(row, k));
    }
  }

  @Override
  public final double get(int row, int column) {
    Objects.checkIndex(row, rows());
    Objects.checkIndex(column, columns());
    int from = 0;
    int to = length(row);
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (column(row, middle) < column) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from < length(row) && column(row, from) == column ? value(row, from) : 0;
  }

  @Override
  public void read(int from, int count, FloatSparseTile tile) {
    checkRead(from, count, rows(), tile.columns());
    tile.buffer(nonZeros(from, count));
    int at = 0;
    for (int row = from; row < from + count; row++) {
      at = append(row, at, tile);
    }
  }

  @Override
  public void read(int[] order, int from, int count, FloatSparseTile tile) {
    checkRead(from, count, order.length, tile.columns());
    tile.buffer(nonZeros(order, from, count));
    int at = 0;
    for (int i = from; i < from + count; i++) {
      at = append(order[i], at, tile);
    }
  }

  @Override
  public final void read(int from, int count, DoubleSparseTile tile) {
    checkRead(from, count, rows(), tile.columns());
    tile.buffer(nonZeros(from, count));
    int at = 0;
    for (int row = from; row < from + count; row++) {
      at = append(row, at, tile);
    }
  }

  @Override
  public final void read(int[] order, int from, int count, DoubleSparseTile tile) {
    checkRead(from, count, order.length, tile.columns());
    tile.buffer(nonZeros(order, from, count));
    int at = 0;
    for (int i = from; i < from + count; i++) {
      at = append(order[i], at, tile);
    }
  }

  /** Adds a row to the buffer of a tile from an index on; returns the index behind it. */
  private int append(int row, int at, FloatSparseTile tile) {
    int end = at + length(row);
    copyColumns(row, tile.indices(), at);
    copyValues(row, tile.values(), at);
    tile.add(at, end);
    return end;
  }

  /** Adds a row to the buffer of a tile from an index on; returns the index behind it. */
  private int append(int row, int at, DoubleSparseTile tile) {
    int end = at + length(row);
    copyColumns(row, tile.indices(), at);
    copyValues(row, tile.values(), at);
    tile.add(at, end);
    return end;
  }

  private int nonZeros(int from, int count) {
    long sum = 0;
    for (int row = from; row < from + count; row++) {
      sum += length(row);
    }
    return Checks.nonZeros(sum);
  }

  /** The non-zeros of chosen rows, which are checked to exist. */
  private int nonZeros(int[] order, int from, int count) {
    long sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += length(Objects.checkIndex(order[i], rows()));
    }
    return Checks.nonZeros(sum);
  }

  @Override
  final void copyRow(int row, float[] target, int offset) {
    Arrays.fill(target, offset, offset + columns(), 0);
    int length = length(row);
    for (int k = 0; k < length; k++) {
      target[offset + column(row, k)] = value(row, k);
    }
  }

  @Override
  final void copyRow(int row, double[] target, int offset) {
    Arrays.fill(target, offset, offset + columns(), 0);
    int length = length(row);
    for (int k = 0; k < length; k++) {
      target[offset + column(row, k)] = value(row, k);
    }
  }

  /** In memory. */
  @Override
  public final SparseFeatures select(int[] rows) {
    int nonZeros = nonZeros(rows, 0, rows.length);
    long[] pointers = new long[rows.length + 1];
    int[] indices = new int[nonZeros];
    float[] values = new float[nonZeros];
    for (int i = 0; i < rows.length; i++) {
      copyColumns(rows[i], indices, (int) pointers[i]);
      copyValues(rows[i], values, (int) pointers[i]);
      pointers[i + 1] = pointers[i] + length(rows[i]);
    }
    return new CsrFeatures(pointers, indices, values, columns(), scale());
  }

  /**
   * Throws unless columns increase, below D, and values are finite.
   *
   * @param row their row, for the message
   * @param from the index of its first non-zero in the arrays
   * @param to the index behind its last one
   * @param columns D
   */
  static void checkRow(int row, int[] indices, float[] values, int from, int to, int columns) {
    int least = 0;
    for (int k = from; k < to; k++) {
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
      Checks.finite(values[k], row, column);
      least = column + 1;
    }
  }
}
