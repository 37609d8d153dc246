// twin: double
package io.github.lanewise.jmh;

import io.github.lanewise.Precision;
import io.github.lanewise.matrix.FloatMatrix;
import io.github.lanewise.matrix.MatMul;

/** C [n x c] = A [n x d] B [d x c] of random matrices. */
final class FloatProduct implements GemmBenchmark.Product {

  private static final int VERIFIED_ROWS = 8;

  private final FloatMatrix left;
  private final FloatMatrix right;
  final FloatMatrix result;
  private final int[] verifiedRows;
  private final double[][] expected;
  private final double[][] bound;

  FloatProduct(int n, int d, int c) {
    left = FloatMatrix.of(Data.floats(Math.multiplyExact(n, d), -1, 1, 1), n, d);
    right = FloatMatrix.of(Data.floats(Math.multiplyExact(d, c), -1, 1, 2), d, c);
    result = new FloatMatrix(n, c);
    verifiedRows = Verify.sample(n, VERIFIED_ROWS);
    expected = new double[verifiedRows.length][c];
    bound = new double[verifiedRows.length][c];
    for (int v = 0; v < verifiedRows.length; v++) {
      multiplyRow(verifiedRows[v], expected[v], bound[v]);
    }
  }

  /** One row of C and, by the bound gamma_d (|A| |B|)_ij, how far off its elements may be. */
  private void multiplyRow(int i, double[] sum, double[] sumBound) {
    double gamma = Verify.gamma(left.columns(), Verify.unit(Precision.FLOAT));
    for (int p = 0; p < left.columns(); p++) {
      for (int j = 0; j < sum.length; j++) {
        double term = (double) left.get(i, p) * right.get(p, j);
        sum[j] += term;
        sumBound[j] += gamma * Math.abs(term);
      }
    }
  }

  @Override
  public void multiply() {
    MatMul.multiply(left, right, result);
  }

  @Override
  public void verify() {
    for (int v = 0; v < verifiedRows.length; v++) {
      int i = verifiedRows[v];
      for (int j = 0; j < result.columns(); j++) {
        Verify.close(result.get(i, j), expected[v][j], bound[v][j], "C", i, j);
      }
    }
  }
}
