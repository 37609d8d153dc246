// twin: double
package io.github.lanewise.matrix;

import java.util.Arrays;
import java.util.Objects;

/**
 * A row-major matrix of {@code float} over an array that it shares with its maker.
 *
 * <p>Element (i, j) is {@code values[offset + i * stride + j]}; a stride above the number of
 * columns leaves gaps that no operation reads or writes.
 */
public final class FloatMatrix {

  /** Elements that a line of text can show. */
  private static final int MOST_SHOWN = 100;

  private final float[] values;
  private final int offset;
  private final int rows;
  private final int columns;
  private final int stride;

  private FloatMatrix(float[] values, int offset, int rows, int columns, int stride) {
    this.values = values;
    this.offset = offset;
    this.rows = rows;
    this.columns = columns;
    this.stride = stride;
  }

  /**
   * A matrix of zeros.
   *
   * @param rows the number of rows, at least 0
   * @param columns the number of columns, at least 0
   * @throws IllegalArgumentException if a size is negative
   * @throws ArithmeticException if rows times columns passes 2^31 - 1
   */
  public FloatMatrix(int rows, int columns) {
    this(new float[area(rows, columns)], 0, rows, columns, columns);
  }

  /**
   * The rows one after the other in {@code values}, which is not copied.
   *
   * @param values the elements, at least rows times columns. Shared, so modified with the matrix.
   * @param rows the number of rows, at least 0
   * @param columns the number of columns, at least 0
   * @return the matrix over {@code values}
   * @throws IllegalArgumentException if a size is negative or {@code values} is too short
   * @throws ArithmeticException if rows times columns passes 2^31 - 1
   */
  public static FloatMatrix of(float[] values, int rows, int columns) {
    return of(values, 0, rows, columns, columns);
  }

  /**
   * Rows that begin {@code stride} elements apart in {@code values}, which is not copied.
   *
   * @param values the array that holds the elements. Shared, so modified with the matrix.
   * @param offset the index of element (0, 0), at least 0
   * @param rows the number of rows, at least 0
   * @param columns the number of columns, at least 0
   * @param stride the distance from a row to the next, at least {@code columns}
   * @return the matrix over {@code values}
   * @throws IllegalArgumentException if a size is negative, the stride is below the number of
   *     columns, or the last element lies outside {@code values}
   * @throws ArithmeticException if rows times columns passes 2^31 - 1
   */
  public static FloatMatrix of(float[] values, int offset, int rows, int columns, int stride) {
    Objects.requireNonNull(values, "values");
    area(rows, columns);
    if (offset < 0) {
      throw new IllegalArgumentException("offset: " + offset + " is below 0");
    }
    if (stride < columns) {
      throw new IllegalArgumentException("stride: " + stride + " is below columns = " + columns);
    }
    long end = rows == 0 ? offset : offset + (rows - 1L) * stride + columns;
    if (end > values.length) {
      throw new IllegalArgumentException(
          "values: %s rows x %s columns with stride %s from offset %s end at %s, length is %s"
              .formatted(rows, columns, stride, offset, end, values.length));
    }
    return new FloatMatrix(values, offset, rows, columns, stride);
  }

  private static int area(int rows, int columns) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(
          "a matrix of " + rows + " x " + columns + ": sizes must be at least 0");
    }
    long elements = (long) rows * columns;
    if (elements > Integer.MAX_VALUE) {
      throw new ArithmeticException(
          "a matrix of %s x %s: %s elements, the limit is %s"
              .formatted(rows, columns, elements, Integer.MAX_VALUE));
    }
    return (int) elements;
  }

  /**
   * The array behind this matrix.
   *
   * @return the array itself, not a copy
   */
  public float[] values() {
    return values;
  }

  /**
   * Where the matrix begins.
   *
   * @return the index of element (0, 0) in {@link #values()}
   */
  public int offset() {
    return offset;
  }

  /**
   * The number of rows.
   *
   * @return rows
   */
  public int rows() {
    return rows;
  }

  /**
   * The number of columns.
   *
   * @return columns
   */
  public int columns() {
    return columns;
  }

  /**
   * The distance between rows.
   *
   * @return the number of elements from one row's beginning to the next one's
   */
  public int stride() {
    return stride;
  }

  /**
   * Reads one element.
   *
   * @param row the row, 0 .. rows - 1
   * @param column the column, 0 .. columns - 1
   * @return element (row, column)
   * @throws IndexOutOfBoundsException if there is no such element
   */
  public float get(int row, int column) {
    return values[index(row, column)];
  }

  /**
   * Writes one element.
   *
   * @param row the row, 0 .. rows - 1
   * @param column the column, 0 .. columns - 1
   * @param value what to write
   * @throws IndexOutOfBoundsException if there is no such element
   */
  public void set(int row, int column, float value) {
    values[index(row, column)] = value;
  }

  /**
   * The shape and, of at most 100 elements, the elements.
   *
   * @return for example {@code [2 x 2] [1.0, 2.0] [3.0, 4.0]}
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[" + rows + " x " + columns + "]");
    int elements = rows * columns;
    for (int row = 0; elements > 0 && elements <= MOST_SHOWN && row < rows; row++) {
      int start = offset + row * stride;
      text.append(' ').append(Arrays.toString(Arrays.copyOfRange(values, start, start + columns)));
    }
    return text.toString();
  }

  private int index(int row, int column) {
    Objects.checkIndex(row, rows);
    Objects.checkIndex(column, columns);
    return offset + row * stride + column;
  }
}
