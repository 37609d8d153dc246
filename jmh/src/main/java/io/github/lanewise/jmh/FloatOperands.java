// twin: double
package io.github.lanewise.jmh;

import io.github.lanewise.Precision;

/** Random matrices A [n x d] and B [d x c], row by row, and what their product must be. */
final class FloatOperands {

  private static final int VERIFIED_ROWS = 8;

  final int n;
  final int d;
  final int c;
  final float[] left;
  final float[] right;
  private final int[] verifiedRows;
  private final double[][] expected;
  private final double[][] bound;

  FloatOperands(int n, int d, int c) {
    this.n = n;
    this.d = d;
    this.c = c;
    left = Data.floats(Math.multiplyExact(n, d), -1, 1, 1);
    right = Data.floats(Math.multiplyExact(d, c), -1, 1, 2);
    verifiedRows = Verify.sample(n, VERIFIED_ROWS);
    expected = new double[verifiedRows.length][c];
    bound = new double[verifiedRows.length][c];
    for (int v = 0; v < verifiedRows.length; v++) {
      multiplyRow(verifiedRows[v], expected[v], bound[v]);
    }
  }

  /** One row of C and, by the bound gamma_d (|A| |B|)_ij, how far off its elements may be. */
  private void multiplyRow(int i, double[] sum, double[] sumBound) {
    double gamma = Verify.gamma(d, Verify.unit(Precision.FLOAT));
    for (int p = 0; p < d; p++) {
      for (int j = 0; j < c; j++) {
        double term = (double) left[i * d + p] * right[p * c + j];
        sum[j] += term;
        sumBound[j] += gamma * Math.abs(term);
      }
    }
  }

  /** Compares rows of C [n x c], the first and the last among them, with the naive ones. */
  void verify(float[] product) {
    for (int v = 0; v < verifiedRows.length; v++) {
      int i = verifiedRows[v];
      for (int j = 0; j < c; j++) {
        Verify.close(product[i * c + j], expected[v][j], bound[v][j], "C", i, j);
      }
    }
  }
}
