// twin: double
package io.github.lanewise.kernel;

/**
 * C += A B in a form that C2 vectorizes by itself.
 *
 * <p>C2 must know that no store hits a later load. It does where all arrays of a loop have the same
 * index, and gives up where their offsets differ. So rows of B and C are copied to arrays of their
 * own, to be read from index 0 on; and as many rows of B as pay for the copies of a row of C are
 * added to it at once, one after the other in a chain.
 */
final class ScalarFloatProduct {

  /** Rows of B that are added at once. */
  private static final int CHAIN = 8;

  /** Columns taken at a time: all copied rows together then fit the L1 cache. */
  private static final int WIDTH = 4096 / Float.BYTES;

  private static final ThreadLocal<ScalarFloatProduct> OF_THREAD =
      ThreadLocal.withInitial(ScalarFloatProduct::new);

  private final float[][] rows = new float[CHAIN][WIDTH];
  private final float[] factors = new float[CHAIN];
  private final float[] sums = new float[WIDTH];

  private ScalarFloatProduct() {}

  /** The calling thread's own. */
  static ScalarFloatProduct ofThread() {
    return OF_THREAD.get();
  }

  /**
   * C [m x n] += A B with B [k x n], each element a chain over p, where element (i, p) of A is at
   * {@code aOffset + i * aRow + p * aColumn}.
   */
  void add(
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aRow,
      int aColumn,
      float[] b,
      int bOffset,
      int bStride,
      float[] c,
      int cOffset,
      int cStride) {
    int chained = k - k % CHAIN;
    for (int p = 0; p < chained; p += CHAIN) {
      for (int j = 0; j < n; j += WIDTH) {
        int width = Math.min(WIDTH, n - j);
        for (int q = 0; q < CHAIN; q++) {
          System.arraycopy(b, bOffset + (p + q) * bStride + j, rows[q], 0, width);
        }
        for (int i = 0; i < m; i++) {
          for (int q = 0; q < CHAIN; q++) {
            factors[q] = a[aOffset + i * aRow + (p + q) * aColumn];
          }
          System.arraycopy(c, cOffset + i * cStride + j, sums, 0, width);
          addChain(width, factors, rows, sums);
          System.arraycopy(sums, 0, c, cOffset + i * cStride + j, width);
        }
      }
    }
    for (int p = chained; p < k; p++) {
      for (int i = 0; i < m; i++) {
        float factor = a[aOffset + i * aRow + p * aColumn];
        ScalarFloatKernels.addRow(factor, n, b, bOffset + p * bStride, c, cOffset + i * cStride);
      }
    }
  }

  /** y[j] += f[0] x[0][j], then f[1] x[1][j], and so on: the loop that C2 vectorizes. */
  private static void addChain(int columns, float[] f, float[][] x, float[] y) {
    float f0 = f[0];
    float f1 = f[1];
    float f2 = f[2];
    float f3 = f[3];
    float f4 = f[4];
    float f5 = f[5];
    float f6 = f[6];
    float f7 = f[7];
    float[] x0 = x[0];
    float[] x1 = x[1];
    float[] x2 = x[2];
    float[] x3 = x[3];
    float[] x4 = x[4];
    float[] x5 = x[5];
    float[] x6 = x[6];
    float[] x7 = x[7];
    for (int j = 0; j < columns; j++) {
      float sum = Fma.multiplyAdd(f0, x0[j], y[j]);
      sum = Fma.multiplyAdd(f1, x1[j], sum);
      sum = Fma.multiplyAdd(f2, x2[j], sum);
      sum = Fma.multiplyAdd(f3, x3[j], sum);
      sum = Fma.multiplyAdd(f4, x4[j], sum);
      sum = Fma.multiplyAdd(f5, x5[j], sum);
      sum = Fma.multiplyAdd(f6, x6[j], sum);
      y[j] = Fma.multiplyAdd(f7, x7[j], sum);
    }
  }
}
