package io.github.lanewise.data;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.Objects;

/** Features in a mapped file, stored as doubles. */
final class MappedDoubles extends MappedFeatures {
  private final DoubleBuffer[] chunks;

  MappedDoubles(MappedHeader header, int rowsPerChunk, ByteBuffer[] chunks) {
    super(header, rowsPerChunk);
    this.chunks = new DoubleBuffer[chunks.length];
    for (int i = 0; i < chunks.length; i++) {
      this.chunks[i] = chunks[i].asDoubleBuffer();
    }
  }

  @Override
  public double get(int row, int column) {
    Objects.checkIndex(row, rows());
    return chunks[chunk(row)].get(start(row) + Objects.checkIndex(column, columns()));
  }

  @Override
  void copyRow(int row, double[] target, int offset) {
    chunks[chunk(row)].get(start(row), target, offset, columns());
  }

  @Override
  void copyRow(int row, float[] target, int offset) {
    DoubleBuffer values = chunks[chunk(row)];
    int first = start(row);
    for (int i = 0; i < columns(); i++) {
      target[offset + i] = (float) values.get(first + i);
    }
  }

  @Override
  RowType type() {
    return RowType.DOUBLE;
  }

  @Override
  void storeRow(int row, ByteBuffer target) {
    DoubleBuffer values = chunks[chunk(row)];
    int first = start(row);
    for (int i = 0; i < columns(); i++) {
      target.putDouble(values.get(first + i));
    }
  }

  @Override
  void checkFinite() {
    double[] values = new double[columns()];
    for (int row = 0; row < rows(); row++) {
      copyRow(row, values, 0);
      Checks.finiteRow(values, row);
    }
  }
}
