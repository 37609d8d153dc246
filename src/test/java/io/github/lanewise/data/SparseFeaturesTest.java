package io.github.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SparseFeaturesTest {

  /** Four rows: two non-zeros, none, a stored zero, and all columns. */
  private static final long[] POINTERS = {0, 2, 2, 3, 6};

  private static final int[] INDICES = {0, 2, 1, 0, 1, 2};
  private static final float[] VALUES = {1.5f, -2, 0, 3, 4, 0.1f};
  private static final float[][] DENSE = {{1.5f, 0, -2}, {0, 0, 0}, {0, 0, 0}, {3, 4, 0.1f}};

  private static SparseFeatures features() {
    return SparseFeatures.of(POINTERS, INDICES, VALUES, 3);
  }

  @Test
  void knowsItsShapeAndElements() {
    SparseFeatures features = features();
    assertEquals(4, features.rows());
    assertEquals(3, features.columns());
    assertEquals(6, features.nonZeros());
    assertEquals(1, features.scale());
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 3; column++) {
        assertEquals(DENSE[row][column], features.get(row, column));
      }
    }
    assertThrows(IndexOutOfBoundsException.class, () -> features.get(4, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> features.get(0, 3));
  }

  @Test
  void floatTilesAreViews() {
    FloatSparseTile tile = new FloatSparseTile(4, 3);
    features().read(1, 3, tile);
    assertSame(VALUES, tile.values());
    assertSame(INDICES, tile.indices());
    assertEquals(3, tile.rows());
    assertArrayEquals(new int[] {2, 2, 3}, Arrays.copyOf(tile.starts(), 3));
    assertArrayEquals(new int[] {2, 3, 6}, Arrays.copyOf(tile.ends(), 3));
    features().read(new int[] {9, 3, 0, 9}, 1, 2, tile);
    assertEquals(2, tile.rows());
    assertArrayEquals(new int[] {3, 0}, Arrays.copyOf(tile.starts(), 2));
    assertArrayEquals(new int[] {6, 2}, Arrays.copyOf(tile.ends(), 2));
  }

  @Test
  void doubleTilesAreCopies() {
    DoubleSparseTile tile = new DoubleSparseTile(4, 3);
    features().read(new int[] {3, 0}, 0, 2, tile);
    assertArrayEquals(new int[] {0, 3}, Arrays.copyOf(tile.starts(), 2));
    assertArrayEquals(new int[] {3, 5}, Arrays.copyOf(tile.ends(), 2));
    assertArrayEquals(new int[] {0, 1, 2, 0, 2}, Arrays.copyOf(tile.indices(), 5));
    assertArrayEquals(new double[] {3, 4, 0.1f, 1.5, -2}, Arrays.copyOf(tile.values(), 5));
    features().read(1, 2, tile);
    assertEquals(2, tile.rows());
    assertEquals(1, tile.ends()[1]);
    assertEquals(1, tile.indices()[0]);
  }

  /** A dense tile that held other rows before. */
  @Test
  void denseTilesWorkToo() {
    FloatTile floats = new FloatTile(4, 3);
    DoubleTile doubles = new DoubleTile(4, 3);
    features().read(new int[] {3, 3, 3, 3}, 0, 4, floats);
    features().read(0, 4, floats);
    features().read(new int[] {3, 3, 3, 3}, 0, 4, doubles);
    features().read(0, 4, doubles);
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 3; column++) {
        assertEquals(DENSE[row][column], floats.values()[row * floats.stride() + column]);
        assertEquals(DENSE[row][column], doubles.values()[row * doubles.stride() + column]);
      }
    }
  }

  @Test
  void selectsRows() {
    SparseFeatures selected = features().select(new int[] {3, 0, 3, 1});
    assertEquals(8, selected.nonZeros());
    int[] rows = {3, 0, 3, 1};
    for (int i = 0; i < 4; i++) {
      for (int column = 0; column < 3; column++) {
        assertEquals(DENSE[rows[i]][column], selected.get(i, column));
      }
    }
    assertThrows(IndexOutOfBoundsException.class, () -> features().select(new int[] {4}));
  }

  @Test
  void tilesCheckRowsAndColumns() {
    FloatSparseTile small = new FloatSparseTile(2, 3);
    FloatSparseTile other = new FloatSparseTile(4, 4);
    assertThrows(IllegalArgumentException.class, () -> features().read(0, 3, small));
    assertThrows(IllegalArgumentException.class, () -> features().read(0, 1, other));
    assertThrows(IndexOutOfBoundsException.class, () -> features().read(3, 2, small));
    assertThrows(
        IndexOutOfBoundsException.class, () -> features().read(new int[] {4}, 0, 1, small));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> features().read(new int[] {-1}, 0, 1, new DoubleSparseTile(1, 3)));
    assertThrows(IllegalArgumentException.class, () -> new FloatSparseTile(0, 3));
    assertThrows(IllegalArgumentException.class, () -> small.view(new int[2], new float[3]));
    assertThrows(IndexOutOfBoundsException.class, () -> small.add(0, 1 << 20));
  }

  private record Wrong(long[] pointers, int[] indices, float[] values, int columns, String why) {
    @Override
    public String toString() {
      return why;
    }
  }

  static Wrong[] wrong() {
    int[] indices = {0, 1};
    float[] values = {1, 2};
    return new Wrong[] {
      new Wrong(new long[] {0, 2}, indices, new float[3], 2, "features: 2 indices for 3 values"),
      new Wrong(new long[0], indices, values, 2, "rowPointers: the first must be there, and be 0"),
      new Wrong(
          new long[] {1, 2}, indices, values, 2, "rowPointers: the first must be there, and be 0"),
      new Wrong(
          new long[] {0, 2, 1}, indices, values, 2, "rowPointers: row 1 ends at 1; must be 2 to 2"),
      new Wrong(
          new long[] {0, 1L << 32},
          indices,
          values,
          2,
          "rowPointers: row 0 ends at 4294967296; must be 0 to 2"),
      new Wrong(
          new long[] {0, 1},
          indices,
          values,
          2,
          "rowPointers: the last row ends at 1; must be 2, the number of indices"),
      new Wrong(new long[] {0, 2}, indices, values, -1, "columns: -1; must not be negative"),
      new Wrong(
          new long[] {0, 2},
          indices,
          values,
          1,
          "features: row 0 has column 1; must be 1 to 0, increasing within the row"),
      new Wrong(
          new long[] {0, 0, 2},
          new int[] {1, 1},
          values,
          3,
          "features: row 1 has column 1; must be 2 to 2, increasing within the row"),
      new Wrong(
          new long[] {0, 2},
          new int[] {-1, 1},
          values,
          3,
          "features: row 0 has column -1; must be 0 to 2, increasing within the row"),
      new Wrong(
          new long[] {0, 1, 2},
          indices,
          new float[] {1, Float.NaN},
          2,
          "features: row 1, column 1 is NaN; every feature must be a finite number"),
    };
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void wrongRowsAreRefused(Wrong rows) {
    InvalidDataException e =
        assertThrows(
            InvalidDataException.class,
            () -> SparseFeatures.of(rows.pointers, rows.indices, rows.values, rows.columns));
    assertEquals(rows.why, e.getMessage());
  }
}
