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

  FloatProduct(int n, int d, int c) {
    left = FloatMatrix.of(Data.floats(Math.multiplyExact(n, d), -1, 1, 1), n, d);
    right = FloatMatrix.of(Data.floats(Math.multiplyExact(d, c), -1, 1, 2), d, c);
    result = new FloatMatrix(n, c);
  }

  @Override
  public void multiply() {
    MatMul.multiply(left, right, result);
  }

  /** Each element of some rows, within gamma_d (|A| |B|)_ij. */
  @Override
  public void verify() {
    double gamma = Verify.gamma(left.columns(), Verify.unit(Precision.FLOAT));
    for (int i : Verify.sample(result.rows(), VERIFIED_ROWS)) {
      double[] sum = new double[result.columns()];
      double[] magnitude = new double[result.columns()];
      for (int p = 0; p < left.columns(); p++) {
        for (int j = 0; j < sum.length; j++) {
          double term = (double) left.get(i, p) * right.get(p, j);
          sum[j] += term;
          magnitude[j] += Math.abs(term);
        }
      }
      for (int j = 0; j < sum.length; j++) {
        Verify.close(result.get(i, j), sum[j], gamma * magnitude[j], "C", i, j);
      }
    }
  }
}
