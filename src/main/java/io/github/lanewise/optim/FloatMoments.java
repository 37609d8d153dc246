// twin: double
package io.github.lanewise.optim;

import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.kernel.KernelProvider;

/**
 * The sum of z z^T over rows z, by the kernel of the gradient dW += dS^T X, which a training has
 * made warm. Sums of a block of rows are in the kernel's precision, their sum is in double.
 */
final class FloatMoments {

  /** Rows of a block. The rounding of sums over them is far below what is added to the diagonal. */
  private static final int ROWS = 256;

  /** Rows of the matrix at a time, as many as there often are classes. */
  private static final int HEIGHT = 10;

  private final Workers workers;
  private final SymmetricMatrix moments;
  private final int size;

  /** The columns of a block, padded to whole panels: the kernel has no thin tiles to warm up. */
  private final int stride;

  private final float[] block;
  private int count;

  /** To be added to moments of this size. */
  FloatMoments(SymmetricMatrix moments, int size, Workers workers) {
    this.workers = workers;
    this.moments = moments;
    this.size = size;
    stride = Math.ceilDiv(size, FloatKernels.PANEL) * FloatKernels.PANEL;
    block = new float[ROWS * stride];
  }

  /** Adds a row, at the latest with {@link #finish}. Not modified: z. */
  @SuppressWarnings("cast") // redundant in the double twin
  void add(double[] z) {
    for (int d = 0; d < size; d++) {
      block[count * stride + d] = (float) z[d];
    }
    count++;
    if (count == ROWS) {
      finish();
    }
  }

  /** Adds the rows that are still waiting. */
  void finish() {
    FloatKernels kernels = KernelProvider.floats((long) count * size * size);
    workers.run(Math.ceilDiv(size, HEIGHT), (number, worker) -> addRows(kernels, number * HEIGHT));
    count = 0;
  }

  /** Adds to a few rows of the matrix, from the diagonal on. */
  private void addRows(FloatKernels kernels, int first) {
    int height = Math.min(HEIGHT, size - first);
    int begin = first / FloatKernels.PANEL * FloatKernels.PANEL;
    int width = stride - begin;
    float[] sums = new float[height * width];
    kernels.addTransposedMultiply(
        height, width, count, block, first, stride, block, begin, stride, sums, 0, width);
    for (int i = 0; i < height; i++) {
      double[] row = moments.row(first + i);
      for (int j = first + i; j < size; j++) {
        row[j] += sums[i * width + j - begin];
      }
    }
  }
}
