package io.github.lanewise.data;

/**
 * The feature rows X [N x D] of a data set, whatever their storage.
 *
 * <p>Kernels never see the storage: they ask for a tile of rows. Storage is neither copied nor
 * converted as a whole; unsigned bytes stay bytes and become floating-point numbers tile by tile.
 * Reading modifies nothing but the tile and allocates nothing, so any number of threads may read at
 * once, each with tiles of its own. Values must not change while a {@code Features} is in use.
 *
 * <p>Implementations outside this package fill tiles through {@link FloatTile#buffer} or {@link
 * FloatTile#view}, and promise finite values.
 */
public interface Features {

  /**
   * Wraps an array of floats.
   *
   * @param values the rows one after the other, [rows x columns]. Not modified, not copied
   * @param rows the number of rows N
   * @param columns the number of features D
   * @return the features
   * @throws InvalidDataException if the sizes do not match or a value is not finite; names row and
   *     column, counted from 0
   */
  static Features of(float[] values, int rows, int columns) {
    Checks.length(values.length, rows, columns);
    Checks.finite(values, columns);
    return new FloatFeatures(values, rows, columns, 1);
  }

  /**
   * Wraps an array of doubles.
   *
   * @param values the rows one after the other, [rows x columns]. Not modified, not copied. Each
   *     must stay finite when it is rounded to float
   * @param rows the number of rows N
   * @param columns the number of features D
   * @return the features
   * @throws InvalidDataException if the sizes do not match or a value is not finite; names row and
   *     column, counted from 0
   */
  static Features of(double[] values, int rows, int columns) {
    Checks.length(values.length, rows, columns);
    Checks.finite(values, columns);
    return new DoubleFeatures(values, rows, columns, 1);
  }

  /**
   * Wraps an array of unsigned bytes. A feature is its byte times the scale, computed in the
   * precision of the tile that is filled: with the scale 1.0 / 255, {@code b * (float) (1.0 / 255)}
   * in a float tile and {@code b * (1.0 / 255)} in a double tile.
   *
   * @param values the rows one after the other, [rows x columns], each byte read as 0 to 255. Not
   *     modified, not copied
   * @param rows the number of rows N
   * @param columns the number of features D
   * @param scale the factor for every byte: finite and above 0, also as a float
   * @return the features
   * @throws InvalidDataException if the sizes do not match or the scale is out of range
   */
  static Features ofBytes(byte[] values, int rows, int columns, double scale) {
    Checks.length(values.length, rows, columns);
    Checks.scale(scale);
    return new ByteFeatures(values, rows, columns, scale);
  }

  /**
   * The number of rows N.
   *
   * @return the number of rows
   */
  int rows();

  /**
   * The number of features D.
   *
   * @return the number of columns
   */
  int columns();

  /**
   * The factor by which the numbers of the source were multiplied to become these features: 1/255
   * for images read as bytes, the scale that a reader was given, else 1. A model keeps it, so that
   * new data can be scaled alike.
   *
   * @return the factor
   */
  default double scale() {
    return 1;
  }

  /**
   * One feature, for inspection; not a fast path.
   *
   * @param row the row, 0 to N - 1
   * @param column the column, 0 to D - 1
   * @return the value
   * @throws IndexOutOfBoundsException if there is no such row or column
   */
  double get(int row, int column);

  /**
   * Reads consecutive rows.
   *
   * @param from the first row
   * @param count the number of rows
   * @param tile receives rows {@code from} to {@code from + count - 1}, rounded to float. Modified
   * @throws IndexOutOfBoundsException if the rows do not exist
   * @throws IllegalArgumentException if the tile has another number of columns or too little
   *     capacity
   */
  void read(int from, int count, FloatTile tile);

  /**
   * Reads consecutive rows.
   *
   * @param from the first row
   * @param count the number of rows
   * @param tile receives rows {@code from} to {@code from + count - 1}. Modified
   * @throws IndexOutOfBoundsException if the rows do not exist
   * @throws IllegalArgumentException if the tile has another number of columns or too little
   *     capacity
   */
  void read(int from, int count, DoubleTile tile);

  /**
   * Gathers rows in a given order.
   *
   * @param order row numbers. Not modified
   * @param from the first entry of {@code order} to use
   * @param count the number of entries to use
   * @param tile receives rows {@code order[from]} to {@code order[from + count - 1]}, rounded to
   *     float. Modified
   * @throws IndexOutOfBoundsException if the entries or the rows do not exist
   * @throws IllegalArgumentException if the tile has another number of columns or too little
   *     capacity
   */
  void read(int[] order, int from, int count, FloatTile tile);

  /**
   * Gathers rows in a given order.
   *
   * @param order row numbers. Not modified
   * @param from the first entry of {@code order} to use
   * @param count the number of entries to use
   * @param tile receives rows {@code order[from]} to {@code order[from + count - 1]}. Modified
   * @throws IndexOutOfBoundsException if the entries or the rows do not exist
   * @throws IllegalArgumentException if the tile has another number of columns or too little
   *     capacity
   */
  void read(int[] order, int from, int count, DoubleTile tile);

  /**
   * Copies some rows, in the same storage type and with the same {@link #scale}.
   *
   * @param rows the row numbers, in the order wanted; repeats are allowed. Not modified
   * @return features of {@code rows.length} rows
   * @throws IndexOutOfBoundsException if a row does not exist
   * @throws InvalidDataException if the copy would have 2^31 elements or more
   */
  Features select(int[] rows);
}
