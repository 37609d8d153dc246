package io.github.lanewise.data;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Objects;

/** Features in a mapped file, stored as floats. */
final class MappedFloats extends MappedFeatures {
  private final FloatBuffer[] chunks;

  MappedFloats(MappedHeader header, int rowsPerChunk, ByteBuffer[] chunks) {
    super(header, rowsPerChunk);
    this.chunks = new FloatBuffer[chunks.length];
    for (int i = 0; i < chunks.length; i++) {
      this.chunks[i] = chunks[i].asFloatBuffer();
    }
  }

  @Override
  public double get(int row, int column) {
    Objects.checkIndex(row, rows());
    return chunks[chunk(row)].get(start(row) + Objects.checkIndex(column, columns()));
  }

  /** Rows that need no padding come in one piece. */
  @Override
  public void read(int from, int count, FloatTile tile) {
    boolean together = count > 0 && tile.viewable() && chunk(from) == chunk(from + count - 1);
    if (!together || tile.columns() != columns()) {
      super.read(from, count, tile);
      return;
    }
    Objects.checkFromIndexSize(from, count, rows());
    chunks[chunk(from)].get(start(from), tile.buffer(count), 0, count * columns());
  }

  @Override
  void copyRow(int row, float[] target, int offset) {
    chunks[chunk(row)].get(start(row), target, offset, columns());
  }

  @Override
  void copyRow(int row, double[] target, int offset) {
    FloatBuffer values = chunks[chunk(row)];
    int first = start(row);
    for (int i = 0; i < columns(); i++) {
      target[offset + i] = values.get(first + i);
    }
  }

  @Override
  RowType type() {
    return RowType.FLOAT;
  }

  @Override
  void storeRow(int row, ByteBuffer target) {
    FloatBuffer values = chunks[chunk(row)];
    int first = start(row);
    for (int i = 0; i < columns(); i++) {
      target.putFloat(values.get(first + i));
    }
  }

  @Override
  void checkFinite() {
    float[] values = new float[columns()];
    for (int row = 0; row < rows(); row++) {
      copyRow(row, values, 0);
      Checks.finiteRow(values, row);
    }
  }
}
