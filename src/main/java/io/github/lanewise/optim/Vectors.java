package io.github.lanewise.optim;

/** Sums over parameter arrays, in the order of the index. */
final class Vectors {

  private Vectors() {}

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** y += factor x. Modified: y. */
  static void add(double factor, double[] x, double[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] += factor * x[i];
    }
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
