package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.DoubleTile;
import io.github.lanewise.matrix.DoubleMatrix;
import io.github.lanewise.matrix.MatMul;

/**
 * A guess of the inverse Hessian from the second moments of few features, the same for each class:
 *
 * <pre>
 * M = (h E[z z^T] + diag(p))^-1        z = (x, 1), D + 1 numbers
 * </pre>
 *
 * with p the curvature of the penalty, lambda for a weight and 0 for a bias, and h that of the loss
 * in a score. Correlated columns and those that are hardly ever different from 0, both of which
 * make descent slow, look alike to M.
 *
 * <p>The idea is natural gradient descent's (S. Amari, 1998) as J. Martens and R. Grosse factor it,
 * Optimizing neural networks with Kronecker-factored approximate curvature (2015), with the factor
 * of the classes left out.
 */
final class Whitening implements Preconditioner {

  /**
   * A typical curvature of the mean loss in a score: P (1 - P) averaged over rows and classes for a
   * softmax that is right about 9 times in 10. On MNIST 0.02 to 0.1 take as many steps.
   */
  private static final double CURVATURE = 0.05;

  /** Rows that the second moments are estimated from, so many for each column. */
  private static final int ROWS_PER_COLUMN = 3;

  /** More columns make a matrix of more than 8 MiB. */
  static final int MAX_COLUMNS = 1023;

  /** An evaluation of fewer multiplications is too fast for the matrix to pay. */
  private static final long MIN_WORK = 1L << 24;

  private static final int TILE_ROWS = 128;

  /** Against columns that the sample cannot tell apart, relative to the largest second moment. */
  private static final double RIDGE = 0x1p-40;

  private final int columns;
  private final DoubleMatrix inverse;

  private Whitening(DoubleMatrix inverse) {
    this.inverse = inverse;
    columns = inverse.columns() - 1;
  }

  /** Whether the time that the matrix takes is soon saved. */
  static boolean pays(Dataset data) {
    long work = (long) data.rows() * data.columns() * data.classes();
    return isPossible(data) && work >= MIN_WORK;
  }

  /** Whether there are few enough columns for a matrix, and enough rows to estimate it. */
  static boolean isPossible(Dataset data) {
    return data.columns() <= MAX_COLUMNS && data.rows() > data.columns();
  }

  /**
   * The guess for raw columns, or those of a scaling.
   *
   * @param bias false keeps the biases where they are
   * @param scaling of the columns, or null if there is none
   */
  static Whitening of(Dataset data, double l2, boolean bias, Scaling scaling) {
    DoubleMatrix moments = secondMoments(data, bias ? 1 : 0, scaling);
    int size = moments.columns();
    double largest = 0;
    for (int d = 0; d < size; d++) {
      largest = Math.max(largest, moments.get(d, d));
    }
    double[] values = moments.values();
    for (int i = 0; i < values.length; i++) {
      values[i] *= CURVATURE;
    }
    for (int d = 0; d < size; d++) {
      double penalty = d == size - 1 ? 0 : scaling == null ? l2 : l2 * scaling.penalty(d);
      moments.set(d, d, moments.get(d, d) + penalty + RIDGE * largest);
    }
    invert(moments);
    return new Whitening(moments);
  }

  /** E[z z^T] over evenly spaced rows, with 0 for the 1 in z where there is no bias. */
  private static DoubleMatrix secondMoments(Dataset data, double one, Scaling scaling) {
    int size = data.columns() + 1;
    int rows = Math.min(data.rows(), ROWS_PER_COLUMN * size);
    int[] sample = new int[rows];
    for (int i = 0; i < rows; i++) {
      sample[i] = (int) ((long) i * data.rows() / rows);
    }
    DoubleTile tile = new DoubleTile(TILE_ROWS, data.columns());
    DoubleMatrix moments = new DoubleMatrix(size, size);
    for (int from = 0; from < rows; from += TILE_ROWS) {
      int count = Math.min(TILE_ROWS, rows - from);
      data.features().read(sample, from, count, tile);
      DoubleMatrix block = new DoubleMatrix(count, size);
      for (int r = 0; r < count; r++) {
        System.arraycopy(
            tile.values(), tile.offset() + r * tile.stride(), block.values(), r * size, size - 1);
        if (scaling != null) {
          scaling.scaleRow(block.values(), r * size);
        }
        block.set(r, size - 1, one);
      }
      MatMul.addTransposedMultiply(block, block, moments);
    }
    for (int i = 0; i < moments.values().length; i++) {
      moments.values()[i] /= rows;
    }
    return moments;
  }

  /**
   * The inverse of a symmetric positive definite matrix in its place, by sweeping each pivot (J. H.
   * Goodnight, A tutorial on the SWEEP operator, 1979): with such a matrix every pivot is positive.
   */
  static void invert(DoubleMatrix matrix) {
    int size = matrix.rows();
    double[] a = matrix.values();
    double[] pivotRow = new double[size];
    for (int k = 0; k < size; k++) {
      double pivot = 1 / a[k * size + k];
      System.arraycopy(a, k * size, pivotRow, 0, size);
      for (int i = 0; i < size; i++) {
        double factor = pivotRow[i] * pivot;
        int row = i * size;
        for (int j = 0; j < size; j++) {
          a[row + j] -= factor * pivotRow[j];
        }
        a[row + k] = factor;
      }
      for (int j = 0; j < size; j++) {
        a[k * size + j] = pivotRow[j] * pivot;
      }
      a[k * size + k] = -pivot;
    }
    for (int i = 0; i < a.length; i++) {
      a[i] = -a[i];
    }
  }

  /** Class by class. */
  @Override
  public void apply(double[] source, double[] target) {
    int size = columns + 1;
    int classes = source.length / size;
    DoubleMatrix rows = new DoubleMatrix(classes, size);
    DoubleMatrix products = new DoubleMatrix(classes, size);
    for (int c = 0; c < classes; c++) {
      System.arraycopy(source, c * columns, rows.values(), c * size, columns);
      rows.set(c, columns, source[classes * columns + c]);
    }
    MatMul.multiply(rows, inverse, products);
    for (int c = 0; c < classes; c++) {
      System.arraycopy(products.values(), c * size, target, c * columns, columns);
      target[classes * columns + c] = products.get(c, columns);
    }
  }
}
