package io.github.lanewise.data;

import java.nio.ByteBuffer;
import java.util.Objects;

/** Features stored as floats. */
final class FloatFeatures extends DenseFeatures {
  private final float[] values;

  FloatFeatures(float[] values, int rows, int columns, double scale) {
    super(rows, columns, scale);
    this.values = values;
  }

  @Override
  public double get(int row, int column) {
    return values[index(row, column)];
  }

  @Override
  public void read(int from, int count, FloatTile tile) {
    if (tile.columns() == columns() && tile.viewable()) {
      Objects.checkFromIndexSize(from, count, rows());
      tile.view(values, from * columns(), count);
    } else {
      super.read(from, count, tile);
    }
  }

  @Override
  void copyRow(int row, float[] target, int offset) {
    System.arraycopy(values, row * columns(), target, offset, columns());
  }

  @Override
  void copyRow(int row, double[] target, int offset) {
    int first = row * columns();
    for (int i = 0; i < columns(); i++) {
      target[offset + i] = values[first + i];
    }
  }

  @Override
  RowType type() {
    return RowType.FLOAT;
  }

  @Override
  void storeRow(int row, ByteBuffer target) {
    int first = row * columns();
    for (int i = 0; i < columns(); i++) {
      target.putFloat(values[first + i]);
    }
  }

  /** Copies some rows of any storage. */
  static FloatFeatures copy(DenseFeatures source, int[] rows) {
    int columns = source.columns();
    float[] selected = new float[Checks.elements(rows.length, columns)];
    for (int i = 0; i < rows.length; i++) {
      source.copyRow(Objects.checkIndex(rows[i], source.rows()), selected, i * columns);
    }
    return new FloatFeatures(selected, rows.length, columns, source.scale());
  }
}
