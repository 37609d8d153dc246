package io.github.lanewise.data;

import io.github.lanewise.kernel.KernelProvider;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Unsigned bytes in a mapped file, widened and scaled tile by tile. */
final class MappedBytes extends MappedFeatures {
  private final ByteBuffer[] chunks;
  private final float floatScale;

  /** A row on its way from the file to a tile, one for each thread that reads. */
  private final ThreadLocal<byte[]> passing = ThreadLocal.withInitial(() -> new byte[columns()]);

  MappedBytes(MappedHeader header, int rowsPerChunk, ByteBuffer[] chunks) {
    super(header, rowsPerChunk);
    this.chunks = chunks;
    this.floatScale = (float) header.scale();
  }

  @Override
  public double get(int row, int column) {
    Objects.checkIndex(row, rows());
    int index = start(row) + Objects.checkIndex(column, columns());
    return (chunks[chunk(row)].get(index) & 0xff) * scale();
  }

  @Override
  void copyRow(int row, float[] target, int offset) {
    byte[] values = read(row);
    KernelProvider.floats().widen(values, 0, columns(), floatScale, target, offset);
  }

  @Override
  void copyRow(int row, double[] target, int offset) {
    byte[] values = read(row);
    KernelProvider.doubles().widen(values, 0, columns(), scale(), target, offset);
  }

  private byte[] read(int row) {
    byte[] values = passing.get();
    chunks[chunk(row)].get(start(row), values);
    return values;
  }

  @Override
  RowType type() {
    return RowType.BYTE;
  }

  @Override
  void storeRow(int row, ByteBuffer target) {
    target.put(read(row));
  }

  @Override
  void checkFinite() {
    // Every byte is, and the scale has been checked.
  }
}
