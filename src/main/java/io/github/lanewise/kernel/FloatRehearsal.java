// twin: double
package io.github.lanewise.kernel;

/**
 * Every operation of the kernels once: an incubating module may lose a method from one JDK to the
 * next, and the call of it fails only when it runs.
 */
final class FloatRehearsal {

  private static final int ROWS = FloatKernels.LANES;
  private static final int COLUMNS = FloatKernels.LANES;

  private FloatRehearsal() {}

  /** Throws what the kernels throw. */
  static void run(FloatKernels kernels) {
    float[] a = new float[ROWS * COLUMNS];
    float[] b = new float[COLUMNS * FloatKernels.PANEL];
    float[] c = new float[ROWS * COLUMNS];
    float[] scratch = new float[FloatKernels.SCRATCH];
    double[] losses = new double[ROWS];
    double[] excess = new double[ROWS];
    int[] labels = new int[ROWS];
    kernels.multiplyAdd(ROWS, COLUMNS, 1, a, 0, 1, b, 0, COLUMNS, c, 0, COLUMNS);
    kernels.multiplyAdd(ROWS, COLUMNS, 1, a, 0, 1, b, 0, FloatKernels.PANEL, c, 0, COLUMNS);
    kernels.addTransposedMultiply(ROWS, COLUMNS, 1, a, 0, ROWS, b, 0, COLUMNS, c, 0, COLUMNS);
    kernels.transpose(ROWS, COLUMNS, a, 0, COLUMNS, c, 0, ROWS);
    kernels.rowDots(1, 1, COLUMNS, a, 0, COLUMNS, b, 0, COLUMNS, b, c, 0, COLUMNS, scratch);
    kernels.softmaxRows(ROWS, COLUMNS, c, 0, COLUMNS, labels, 0, losses, excess, scratch);
    for (float steepness : new float[] {2, Float.POSITIVE_INFINITY}) {
      kernels.hingeRows(ROWS, COLUMNS, c, 0, COLUMNS, labels, 0, 1, steepness, 1, losses, scratch);
    }
    kernels.exp(c, 0, COLUMNS);
    kernels.log1p(excess, 0, ROWS);
    kernels.addRows(1, labels, b, COLUMNS, a, 0, COLUMNS, c, 0);
    int[] ends = new int[ROWS];
    ends[0] = 1;
    kernels.sparseScores(ROWS, labels, ends, labels, a, COLUMNS, b, a, c);
    kernels.sparseDots(ROWS, labels, ends, labels, a, COLUMNS, b, a, c, a);
    kernels.addSparse(ROWS, labels, ends, labels, a, COLUMNS, c, b);
    kernels.widen(new byte[COLUMNS], 0, COLUMNS, 1, c, 0);
  }
}
