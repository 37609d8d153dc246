package io.github.lanewise.data;

import java.util.Objects;

/** Features stored as floats. */
final class FloatFeatures extends ArrayFeatures {
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
  public Features select(int[] rows) {
    float[] selected = new float[Checks.elements(rows.length, columns())];
    for (int i = 0; i < rows.length; i++) {
      copyRow(Objects.checkIndex(rows[i], rows()), selected, i * columns());
    }
    return new FloatFeatures(selected, rows.length, columns(), scale());
  }
}
