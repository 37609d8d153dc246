package io.github.lanewise.optim;

/**
 * Arithmetic on parameter arrays, shared out among threads. A sum is a chain over each block of
 * {@link #BLOCK} elements, in the order of the index, and the blocks are added in order: its bits
 * do not depend on the number of threads.
 */
final class Vectors {

  private static final int BLOCK = 1 << 15;

  private final Workers workers;

  Vectors(Workers workers) {
    this.workers = workers;
  }

  /** What is done with the elements from .. to - 1. */
  interface Range {
    void run(int from, int to);
  }

  /** A sum over the elements from .. to - 1, whatever else is done with them. */
  interface PartialSum {
    double over(int from, int to);
  }

  /** Runs a task on all ranges of 0 .. length - 1, which may not depend on each other. */
  void each(int length, Range task) {
    workers.run(
        Math.ceilDiv(length, BLOCK),
        (block, worker) -> task.run(block * BLOCK, end(block, length)));
  }

  /** The sum over all ranges of 0 .. length - 1, which may not depend on each other. */
  double sum(int length, PartialSum task) {
    double[] sums = new double[Math.ceilDiv(length, BLOCK)];
    workers.run(
        sums.length, (block, worker) -> sums[block] = task.over(block * BLOCK, end(block, length)));
    double sum = sums[0];
    for (int block = 1; block < sums.length; block++) {
      sum += sums[block];
    }
    return sum;
  }

  private static int end(int block, int length) {
    return Math.min(length - block * BLOCK, BLOCK) + block * BLOCK;
  }

  double dot(double[] a, double[] b) {
    return sum(
        a.length,
        (from, to) -> {
          double sum = 0;
          for (int i = from; i < to; i++) {
            sum += a[i] * b[i];
          }
          return sum;
        });
  }

  /** y += factor x. Modified: y. */
  void add(double factor, double[] x, double[] y) {
    each(
        y.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            y[i] += factor * x[i];
          }
        });
  }

  /** y += factor x while it is in the cache for z y, which is returned. Modified: y. */
  double addThenDot(double factor, double[] x, double[] y, double[] z) {
    return sum(
        y.length,
        (from, to) -> {
          double sum = 0;
          for (int i = from; i < to; i++) {
            y[i] += factor * x[i];
            sum += z[i] * y[i];
          }
          return sum;
        });
  }

  /** The largest absolute entry; NaN if there is a NaN. */
  static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
