package io.github.lanewise.data;

/**
 * Sparse rows of several features, one after the other, where each of them stores its own. Features
 * that a part has never heard of are 0 in it: there are as many as in the widest part.
 */
final class JoinedCompressed extends CompressedFeatures {
  private final Parts<CompressedFeatures> parts;

  JoinedCompressed(Parts<CompressedFeatures> parts) {
    super(parts.rows(), columns(parts), parts.first().scale());
    this.parts = parts;
  }

  private static int columns(Parts<CompressedFeatures> parts) {
    return parts.all().stream().mapToInt(Features::columns).max().getAsInt();
  }

  @Override
  public long nonZeros() {
    return parts.all().stream().mapToLong(SparseFeatures::nonZeros).sum();
  }

  @Override
  int length(int row) {
    int part = parts.of(row);
    return parts.get(part).length(parts.inside(part, row));
  }

  @Override
  int column(int row, int k) {
    int part = parts.of(row);
    return parts.get(part).column(parts.inside(part, row), k);
  }

  @Override
  float value(int row, int k) {
    int part = parts.of(row);
    return parts.get(part).value(parts.inside(part, row), k);
  }

  @Override
  void copyColumns(int row, int[] target, int at) {
    int part = parts.of(row);
    parts.get(part).copyColumns(parts.inside(part, row), target, at);
  }

  @Override
  void copyValues(int row, float[] target, int at) {
    int part = parts.of(row);
    parts.get(part).copyValues(parts.inside(part, row), target, at);
  }

  @Override
  void copyValues(int row, double[] target, int at) {
    int part = parts.of(row);
    parts.get(part).copyValues(parts.inside(part, row), target, at);
  }
}
