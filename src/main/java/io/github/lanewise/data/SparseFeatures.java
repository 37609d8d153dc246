package io.github.lanewise.data;

/**
 * Feature rows X [N x D] of which only the non-zeros are stored: compressed sparse rows. Row i is
 * the list of its columns, strictly increasing, and their values; every other feature is 0. Values
 * are single precision.
 *
 * <p>The engine reads sparse rows as {@link FloatSparseTile}s and never widens them to dense ones.
 * Sums skip the zeros and are otherwise those of the same data dense: scores, losses, gradients and
 * trained models have the same bits, signs of zeros aside, while all parameters are finite.
 *
 * <p>Reading into dense tiles works as well, for whoever knows no sparse rows.
 *
 * <p>Implementations outside this package fill tiles through {@link FloatSparseTile#view} or {@link
 * FloatSparseTile#buffer}, and promise finite values in strictly increasing columns below D.
 */
public interface SparseFeatures extends Features {

  /**
   * Wraps compressed sparse rows in arrays, which hold at most 2^31 - 1 non-zeros. Zeros among the
   * values are allowed.
   *
   * @param rowPointers where each row begins in the other arrays, then where the last one ends, [N
   *     + 1]: from 0, never decreasing, to their length. Not modified, not copied
   * @param indices the columns of the non-zeros, row by row, strictly increasing within a row. Not
   *     modified, not copied
   * @param values the non-zeros, as many. Not modified, not copied
   * @param columns the number of features D
   * @return the features
   * @throws InvalidDataException if the pointers or the sizes do not match, a column is out of
   *     range or not above the one before it, or a value is not finite; names row and column,
   *     counted from 0
   */
  static SparseFeatures of(long[] rowPointers, int[] indices, float[] values, int columns) {
    CsrFeatures.check(rowPointers, indices, values, columns);
    return new CsrFeatures(rowPointers, indices, values, columns, 1);
  }

  /**
   * How many values are stored.
   *
   * @return their number over all rows
   */
  long nonZeros();

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
  void read(int from, int count, FloatSparseTile tile);

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
  void read(int from, int count, DoubleSparseTile tile);

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
  void read(int[] order, int from, int count, FloatSparseTile tile);

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
  void read(int[] order, int from, int count, DoubleSparseTile tile);

  @Override
  SparseFeatures select(int[] rows);
}
