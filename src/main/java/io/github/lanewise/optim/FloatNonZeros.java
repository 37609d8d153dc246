// twin: double
package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.FloatSparseTile;
import io.github.lanewise.data.FloatTile;
import io.github.lanewise.data.SparseFeatures;

/** Reads rows as sparse ones, whichever they are: of dense rows their non-zeros. */
final class FloatNonZeros {

  private final Dataset data;
  private final FloatTile dense;

  /** A reader of so many rows at a time. */
  FloatNonZeros(Dataset data, int height) {
    this.data = data;
    dense =
        data.features() instanceof SparseFeatures ? null : new FloatTile(height, data.columns());
  }

  /** How many elements all rows store, zeros of dense ones included. */
  static long stored(Dataset data) {
    return data.features() instanceof SparseFeatures sparse
        ? sparse.nonZeros()
        : (long) data.rows() * data.columns();
  }

  /** Fills a tile with the rows {@code order[from .. from + rows)}. */
  void read(int[] order, int from, int rows, FloatSparseTile tile) {
    if (data.features() instanceof SparseFeatures sparse) {
      sparse.read(order, from, rows, tile);
      return;
    }
    data.features().read(order, from, rows, dense);
    int features = data.columns();
    tile.buffer(Math.multiplyExact(rows, features));
    int end = 0;
    for (int r = 0; r < rows; r++) {
      int start = end;
      int row = dense.offset() + r * dense.stride();
      for (int d = 0; d < features; d++) {
        float x = dense.values()[row + d];
        tile.indices()[end] = d;
        tile.values()[end] = x;
        end += x != 0 ? 1 : 0;
      }
      tile.add(start, end);
    }
  }
}
