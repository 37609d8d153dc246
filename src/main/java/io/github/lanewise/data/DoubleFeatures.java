package io.github.lanewise.data;

import java.util.Objects;

/** Features stored as doubles. */
final class DoubleFeatures extends ArrayFeatures {
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
  public Features select(int[] rows) {
    double[] selected = new double[Checks.elements(rows.length, columns())];
    for (int i = 0; i < rows.length; i++) {
      copyRow(Objects.checkIndex(rows[i], rows()), selected, i * columns());
    }
    return new DoubleFeatures(selected, rows.length, columns(), scale());
  }
}
