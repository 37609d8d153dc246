package io.github.lanewise.data;

import io.github.lanewise.kernel.KernelProvider;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Features stored as unsigned bytes, widened and scaled tile by tile. */
final class ByteFeatures extends DenseFeatures {
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

  @Override
  void touchRow(int row) {
    KernelProvider.floats().touch(values, row * columns(), columns());
  }

  @Override
  RowType type() {
    return RowType.BYTE;
  }

  @Override
  void storeRow(int row, ByteBuffer target) {
    target.put(values, row * columns(), columns());
  }

  /** Rows that follow each other come from memory in one run, before they are widened. */
  @Override
  public void read(int from, int count, FloatTile tile) {
    Objects.checkFromIndexSize(from, count, rows());
    KernelProvider.floats().touch(values, from * columns(), count * columns());
    super.read(from, count, tile);
  }

  /** Copies some rows of any storage of unsigned bytes. */
  static ByteFeatures copy(DenseFeatures source, int[] rows) {
    ByteBuffer selected = ByteBuffer.allocate(Checks.elements(rows.length, source.columns()));
    for (int row : rows) {
      source.storeRow(Objects.checkIndex(row, source.rows()), selected);
    }
    return new ByteFeatures(selected.array(), rows.length, source.columns(), source.scale());
  }
}
