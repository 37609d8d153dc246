package io.github.lanewise.data;

/** Collects features given as decimal numbers, until it is known how many there are. */
interface DecimalBuilder {

  /** The number of features collected. */
  int size();

  /** The most memory that is needed for them, now and while they become one array. */
  long bytes();

  /**
   * Adds a number times a scale and returns it, rounded: once if the scale is 1, else after each of
   * the two operations in double.
   */
  double add(String decimal, double scale);

  /** Returns the features of whole rows, which the scale was applied to, and forgets all. */
  Features build(int rows, int columns, double scale);
}
