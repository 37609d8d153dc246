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
 *   for a block of rows of C (HEIGHT)   A's block, transposed where that is asked for    L3 / L2
 *     for a panel of B                  the panel, while rows of A pass by                L2
 *       for a few rows of C             the kernel: a register tile, its rows of A        L1
 * </pre>
 *
 * A small B is used where it lies instead, without panels.
 *
 * <p>Every element of C is one chain over k from 0 (or from C), because a block goes on from the
 * sum that the block before it left in C: the bits do not depend on the block sizes.
 */
final class FloatGemm {

  static final int PANEL = FloatKernels.PANEL;
  static final int DEPTH = FloatKernels.DEPTH;

  /** Operations for which a byte of A serves once it is in L1: 32, or 8 in double. */
  private static final int OPERATIONS_PER_BYTE = 2 * PANEL / Float.BYTES;

  /**
   * Rows of C in a block. In float so many that bringing a panel from L3 to L2 does not count, and
   * so few that their part of A, 6 MiB, stays in L3 while the panels change. In double A would have
   * to come from L3 four times as fast, so as many rows as stay in L2 beside a panel.
   */
  static final int HEIGHT = OPERATIONS_PER_BYTE >= 16 ? 1536 : 48;

  /** The same where A's block has to be transposed, into 2 MiB at most. */
  static final int TRANSPOSED_HEIGHT = Math.min(HEIGHT, 512);

  /** Rows of C that are copied at a time where its last columns are not whole vectors. */
  static final int EDGE_HEIGHT = Math.min(HEIGHT, 96);

  /** Columns of B packed at a time: 1040 x 1024 floats are 4 MiB, read back from L3. */
  static final int BREADTH = 16 * PANEL;

  /** The most elements of B that are used where they lie: 32 KiB, which stay in L1. */
  private static final int SMALL = (32 << 10) / Float.BYTES;

  /** Where the panels begin, so that no vector of them straddles two cache lines. */
  private static final int HEADER = FloatKernels.HEADER;

  private static final ThreadLocal<FloatGemm> OF_THREAD = ThreadLocal.withInitial(FloatGemm::new);

  private final FloatKernels kernels = KernelProvider.floats();
  private float[] panels = {};
  private float[] transposed = {};
  private final float[] edge = new float[EDGE_HEIGHT * PANEL];

  /** What the sums of a block of columns begin at where they do not go on from C. */
  private final float[] initial = new float[BREADTH];

  /** The rows of A under way: where they lie, their number, and the steps of k. */
  private float[] left;

  private int leftOffset;
  private int leftStride;
  private int height;
  private int depth;

  /**
   * Rows from one panel to the next, and elements from one row of a transposed A to the next: the
   * depth as an odd number of vectors, so that neighbours do not share their sets of the caches.
   */
  private int distance;

  /** Whether sums begin at {@link #initial}. */
  private boolean begins;

  private FloatGemm() {}

  /** The calling thread's workspace. */
  static FloatGemm ofThread() {
    return OF_THREAD.get();
  }

  /**
   * C = Z + A B, with A or B read transposed on demand; sizes are already checked.
   *
   * @param a [m x k], or [k x m] if transposed
   * @param b [k x n], or [n x k] if transposed
   * @param z what the sums begin at: c itself, a row [1 x n] for every row of C, or null for 0
   */
  void multiply(
      FloatMatrix a,
      boolean transposeA,
      FloatMatrix b,
      boolean transposeB,
      FloatMatrix z,
      FloatMatrix c) {
    int k = transposeA ? a.rows() : a.columns();
    boolean small = !transposeA && !transposeB && (long) k * c.columns() <= SMALL;
    int blocks = Math.max(1, Math.ceilDiv(k, DEPTH));
    for (int column = small ? unpacked(a, b, c) : 0; column < c.columns(); column += BREADTH) {
      int breadth = Math.min(BREADTH, c.columns() - column);
      beginAt(z == c ? null : z, column, breadth);
      for (int i = 0, p = 0; i < blocks; i++) {
        depth = (int) ((long) k * (i + 1) / blocks) - p;
        distance = FloatKernels.padded(depth) | FloatKernels.LANES;
        begins = z != c && p == 0;
        pack(b, transposeB, p, column, breadth);
        rows(a, transposeA, p, c, column, breadth);
        p += depth;
      }
    }
    left = null;
  }

