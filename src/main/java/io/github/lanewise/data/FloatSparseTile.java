// twin: double
package io.github.lanewise.data;

import java.util.Objects;

/**
 * A tile of sparse feature rows as the kernels read them: the non-zeros of row r are {@code
 * values()[k]} in the columns {@code indices()[k]} for k from {@code starts()[r]} to {@code
 * ends()[r] - 1}, columns increasing.
 *
 * <p>The arrays are either somebody's storage ({@link #view}) or the tile's own ({@link #buffer}),
 * which grow to the most non-zeros asked for and are then reused. A tile belongs to one thread.
 */
public final class FloatSparseTile {
  private final int columns;
  private final int[] starts;
  private final int[] ends;
  private int rows;
  private int[] ownIndices = {};
  private float[] ownValues = {};
  private int[] indices = ownIndices;
  private float[] values = ownValues;

  /**
   * Creates an empty tile.
   *
   * @param capacityRows the largest number of rows it will hold, at least 1
   * @param columns the number of feature columns D, at least 1
   * @throws IllegalArgumentException if an argument is below 1
   */
  public FloatSparseTile(int capacityRows, int columns) {
    if (capacityRows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "tile: " + capacityRows + " x " + columns + "; rows and columns must be at least 1");
    }
    this.columns = columns;
    starts = new int[capacityRows];
    ends = new int[capacityRows];
  }

  /**
   * The rows the tile holds now.
   *
   * @return their number, at most {@link #capacity}
   */
  public int rows() {
    return rows;
  }

  /**
   * The feature columns D.
   *
   * @return their number
   */
  public int columns() {
    return columns;
  }

  /**
   * The most rows the tile can hold.
   *
   * @return their number
   */
  public int capacity() {
    return starts.length;
  }

  /**
   * Where each row begins: to be read, not modified.
   *
   * @return an array of {@link #capacity} indices, of which {@link #rows} count
   */
  public int[] starts() {
    return starts;
  }

  /**
   * Where each row ends, the index behind its last non-zero: to be read, not modified.
   *
   * @return an array of {@link #capacity} indices, of which {@link #rows} count
   */
  public int[] ends() {
    return ends;
  }

  /**
   * The columns of the non-zeros, 0 to D - 1, of the tile or of somebody else: to be read, and
   * filled by who asked for a {@link #buffer}.
   *
   * @return the array
   */
  public int[] indices() {
    return indices;
  }

  /**
   * The non-zeros, of the tile or of somebody else: to be read, and filled by who asked for a
   * {@link #buffer}.
   *
   * @return the array
   */
  public float[] values() {
    return values;
  }

  /**
   * Empties the tile, to become a view of rows in somebody's storage, which {@link #add} names. For
   * sources of features.
   *
   * @param indices the columns. Not modified, not copied
   * @param values as many values. Not modified, not copied
   * @throws IllegalArgumentException if the arrays differ in length
   */
  public void view(int[] indices, float[] values) {
    if (indices.length != values.length) {
      throw new IllegalArgumentException(
          "tile: " + indices.length + " indices for " + values.length + " values");
    }
    this.indices = indices;
    this.values = values;
    rows = 0;
  }

  /**
   * Empties the tile, to hold rows in arrays of its own, {@link #indices} and {@link #values},
   * which the caller then fills and divides into rows by {@link #add}. For sources of features.
   *
   * @param nonZeros how many will be needed in all
   */
  public void buffer(int nonZeros) {
    if (ownIndices.length < nonZeros) {
      int length =
          (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(nonZeros, 2L * ownValues.length));
      ownIndices = new int[length];
      ownValues = new float[length];
    }
    indices = ownIndices;
    values = ownValues;
    rows = 0;
  }

  /**
   * Adds a row.
   *
   * @param start the index of its first non-zero
   * @param end the index behind its last one
   * @throws IndexOutOfBoundsException if these do not lie in the arrays
   * @throws IllegalArgumentException if the tile is full
   */
  public void add(int start, int end) {
    Objects.checkFromToIndex(start, end, indices.length);
    if (rows == starts.length) {
      throw new IllegalArgumentException("tile: more rows than its capacity of " + rows);
    }
    starts[rows] = start;
    ends[rows] = end;
    rows++;
  }

  /**
   * Leaves out the non-zeros of a row, which stays.
   *
   * @param row its number, below {@link #rows}
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public void empty(int row) {
    starts[Objects.checkIndex(row, rows)] = ends[row];
  }
}
