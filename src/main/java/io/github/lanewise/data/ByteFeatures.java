package io.github.lanewise.data;

import io.github.lanewise.kernel.KernelProvider;
import java.util.Objects;

/** Features stored as unsigned bytes, widened and scaled tile by tile. */
final class ByteFeatures extends ArrayFeatures {
  private final byte[] values;
  private final float floatScale;

  ByteFeatures(byte[] values, int rows, int columns, double scale) {
    super(rows, columns, scale);
    this.values = values;
    this.floatScale = (float) scale;
  }

  @Override
  public double get(int row, int column) {
    return (values[index(row, column)] & 0xff) * scale();
  }

  @Override
  void copyRow(int row, float[] target, int offset) {
    KernelProvider.floats().widen(values, row * columns(), columns(), floatScale, target, offset);
  }

  @Override
  void copyRow(int row, double[] target, int offset) {
    KernelProvider.doubles().widen(values, row * columns(), columns(), scale(), target, offset);
  }

  /** Rows that follow each other come from memory in one run, before they are widened. */
  @Override
  public void read(int from, int count, FloatTile tile) {
    Objects.checkFromIndexSize(from, count, rows());
    KernelProvider.floats().touch(values, from * columns(), count * columns());
    super.read(from, count, tile);
  }

  @Override
  public Features select(int[] rows) {
    byte[] selected = new byte[Checks.elements(rows.length, columns())];
    for (int i = 0; i < rows.length; i++) {
      int first = Objects.checkIndex(rows[i], rows()) * columns();
      System.arraycopy(values, first, selected, i * columns(), columns());
    }
    return new ByteFeatures(selected, rows.length, columns(), scale());
  }
}
