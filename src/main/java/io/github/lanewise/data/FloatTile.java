// twin: double
package io.github.lanewise.data;

import java.util.Objects;

/**
 * A tile of consecutive feature rows in the layout that the kernels read: row r starts at {@code
 * values()[offset() + r * stride()]}.
 *
 * <p>The stride is the number of columns rounded up to 64 bytes, so that kernels need no tail; the
 * columns that this adds hold zeros. A tile is either a view of somebody's storage ({@link #view})
 * or a copy in a buffer of its own ({@link #buffer}), which is allocated when it is first needed.
 * Tiles are reused: reading allocates nothing. A tile belongs to one thread.
 */
public final class FloatTile {
  private static final int STEP = 64 / Float.BYTES;

  private final int capacity;
  private final int columns;
  private final int stride;
  private float[] own;
  private float[] values = {};
  private int offset;
  private int rows;

  /**
   * Creates an empty tile.
   *
   * @param capacityRows the largest number of rows it will hold, at least 1
   * @param columns the number of feature columns D, at least 1
   * @throws IllegalArgumentException if an argument is below 1, or the tile would have 2^31
   *     elements or more
   */
  public FloatTile(int capacityRows, int columns) {
    if (capacityRows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "tile: " + capacityRows + " x " + columns + "; rows and columns must be at least 1");
    }
    long padded = ((long) columns + STEP - 1) / STEP * STEP;
    if (padded * capacityRows > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "tile: "
              + capacityRows
              + " x "
              + columns
              + " exceeds "
              + Integer.MAX_VALUE
              + " elements");
    }
    this.capacity = capacityRows;
    this.columns = columns;
    this.stride = (int) padded;
  }

  /**
   * The array that holds the rows, of the tile or of somebody else: to be read, not modified.
   *
   * @return the array; empty before the first read
   */
  public float[] values() {
    return values;
  }

  /**
   * Where the first row starts.
   *
   * @return the index of the first element in {@link #values}
   */
  public int offset() {
    return offset;
  }

  /**
   * The distance from one row to the next, a multiple of 64 bytes.
   *
   * @return the number of elements
   */
  public int stride() {
    return stride;
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
   * The feature columns D, padding not counted.
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
    return capacity;
  }

  /**
   * Whether the tile shows rows of somebody's storage rather than a copy of its own.
   *
   * @return true after {@link #view}, false after {@link #buffer}
   */
  public boolean isView() {
    return values != own;
  }

  /**
   * Whether the rows lie between other rows of the same storage, so that 64 bytes before the first
   * and behind the last can be read and are finite.
   *
   * @return true for a view that touches neither end of its storage
   */
  public boolean isInner() {
    return isView() && offset >= STEP && offset + (long) rows * stride + STEP <= values.length;
  }

  /**
   * Whether {@link #view} is possible: rows that follow each other without a gap already have the
   * stride of this tile.
   *
   * @return true if columns and stride are equal
   */
  public boolean viewable() {
    return columns == stride;
  }

  /**
   * Makes the tile a view of rows that lie in somebody's storage, one after the other without gaps.
   * For sources of features.
   *
   * @param values the storage. Not modified, not copied. All of it is finite: kernels may read up
   *     to 64 bytes before and behind the rows, and multiply them by 0
   * @param offset the index of the first element of the first row
   * @param rows the number of rows, 0 to {@link #capacity}
   * @throws IllegalStateException if the tile is not {@link #viewable}
   * @throws IllegalArgumentException if there are more rows than the capacity
   * @throws IndexOutOfBoundsException if the rows do not lie inside {@code values}
   */
  public void view(float[] values, int offset, int rows) {
    if (!viewable()) {
      throw new IllegalStateException("a tile of " + columns + " columns needs padding");
    }
    checkRows(rows);
    Objects.checkFromIndexSize(offset, rows * stride, values.length);
    this.values = values;
    this.offset = offset;
    this.rows = rows;
  }

  /**
   * Makes the tile hold rows in its own buffer and returns that for filling. For sources of
   * features, which write columns 0 to D - 1 of every row, row r from index {@code r * stride()}
   * on, and leave the padding alone.
   *
   * @param rows the number of rows, 0 to {@link #capacity}
   * @return the buffer, whose first row starts at index 0
   * @throws IllegalArgumentException if there are more rows than the capacity
   */
  public float[] buffer(int rows) {
    checkRows(rows);
    if (own == null) {
      own = new float[capacity * stride];
    }
    this.values = own;
    this.offset = 0;
    this.rows = rows;
    return own;
  }

  private void checkRows(int rows) {
    if (rows < 0 || rows > capacity) {
      throw new IllegalArgumentException("tile: " + rows + " rows; must be 0 to " + capacity);
    }
  }
}
