package io.github.lanewise.jmh;

import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/** Commons Math, in double only. It chooses the layout by the size, and allocates every product. */
final class CommonsMath implements DoublePeerProduct.Peer {

  private final RealMatrix left;
  private final RealMatrix right;
  private RealMatrix result;

  private CommonsMath(DoubleOperands operands) {
    left = matrix(operands.left, operands.n, operands.d);
    right = matrix(operands.right, operands.d, operands.c);
    result = MatrixUtils.createRealMatrix(operands.n, operands.c);
  }

  static DoublePeerProduct.Peer of(DoubleOperands operands) {
    return new CommonsMath(operands);
  }

  static FloatPeerProduct.Peer of(FloatOperands operands) {
    throw new IllegalArgumentException("commons-math has no float; use precision=double");
  }

  private static RealMatrix matrix(double[] values, int rows, int columns) {
    RealMatrix matrix = MatrixUtils.createRealMatrix(rows, columns);
    for (int i = 0; i < values.length; i++) {
      matrix.setEntry(i / columns, i % columns, values[i]);
    }
    return matrix;
  }

  @Override
  public void multiply() {
    result = left.multiply(right);
  }

  @Override
  public double[] product() {
    int columns = result.getColumnDimension();
    double[] product = new double[result.getRowDimension() * columns];
    for (int i = 0; i < product.length; i++) {
      product[i] = result.getEntry(i / columns, i % columns);
    }
    return product;
  }
}
