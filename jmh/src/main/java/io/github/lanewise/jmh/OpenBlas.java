package io.github.lanewise.jmh;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.presets.openblas_nolapack.blas_set_num_threads;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * OpenBLAS, native, on one thread. Its matrices lie outside the heap, where no call copies them:
 * what {@code float[]} would cost on the way is not its fault.
 */
final class OpenBlas {

  private OpenBlas() {}

  /** Loads the library; with {@code OPENBLAS_VERBOSE=2} it prints which kernels it chose. */
  static void useOneThread() {
    blas_set_num_threads(1);
  }

  static FloatPeerProduct.Peer of(FloatOperands operands) {
    int n = operands.n;
    int d = operands.d;
    int c = operands.c;
    FloatPointer left = new FloatPointer(operands.left);
    FloatPointer right = new FloatPointer(operands.right);
    FloatPointer result = new FloatPointer((long) n * c);
    useOneThread();
    return new FloatPeerProduct.Peer() {
      @Override
      public void multiply() {
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, n, c, d, 1, left, d, right, c, 0, result, c);
      }

      @Override
      public float[] product() {
        float[] product = new float[n * c];
        result.get(product);
        return product;
      }
    };
  }

  static DoublePeerProduct.Peer of(DoubleOperands operands) {
    int n = operands.n;
    int d = operands.d;
    int c = operands.c;
    DoublePointer left = new DoublePointer(operands.left);
    DoublePointer right = new DoublePointer(operands.right);
    DoublePointer result = new DoublePointer((long) n * c);
    useOneThread();
    return new DoublePeerProduct.Peer() {
      @Override
      public void multiply() {
        cblas_dgemm(
            CblasRowMajor, CblasNoTrans, CblasNoTrans, n, c, d, 1, left, d, right, c, 0, result, c);
      }

      @Override
      public double[] product() {
        double[] product = new double[n * c];
        result.get(product);
        return product;
      }
    };
  }
}