  /**
   * The product with B where it lies, as far as its columns make whole vectors.
   *
   * @return how many columns those are
   */
  private int unpacked(FloatMatrix a, FloatMatrix b, FloatMatrix c) {
    beginAt(null, 0, PANEL);
    int whole = c.columns() / FloatKernels.LANES * FloatKernels.LANES;
    for (int column = 0; column < whole; column += PANEL) {
      kernels.multiply(
          c.rows(),
          Math.min(PANEL, whole - column),
          a.columns(),
          a.values(),
          a.offset(),
          a.stride(),
          b.values(),
          b.offset() + column,
          b.stride(),
          initial,
          0,
          0,
          c.values(),
          c.offset() + column,
          c.stride());
    }
    return whole;
  }

  /** Fills {@link #initial} with the row that sums begin at, padded with zeros. */
  private void beginAt(FloatMatrix row, int column, int breadth) {
    Arrays.fill(initial, 0);
    if (row != null) {
      System.arraycopy(row.values(), row.offset() + column, initial, 0, breadth);
    }
  }

  /** All rows of A, from step p of k on, times all packed panels. */
  private void rows(
      FloatMatrix a, boolean transposeA, int p, FloatMatrix c, int column, int breadth) {
    int tallest = transposeA ? TRANSPOSED_HEIGHT : HEIGHT;
    for (int row = 0; row < c.rows(); row += tallest) {
      height = Math.min(tallest, c.rows() - row);
      if (transposeA) {
        transpose(a, row, p);
      } else {
        left = a.values();
        leftOffset = a.offset() + row * a.stride() + p;
        leftStride = a.stride();
      }
      for (int j = 0; j < breadth; j += PANEL) {
        panel(j, Math.min(PANEL, breadth - j), c, c.offset() + row * c.stride() + column + j);
      }
    }
  }

  /** The rows of A under way times the panel that begins at a column of those packed. */
  private void panel(int column, int width, FloatMatrix c, int target) {
    int padded = FloatKernels.padded(width);
    if (padded == width) {
      product(0, height, width, column, c.values(), target, c.stride());
      return;
    }
    // Columns that are not whole vectors go by way of a copy.
    for (int row = 0; row < height; row += EDGE_HEIGHT) {
      int rows = Math.min(EDGE_HEIGHT, height - row);
      int from = target + row * c.stride();
      for (int i = 0; i < rows && !begins; i++) {
        System.arraycopy(c.values(), from + i * c.stride(), edge, i * PANEL, width);
      }
      product(row, rows, padded, column, edge, 0, PANEL);
      for (int i = 0; i < rows; i++) {
        System.arraycopy(edge, i * PANEL, c.values(), from + i * c.stride(), width);
      }
    }
  }

  /** Some of the rows of A under way times a panel. */
  private void product(
      int row, int rows, int width, int column, float[] c, int target, int stride) {
    kernels.multiply(
        rows,
        width,
        depth,
        left,
        leftOffset + row * leftStride,
        leftStride,
        panels,
        HEADER + column * distance,
        PANEL,
        begins ? initial : c,
        begins ? column : target,
        begins ? 0 : stride,
        c,
        target,
        stride);
  }

  /**
   * Copies B's block into panels [depth x PANEL], {@link #distance} rows apart, the last one padded
   * with zeros; row by row, as B lies in memory.
   */
  private void pack(FloatMatrix b, boolean transposed, int p, int column, int breadth) {
    panels = atLeast(panels, HEADER + Math.ceilDiv(breadth, PANEL) * PANEL * distance);
    if (breadth % PANEL != 0) {
      int last = HEADER + breadth / PANEL * PANEL * distance;
      Arrays.fill(panels, last, last + depth * PANEL, 0);
    }
    if (transposed) {
      for (int j = 0; j < breadth; j += PANEL) {
        int source = b.offset() + (column + j) * b.stride() + p;
        int width = Math.min(PANEL, breadth - j);
        int panel = HEADER + j * distance;
        kernels.transpose(width, depth, b.values(), source, b.stride(), panels, panel, PANEL);
      }
      return;
    }
    for (int q = 0; q < depth; q++) {
      int source = b.offset() + (p + q) * b.stride() + column;
      for (int j = 0; j < breadth; j += PANEL) {
        int width = Math.min(PANEL, breadth - j);
        System.arraycopy(b.values(), source + j, panels, HEADER + j * distance + q * PANEL, width);
      }
    }
  }

  /** Makes the rows under way those of A [k x m] transposed, {@link #distance} apart. */
  private void transpose(FloatMatrix a, int row, int p) {
    transposed = atLeast(transposed, height * distance);
    int source = a.offset() + p * a.stride() + row;
    kernels.transpose(depth, height, a.values(), source, a.stride(), transposed, 0, distance);
    left = transposed;
    leftOffset = 0;
    leftStride = distance;
  }

  private static float[] atLeast(float[] array, int length) {
    return array.length < length ? new float[length] : array;
  }
}
