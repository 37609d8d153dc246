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
   * Visits a row of the block, whose scores are W x + b. Not modified: W.
   *
   * @param bias b [C]. Not modified
   * @param label the row's class
   * @param q see {@link FloatHingeBlock}
   * @param alpha the row's C dual variables from an offset on. Modified
   * @param alphaSum their sum
   * @return whether alpha has changed: then W has to follow
   */
  boolean visit(
      int row, double[] bias, int label, double q, double[] alpha, int offset, double alphaSum);

  /** What the last visit found and changed. */
  HingeBlock visited();

  /** Goes back to G = 0, the gradient of the mean hinge in W. */
  void clearGradient();

  /**
   * Measures a row of the block, whose scores are W x + b: G += u dL/ds x^T.
   *
   * @param bias b [C]. Not modified
   * @param label the row's class
   * @param share u
   * @param slopes receives u dL/ds [C]
   * @return u times the hinge
   */
  double measure(int row, double[] bias, int label, double share, double[] slopes);

  /** The largest absolute entry of G + l2 W. */
  double largestGradient(double l2);

  /** W += a x^T for a row x of the block and a [C]. */
  void add(int row, double[] a);

  /** Writes W, and takes b over, so that both may be measured. Modified: W of the parameters. */
  void store(double[] parameters);
}
