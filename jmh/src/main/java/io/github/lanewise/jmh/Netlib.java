package io.github.lanewise.jmh;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;

/**
 * The BLAS of {@code dev.ludovic.netlib} on the Vector API. It reads matrices column by column: to
 * it, our arrays hold transposes, and it is asked for C^T = B^T A^T.
 */
final class Netlib {

  private static final BLAS BLAS_ON_VECTORS = onVectors();

  private Netlib() {}

  /** Without the module it would be a scalar one: not what is to be compared. */
  private static BLAS onVectors() {
    System.setProperty("dev.ludovic.netlib.blas.allowNative", "false");
    BLAS chosen = JavaBLAS.getInstance();
    if (!chosen.getClass().getSimpleName().equals("VectorBLAS")) {
      throw new IllegalStateException("netlib chose " + chosen.getClass().getName());
    }
    return chosen;
  }

  static FloatPeerProduct.Peer of(FloatOperands operands) {
    int n = operands.n;
    int d = operands.d;
    int c = operands.c;
    float[] result = new float[n * c];
    return new FloatPeerProduct.Peer() {
      @Override
      public void multiply() {
        BLAS_ON_VECTORS.sgemm(
            "N", "N", c, n, d, 1, operands.right, c, operands.left, d, 0, result, c);
      }

      @Override
      public float[] product() {
        return result;
      }
    };
  }

  static DoublePeerProduct.Peer of(DoubleOperands operands) {
    int n = operands.n;
    int d = operands.d;
    int c = operands.c;
    double[] result = new double[n * c];
    return new DoublePeerProduct.Peer() {
      @Override
      public void multiply() {
        BLAS_ON_VECTORS.dgemm(
            "N", "N", c, n, d, 1, operands.right, c, operands.left, d, 0, result, c);
      }

      @Override
      public double[] product() {
        return result;
      }
    };
  }
}
