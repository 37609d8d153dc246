package io.github.lanewise.optim;

import java.util.Arrays;

/**
 * A symmetric matrix of moderate size that is summed up and inverted by threads, which share out
 * its rows. Each element is a chain of its own, so that their number does not show.
 *
 * <p>Plain loops over doubles, which the compiler turns into vectors: as fast as kernels for such
 * thin products, and at once, when kernels of this precision may never have run before.
 */
final class SymmetricMatrix {

  /** Rows that are added in one go, so that the sum is loaded and stored once for all of them. */
  private static final int BLOCK = 4;

  /** Pivots that are swept in one go, a multiple of {@link #BLOCK}. */
  private static final int PIVOTS = 16;

  /** Shares of the rows: more than threads, since one thread may begin late. */
  private static final int SHARES = 16;

  private final Workers workers;

  /** Elements on and right of the diagonal; all of them once it is an inverse. */
  private final double[][] rows;

  /**
   * The zero matrix.
   *
   * @param size {@link #padded}
   */
  SymmetricMatrix(int size, Workers workers) {
    this.workers = workers;
    rows = new double[size][size];
  }

  /** The next number of rows at which none is left over, here and in products. */
  static int padded(int size) {
    return Math.ceilDiv(size, PIVOTS) * PIVOTS;
  }

  double get(int i, int j) {
    return rows[Math.min(i, j)][Math.max(i, j)];
  }

  private void set(int i, int j, double value) {
    rows[Math.min(i, j)][Math.max(i, j)] = value;
  }

  /** A row, to be added to from the diagonal on. */
  double[] row(int i) {
    return rows[i];
  }

  /** A becomes h A + diag(d). */
  void scale(double h, double[] diagonal) {
    for (int i = 0; i < rows.length; i++) {
      for (int j = i; j < rows.length; j++) {
        rows[i][j] *= h;
      }
      rows[i][i] += diagonal[i];
    }
  }

  /**
   * A += L^T R, which must be symmetric.
   *
   * @param left L [count x size], a {@link #padded} count. Not modified
   * @param right R, as many. Not modified
   */
  void addProduct(double[][] left, double[][] right) {
    workers.run(
        SHARES,
        (share, worker) -> {
          double[] column = new double[left.length];
          for (int i = share; i < rows.length; i += SHARES) {
            for (int k = 0; k < column.length; k++) {
              column[k] = left[k][i];
            }
            addRows(column, right, rows[i], i);
          }
        });
  }

  /**
   * Becomes its inverse, if it is positive definite, by sweeping blocks of pivots (J. H. Goodnight,
   * A tutorial on the SWEEP operator, 1979). With P the pivots and R the rest of their rows
   *
   * <pre>
   * P becomes -P^-1        R becomes G = P^-1 R        A_ij -= R_i^T G_j elsewhere
   * </pre>
   *
   * and when all are swept, A has become -A^-1.
   */
  void invert() {
    for (int k = 0; k < rows.length; k += PIVOTS) {
      sweep(k);
    }
    for (int i = 0; i < rows.length; i++) {
      for (int j = i; j < rows.length; j++) {
        rows[i][j] = -rows[i][j];
        rows[j][i] = rows[i][j];
      }
    }
  }

  private void sweep(int k) {
    double[][] old = new double[PIVOTS][rows.length];
    double[][] pivots = new double[PIVOTS][];
    for (int b = 0; b < PIVOTS; b++) {
      for (int j = 0; j < rows.length; j++) {
        old[b][j] = get(k + b, j);
      }
      pivots[b] = Arrays.copyOfRange(old[b], k, k + PIVOTS);
    }
    for (int b = 0; b < PIVOTS; b++) {
      sweep(pivots, b);
    }
    double[][] minusG = new double[PIVOTS][rows.length];
    for (int b = 0; b < PIVOTS; b++) {
      addRows(pivots[b], old, minusG[b], 0);
    }
    addProduct(old, minusG);
    for (int b = 0; b < PIVOTS; b++) {
      for (int j = 0; j < rows.length; j++) {
        boolean isPivot = j >= k && j < k + PIVOTS;
        set(k + b, j, isPivot ? pivots[b][j - k] : -minusG[b][j]);
      }
    }
  }

  /** The same with a single pivot k; with a positive definite matrix it is positive. */
  private static void sweep(double[][] a, int k) {
    double[] row = a[k].clone();
    double pivot = 1 / row[k];
    for (int i = 0; i < a.length; i++) {
      double factor = row[i] * pivot;
      for (int j = 0; j < a.length; j++) {
        a[i][j] -= factor * row[j];
      }
      a[i][k] = factor;
    }
    for (int j = 0; j < a.length; j++) {
      a[k][j] = row[j] * pivot;
    }
    a[k][k] = -pivot;
  }

  /** target += A source, once it is an inverse. Modified: target. */
  void addProduct(double[] source, double[] target) {
    addRows(source, rows, target, 0);
  }

  /**
   * y_j += sum over k of factors[k] x_kj for all j &gt;= start. Modified: y.
   *
   * @param x as many rows as factors, a {@link #padded} number. Not modified
   */
  private static void addRows(double[] factors, double[][] x, double[] y, int start) {
    for (int k = 0; k < factors.length; k += BLOCK) {
      double f0 = factors[k];
      double f1 = factors[k + 1];
      double f2 = factors[k + 2];
      double f3 = factors[k + 3];
      addRows(f0, x[k], f1, x[k + 1], f2, x[k + 2], f3, x[k + 3], y, start);
    }
  }

  private static void addRows(
      double f0,
      double[] x0,
      double f1,
      double[] x1,
      double f2,
      double[] x2,
      double f3,
      double[] x3,
      double[] y,
      int start) {
    for (int j = start; j < y.length; j++) {
      y[j] += f0 * x0[j] + f1 * x1[j] + (f2 * x2[j] + f3 * x3[j]);
    }
  }
}
