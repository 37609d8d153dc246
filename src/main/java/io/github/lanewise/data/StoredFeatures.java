package io.github.lanewise.data;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Features stored row after row: subclasses know where, in which type, and how to copy one row.
 *
 * <p>Those that store floats and those that store doubles are pairs written by hand. Both copy to
 * either type, which is what they differ in: of a generated twin both methods {@code copyRow} would
 * be the one for doubles.
 */
abstract class StoredFeatures implements Features {
  private final int rows;
  private final int columns;
  private final double scale;

  StoredFeatures(int rows, int columns, double scale) {
    this.rows = rows;
    this.columns = columns;
    this.scale = scale;
  }

  /** The type in which the rows are stored. */
  abstract RowType type();

  /** The length of one existing row as it is stored, in bytes. */
  abstract long rowBytes(int row);

  /** Appends one existing row to {@code target}, as it is stored. */
  abstract void storeRow(int row, ByteBuffer target);

  /** Writes the columns of one existing row to {@code target} from {@code offset} on. */
  abstract void copyRow(int row, float[] target, int offset);

  /** Writes the columns of one existing row to {@code target} from {@code offset} on. */
  abstract void copyRow(int row, double[] target, int offset);

  /**
   * Reads one existing row ahead where that pays: scattered rows come from memory several times as
   * fast if nothing is computed in between.
   */
  void touchRow(int row) {}

  @Override
  public final int rows() {
    return rows;
  }

  @Override
  public final int columns() {
    return columns;
  }

  @Override
  public final double scale() {
    return scale;
  }

  @Override
  public void read(int from, int count, FloatTile tile) {
    checkRead(from, count, rows, tile.columns());
    float[] buffer = tile.buffer(count);
    for (int i = 0; i < count; i++) {
      copyRow(from + i, buffer, i * tile.stride());
    }
  }

  @Override
  public void read(int from, int count, DoubleTile tile) {
    checkRead(from, count, rows, tile.columns());
    double[] buffer = tile.buffer(count);
    for (int i = 0; i < count; i++) {
      copyRow(from + i, buffer, i * tile.stride());
    }
  }

  @Override
  public final void read(int[] order, int from, int count, FloatTile tile) {
    checkRead(from, count, order.length, tile.columns());
    touchRows(order, from, count);
    float[] buffer = tile.buffer(count);
    for (int i = 0; i < count; i++) {
      copyRow(order[from + i], buffer, i * tile.stride());
    }
  }

  @Override
  public final void read(int[] order, int from, int count, DoubleTile tile) {
    checkRead(from, count, order.length, tile.columns());
    touchRows(order, from, count);
    double[] buffer = tile.buffer(count);
    for (int i = 0; i < count; i++) {
      copyRow(order[from + i], buffer, i * tile.stride());
    }
  }

  private void touchRows(int[] order, int from, int count) {
    for (int i = 0; i < count; i++) {
      touchRow(Objects.checkIndex(order[from + i], rows));
    }
  }

  /** Throws unless a tile of that many columns may receive these rows of so many. */
  final void checkRead(int from, int count, int limit, int tileColumns) {
    Objects.checkFromIndexSize(from, count, limit);
    if (tileColumns != columns) {
      throw new IllegalArgumentException(
          "tile: " + tileColumns + " columns; the features have " + columns);
    }
  }
}
