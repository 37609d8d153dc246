package io.github.lanewise.optim;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;

/**
 * How much heap training takes, from the sizes alone. What the data set holds before is not
 * counted.
 */
final class HeapNeed {

  /**
   * Arrays of L-BFGS as long as the parameters: ten steps twice, the point, the trial, the rest.
   */
  private static final int LBFGS_ARRAYS = 26;

  /** Arrays of a stochastic solver: the point, the gradient, up to two of the rule, the model. */
  private static final int STOCHASTIC_ARRAYS = 5;

  /** Numbers that dual coordinate ascent keeps of a row beside its dual variables. */
  private static final long DUAL_NUMBERS = 5;

  /** Copies of the weights in the precision of the kernels: as parameters, packed, in the model. */
  private static final int KERNEL_ARRAYS = 4;

  /** A block of rows with its scores, twice, for each thread; rarely more. */
  private static final long THREAD_BYTES = 4 << 20;

  /** Rows of the guess of the curvature that are read at a time, and their pivots. */
  private static final int GUESS_ROWS = 256;

  private HeapNeed() {}

  static long bytes(Dataset data, Solver solver, Precision precision, int threads) {
    boolean lbfgs = solver == Solver.LBFGS || solver == Solver.SMOOTHING;
    long parameters = data.classes() * (data.columns() + 1L);
    long most = Math.max(FloatPartition.SLOT_ELEMENTS, parameters);
    long slots = Math.min(FloatPartition.MAX_SLOTS * parameters, most);
    long arrays = parameters * (lbfgs ? LBFGS_ARRAYS : STOCHASTIC_ARRAYS) * Double.BYTES;
    int width = precision == Precision.FLOAT ? Float.BYTES : Double.BYTES;
    long kernels = (KERNEL_ARRAYS * parameters + slots) * width;
    long rows = (long) data.rows() * Integer.BYTES * (lbfgs ? 1 : 2);
    int blocks = new FloatPartition(data.classes(), data.columns()).blocks(data.rows());
    long working = Math.min(threads, blocks) * THREAD_BYTES;
    long duals = solver == Solver.DUAL ? data.rows() * (data.classes() + DUAL_NUMBERS) : 0;
    return arrays + kernels + rows + working + duals * Double.BYTES + (lbfgs ? guess(data) : 0);
  }

  /** The guess of the inverse Hessian, where it is a matrix: {@link Whitening}. */
  private static long guess(Dataset data) {
    long size = SymmetricMatrix.padded(data.columns() + 1);
    return Whitening.isPossible(data) ? (size + GUESS_ROWS) * size * Double.BYTES : 0;
  }
}
