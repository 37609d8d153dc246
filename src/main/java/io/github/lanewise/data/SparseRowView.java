package io.github.lanewise.data;

/** Chosen rows of other sparse rows, read where they are. */
final class SparseRowView extends RowView implements SparseFeatures {
  /** Rows whose non-zeros are counted at a time. */
  private static final int BLOCK = 256;

  private final SparseFeatures all;
  private final long nonZeros;

  /** Takes over the row numbers, all of which exist. */
  SparseRowView(SparseFeatures all, int[] rows) {
    super(all, rows);
    this.all = all;
    nonZeros = count(rows);
  }

  private long count(int[] rows) {
    FloatSparseTile tile = new FloatSparseTile(BLOCK, all.columns());
    long count = 0;
    for (int from = 0; from < rows.length; from += BLOCK) {
      all.read(rows, from, Math.min(BLOCK, rows.length - from), tile);
      for (int r = 0; r < tile.rows(); r++) {
        count += tile.ends()[r] - tile.starts()[r];
      }
    }
    return count;
  }

  @Override
  public long nonZeros() {
    return nonZeros;
  }

  @Override
  public void read(int from, int count, FloatSparseTile tile) {
    all.read(chosen(), from, count, tile);
  }

  @Override
  public void read(int from, int count, DoubleSparseTile tile) {
    all.read(chosen(), from, count, tile);
  }

  @Override
  public void read(int[] order, int from, int count, FloatSparseTile tile) {
    all.read(chosen(order, from, count), 0, count, tile);
  }

  @Override
  public void read(int[] order, int from, int count, DoubleSparseTile tile) {
    all.read(chosen(order, from, count), 0, count, tile);
  }

  @Override
  public SparseFeatures select(int[] order) {
    return all.select(allOf(order));
  }
}
