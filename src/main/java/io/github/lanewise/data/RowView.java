package io.github.lanewise.data;

import java.util.Arrays;
import java.util.Objects;

/** Chosen rows of other features, read where they are. */
class RowView implements Features {
  private static final ThreadLocal<int[]> CHOSEN = ThreadLocal.withInitial(() -> new int[0]);

  private final Features all;
  private final int[] rows;

  /** Takes over the row numbers, all of which exist. */
  RowView(Features all, int[] rows) {
    this.all = all;
    this.rows = rows;
  }

  /** A view of chosen rows of any features, sparse ones if those are. */
  static Features of(Features features, int[] rows) {
    if (features instanceof RowView view) {
      return of(view.all, view.allOf(rows));
    }
    for (int row : rows) {
      Objects.checkIndex(row, features.rows());
    }
    return features instanceof SparseFeatures sparse
        ? new SparseRowView(sparse, rows.clone())
        : new RowView(features, rows.clone());
  }

  /** The features whose rows these are; no view themselves. */
  final Features all() {
    return all;
  }

  /** The row numbers that order[from ..] of this view have in all rows; one array per thread. */
  final int[] chosen(int[] order, int from, int count) {
    Objects.checkFromIndexSize(from, count, order.length);
    int[] chosen = CHOSEN.get();
    if (chosen.length < count) {
      chosen = new int[count];
      CHOSEN.set(chosen);
    }
    for (int i = 0; i < count; i++) {
      chosen[i] = rows[Objects.checkIndex(order[from + i], rows.length)];
    }
    return chosen;
  }

  /** The row numbers that rows of this view have in all rows, in an array of their own. */
  final int[] allOf(int[] order) {
    return Arrays.stream(order).map(row -> rows[Objects.checkIndex(row, rows.length)]).toArray();
  }

  /** The numbers of this view's rows in all rows. */
  final int[] chosen() {
    return rows;
  }

  @Override
  public final int rows() {
    return rows.length;
  }

  @Override
  public final int columns() {
    return all.columns();
  }

  @Override
  public final double scale() {
    return all.scale();
  }

  @Override
  public final double get(int row, int column) {
    return all.get(rows[Objects.checkIndex(row, rows.length)], column);
  }

  @Override
  public final void read(int from, int count, FloatTile tile) {
    all.read(rows, from, count, tile);
  }

  @Override
  public final void read(int from, int count, DoubleTile tile) {
    all.read(rows, from, count, tile);
  }

  @Override
  public final void read(int[] order, int from, int count, FloatTile tile) {
    all.read(chosen(order, from, count), 0, count, tile);
  }

  @Override
  public final void read(int[] order, int from, int count, DoubleTile tile) {
    all.read(chosen(order, from, count), 0, count, tile);
  }

  @Override
  public Features select(int[] order) {
    return all.select(allOf(order));
  }
}
