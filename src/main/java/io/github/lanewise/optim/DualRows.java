package io.github.lanewise.optim;

/**
 * Rows of a data set, visited one by one, and the weights W [C x D] that change with each visit, in
 * one precision. The rows of a block are numbered from 0.
 */
interface DualRows {

  /** The most rows that a block can have. */
  int BLOCK = 32;

  /** Takes W over from parameters. Not modified. */
  void load(double[] parameters);

  /** W = 0. */
  void clear();

  /** ||W||^2. */
  double squares();

  /** Goes on to the block of rows {@code order[from .. from + count)}, at most {@link #BLOCK}. */
  void read(int[] order, int from, int count);

  /** ||x||^2 of a row of the block. */
  double squaredLength(int row);

  /**
   * The scores of a row of the block: W x + b.
   *
   * @param bias b [C]. Not modified
   * @param scores [C]. Modified
   */
  void scores(int row, double[] bias, double[] scores);

  /** W += a x^T for a row x of the block and a [C]. */
  void add(int row, double[] a);

  /** Writes W, and takes b over, so that both may be measured. Modified: W of the parameters. */
  void store(double[] parameters);
}
