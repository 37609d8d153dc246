// twin: double
package io.github.lanewise.matrix;

import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.kernel.KernelProvider;
import java.util.Arrays;

/**
 * The loop nest of matrix multiplication around {@link FloatKernels#multiplyAdd}: which block of
 * which operand is in which cache.
 *
 * <pre>
 * for a block of k (DEPTH)              B's block goes into panels, PANEL columns each    L2 / L3
 *   for a block of rows of C (HEIGHT)   A's block is read as it lies, or transposed       L2
 *     for a panel of B                  the kernel: register tiles of C                   L1
 * </pre>
 *
 * Every element of C is one chain over k from 0 (or from C), because a block goes on from the sum
 * that the block before it left in C: the bits do not depend on the block sizes.
 */
final class FloatGemm {

  /** Columns of a panel: the widest register tile, 256 bytes of them. */
  static final int PANEL = 4 * FloatKernels.LANES;

  /** Depth of a block: a panel of 256 x 256 bytes is 64 KiB, read from L2 as the tiles go down. */
  static final int DEPTH = 256;

  /** Rows of C in a block: 96 rows of A, 1 KiB each, stay in L2 beside the panel. */
  static final int HEIGHT = 96;

  /** Columns of B packed at a time: 256 x 2048 floats are 2 MiB, read back from L3. */
  static final int BREADTH = 32 * PANEL;

  private static final ThreadLocal<FloatGemm> OF_THREAD = ThreadLocal.withInitial(FloatGemm::new);

  private final FloatKernels kernels = KernelProvider.floats();
  private float[] panels = {};
  private final float[] left = new float[HEIGHT * DEPTH];
  private final float[] edge = new float[HEIGHT * PANEL];

  private FloatGemm() {}

  /** The calling thread's workspace. */
  static FloatGemm ofThread() {
    return OF_THREAD.get();
  }

  /**
   * C += A B with A or B read transposed on demand; sizes are already checked.
   *
   * @param a [m x k], or [k x m] if transposed
   * @param b [k x n], or [n x k] if transposed
   */
  void multiplyAdd(
      FloatMatrix a, boolean transposeA, FloatMatrix b, boolean transposeB, FloatMatrix c) {
    int k = transposeA ? a.rows() : a.columns();
    for (int column = 0; column < c.columns(); column += BREADTH) {
      int breadth = Math.min(BREADTH, c.columns() - column);
      for (int p = 0; p < k; p += DEPTH) {
        int depth = Math.min(DEPTH, k - p);
        pack(b, transposeB, p, depth, column, breadth);
        for (int row = 0; row < c.rows(); row += HEIGHT) {
          int height = Math.min(HEIGHT, c.rows() - row);
          float[] rows = a.values();
          int offset = a.offset() + row * a.stride() + p;
          int stride = a.stride();
          if (transposeA) {
            transpose(a, row, height, p, depth);
            rows = left;
            offset = 0;
            stride = depth;
          }
          block(rows, offset, stride, height, depth, c, row, column, breadth);
        }
      }
    }
  }

  /** One block of rows of A times all packed panels. */
  private void block(
      float[] a,
      int aOffset,
      int aStride,
      int height,
      int depth,
      FloatMatrix c,
      int row,
      int column,
      int breadth) {
    for (int j = 0; j < breadth; j += PANEL) {
      int width = Math.min(PANEL, breadth - j);
      int padded = FloatKernels.padded(width);
      int target = c.offset() + row * c.stride() + column + j;
      if (padded == width) {
        kernels.multiplyAdd(
            height, width, depth, a, aOffset, aStride, panels, j * depth, padded, c.values(),
            target, c.stride());
      } else {
        for (int i = 0; i < height; i++) {
          System.arraycopy(c.values(), target + i * c.stride(), edge, i * padded, width);
        }
        kernels.multiplyAdd(
            height, padded, depth, a, aOffset, aStride, panels, j * depth, padded, edge, 0, padded);
        for (int i = 0; i < height; i++) {
          System.arraycopy(edge, i * padded, c.values(), target + i * c.stride(), width);
        }
      }
    }
  }

  /** Copies B's block into panels [depth x PANEL], the last one padded with zeros. */
  private void pack(
      FloatMatrix b, boolean transposed, int p, int depth, int column, int breadth) {
    int size = FloatKernels.padded(breadth) * depth;
    if (panels.length < size) {
      panels = new float[size];
    }
    for (int j = 0; j < breadth; j += PANEL) {
      int width = Math.min(PANEL, breadth - j);
      int padded = FloatKernels.padded(width);
      int panel = j * depth;
      if (padded > width) {
        Arrays.fill(panels, panel, panel + depth * padded, 0);
      }
      if (transposed) {
        for (int i = 0; i < width; i++) {
          int source = b.offset() + (column + j + i) * b.stride() + p;
          for (int q = 0; q < depth; q++) {
            panels[panel + q * padded + i] = b.values()[source + q];
          }
        }
      } else {
        for (int q = 0; q < depth; q++) {
          int source = b.offset() + (p + q) * b.stride() + column + j;
          System.arraycopy(b.values(), source, panels, panel + q * padded, width);
        }
      }
    }
  }

  /** left [height x depth] = the transposed block of A [k x m]. */
  private void transpose(FloatMatrix a, int row, int height, int p, int depth) {
    for (int q = 0; q < depth; q++) {
      int source = a.offset() + (p + q) * a.stride() + row;
      for (int i = 0; i < height; i++) {
        left[i * depth + q] = a.values()[source + i];
      }
    }
  }
}
