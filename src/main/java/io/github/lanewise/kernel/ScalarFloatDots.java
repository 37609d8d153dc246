// twin: double
package io.github.lanewise.kernel;

import java.util.Arrays;

/**
 * Lane sums of a few rows times a few classes at once.
 *
 * <p>C2 vectorizes no sum along a row. But one lane of all of a tile's sums stays in plain
 * registers: enough chains that none waits for the last addition of another, and each element that
 * is loaded serves several.
 */
final class ScalarFloatDots {

  /** Rows and classes of a tile, small enough for 16 registers. */
  static final int ROWS = 4;

  static final int CLASSES = 2;

  private static final int TILE = ROWS * CLASSES;
  private static final int LANES = FloatKernels.LANES;

  /** Columns taken at a time: every lane comes back to the same lines, which stay in L1. */
  private static final int DEPTH = FloatKernels.DEPTH;

  private ScalarFloatDots() {}

  /**
   * The lane sums of four rows of X times two of W [2 x columns], which begin at the given offsets.
   * Modified: sums, of {@code ROWS * CLASSES * LANES} elements; the results come first, row by row.
   */
  static void tile(
      int columns,
      float[] x,
      int x0,
      int x1,
      int x2,
      int x3,
      float[] w,
      int w0,
      int w1,
      float[] sums) {
    Arrays.fill(sums, 0, TILE * LANES, 0);
    for (int from = 0; from < columns; from += DEPTH) {
      int to = Math.min(from + DEPTH, columns);
      for (int lane = 0; lane < LANES; lane++) {
        addLane(from + lane, to, x, x0, x1, x2, x3, w, w0, w1, sums, lane * TILE);
      }
    }
    fold(TILE, sums);
  }

  /** Adds the products of every column that is in the same lane as the first one. */
  private static void addLane(
      int first,
      int end,
      float[] x,
      int x0,
      int x1,
      int x2,
      int x3,
      float[] w,
      int w0,
      int w1,
      float[] sums,
      int offset) {
    float s00 = sums[offset];
    float s01 = sums[offset + 1];
    float s10 = sums[offset + 2];
    float s11 = sums[offset + 3];
    float s20 = sums[offset + 4];
    float s21 = sums[offset + 5];
    float s30 = sums[offset + 6];
    float s31 = sums[offset + 7];
    for (int d = first; d < end; d += LANES) {
      float v0 = w[w0 + d];
      float v1 = w[w1 + d];
      s00 = Fma.multiplyAdd(x[x0 + d], v0, s00);
      s01 = Fma.multiplyAdd(x[x0 + d], v1, s01);
      s10 = Fma.multiplyAdd(x[x1 + d], v0, s10);
      s11 = Fma.multiplyAdd(x[x1 + d], v1, s11);
      s20 = Fma.multiplyAdd(x[x2 + d], v0, s20);
      s21 = Fma.multiplyAdd(x[x2 + d], v1, s21);
      s30 = Fma.multiplyAdd(x[x3 + d], v0, s30);
      s31 = Fma.multiplyAdd(x[x3 + d], v1, s31);
    }
    sums[offset] = s00;
    sums[offset + 1] = s01;
    sums[offset + 2] = s10;
    sums[offset + 3] = s11;
    sums[offset + 4] = s20;
    sums[offset + 5] = s21;
    sums[offset + 6] = s30;
    sums[offset + 7] = s31;
  }

  /**
   * Adds the lanes of {@code count} sums in halves; lane l of sum i is element {@code l * count +
   * i}. Modified: sums; the results come first.
   */
  static void fold(int count, float[] sums) {
    for (int half = LANES / 2 * count; half >= count; half /= 2) {
      for (int i = 0; i < half; i++) {
        sums[i] += sums[i + half];
      }
    }
  }
}
