package io.github.lanewise.jmh;

import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.CommonOps_FDRM;

/** EJML's row-major matrices, on one thread. */
final class Ejml {

  private Ejml() {}

  static FloatPeerProduct.Peer of(FloatOperands operands) {
    FMatrixRMaj left = FMatrixRMaj.wrap(operands.n, operands.d, operands.left);
    FMatrixRMaj right = FMatrixRMaj.wrap(operands.d, operands.c, operands.right);
    FMatrixRMaj result = new FMatrixRMaj(operands.n, operands.c);
    return new FloatPeerProduct.Peer() {
      @Override
      public void multiply() {
        CommonOps_FDRM.mult(left, right, result);
      }

      @Override
      public float[] product() {
        return result.data;
      }
    };
  }

  static DoublePeerProduct.Peer of(DoubleOperands operands) {
    DMatrixRMaj left = DMatrixRMaj.wrap(operands.n, operands.d, operands.left);
    DMatrixRMaj right = DMatrixRMaj.wrap(operands.d, operands.c, operands.right);
    DMatrixRMaj result = new DMatrixRMaj(operands.n, operands.c);
    return new DoublePeerProduct.Peer() {
      @Override
      public void multiply() {
        CommonOps_DDRM.mult(left, right, result);
      }

      @Override
      public double[] product() {
        return result.data;
      }
    };
  }
}
