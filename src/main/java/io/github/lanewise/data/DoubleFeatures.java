package io.github.lanewise.data;

import java.nio.ByteBuffer;
import java.util.Objects;

/** Features stored as doubles. */
final class DoubleFeatures extends DenseFeatures {
  private final double[] values;

  DoubleFeatures(double[] values, int rows, int columns, double scale) {
    super(rows, columns, scale);
    this.values = values;
  }

  @Override
  public double get(int row, int column) {
    return values[index(row, column)];
  }

  @Override
  public void read(int from, int count, DoubleTile tile) {
    if (tile.columns() == columns() && tile.viewable()) {
      Objects.checkFromIndexSize(from, count, rows());
      tile.view(values, from * columns(), count);
    } else {
      super.read(from, count, tile);
    }
  }

  @Override
  void copyRow(int row, float[] target, int offset) {
    int first = row * columns();
    for (int i = 0; i < columns(); i++) {
      target[offset + i] = (float) values[first + i];
    }
  }

  @Override
  void copyRow(int row, double[] target, int offset) {
    System.arraycopy(values, row * columns(), target, offset, columns());
  }

  @Override
  RowType type() {
    return RowType.DOUBLE;
  }

  @Override
  void storeRow(int row, ByteBuffer target) {
    int first = row * columns();
    for (int i = 0; i < columns(); i++) {
      target.putDouble(values[first + i]);
    }
  }

  /** Copies some rows of any storage. */
  static DoubleFeatures copy(DenseFeatures source, int[] rows) {
    int columns = source.columns();
    double[] selected = new double[Checks.elements(rows.length, columns)];
    for (int i = 0; i < rows.length; i++) {
      source.copyRow(Objects.checkIndex(rows[i], source.rows()), selected, i * columns);
    }
    return new DoubleFeatures(selected, rows.length, columns, source.scale());
  }
}
