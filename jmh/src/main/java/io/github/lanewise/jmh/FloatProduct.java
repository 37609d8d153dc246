// twin: double
package io.github.lanewise.jmh;

import io.github.lanewise.matrix.FloatMatrix;
import io.github.lanewise.matrix.MatMul;

/** C [n x c] = A [n x d] B [d x c] of random matrices, by the library. */
final class FloatProduct implements GemmBenchmark.Product {

  private final FloatOperands operands;
  private final FloatMatrix left;
  private final FloatMatrix right;
  final FloatMatrix result;

  FloatProduct(int n, int d, int c) {
    operands = new FloatOperands(n, d, c);
    left = FloatMatrix.of(operands.left, n, d);
    right = FloatMatrix.of(operands.right, d, c);
    result = new FloatMatrix(n, c);
  }

  @Override
  public void multiply() {
    MatMul.multiply(left, right, result);
  }

  @Override
  public void verify() {
    operands.verify(result.values());
  }
}
