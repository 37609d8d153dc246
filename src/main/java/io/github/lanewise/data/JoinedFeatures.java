package io.github.lanewise.data;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/** The rows of several features, one after the other, where each of them stores its own. */
final class JoinedFeatures extends DenseFeatures {
  private final Parts<DenseFeatures> parts;

  private JoinedFeatures(Parts<DenseFeatures> parts) {
    super(parts.rows(), parts.first().columns(), parts.first().scale());
    this.parts = parts;
  }

  /** Joins at least one part; all must agree in type and scale, dense ones in columns. */
  static Features of(List<Features> features) {
    if (features.get(0) instanceof SparseFeatures) {
      return new JoinedCompressed(Parts.of(features, CompressedFeatures.class, "sparse"));
    }
    Parts<DenseFeatures> parts = Parts.of(features, DenseFeatures.class, "dense");
    parts.checkEqual("columns", DenseFeatures::columns);
    return new JoinedFeatures(parts);
  }

  @Override
  public double get(int row, int column) {
    int part = parts.of(Objects.checkIndex(row, rows()));
    return parts.get(part).get(parts.inside(part, row), column);
  }

  @Override
  public void read(int from, int count, FloatTile tile) {
    Objects.checkFromIndexSize(from, count, rows());
    int part = parts.of(Math.min(from, rows() - 1));
    if (from + count <= parts.end(part)) {
      parts.get(part).read(parts.inside(part, from), count, tile);
    } else {
      super.read(from, count, tile);
    }
  }

  @Override
  public void read(int from, int count, DoubleTile tile) {
    Objects.checkFromIndexSize(from, count, rows());
    int part = parts.of(Math.min(from, rows() - 1));
    if (from + count <= parts.end(part)) {
      parts.get(part).read(parts.inside(part, from), count, tile);
    } else {
      super.read(from, count, tile);
    }
  }

  @Override
  void copyRow(int row, float[] target, int offset) {
    int part = parts.of(row);
    parts.get(part).copyRow(parts.inside(part, row), target, offset);
  }

  @Override
  void copyRow(int row, double[] target, int offset) {
    int part = parts.of(row);
    parts.get(part).copyRow(parts.inside(part, row), target, offset);
  }

  @Override
  RowType type() {
    return parts.first().type();
  }

  @Override
  void storeRow(int row, ByteBuffer target) {
    int part = parts.of(row);
    parts.get(part).storeRow(parts.inside(part, row), target);
  }
}
