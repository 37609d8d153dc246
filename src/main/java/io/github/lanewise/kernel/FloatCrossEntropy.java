// twin: double
package io.github.lanewise.kernel;

/**
 * Cross-entropy of blocks of rows against targets t, and the room that it needs:
 *
 * <pre>
 * t_j = (1 - epsilon) T_j + epsilon / C for j != y,   others = sum over j != y of t_j,  t_y = 1 - others
 * L   = log1p(excess) + (1 - others) gap + sum over j != y of t_j (max - s_j)
 * dL/ds_j = P_j - t_j,   dL/ds_y = (P_y - 1) + others
 * </pre>
 *
 * <p>T is the row's soft target, or onehot(y). No term of L is below 0, so nothing cancels. What
 * {@link FloatKernels#softmaxRows} does not give is computed here in double, in the order of the
 * index.
 */
public final class FloatCrossEntropy {

  private final int classes;
  private final int columns;
  private final double smoothing;
  private final double[] excess;
  private final double[] spread;
  private final double[] others;
  private final float[] scratch;

  /**
   * Room for blocks of up to that many rows.
   *
   * @param smoothing epsilon
   */
  public FloatCrossEntropy(int rows, int classes, double smoothing) {
    this.classes = classes;
    this.smoothing = smoothing;
    columns = FloatKernels.padded(classes);
    excess = new double[rows];
    spread = new double[rows];
    others = new double[rows];
    scratch = new float[FloatKernels.rowScratch(rows, columns)];
  }

  /**
   * Overwrites rows of scores by dL/dS.
   *
   * @param s [rows x padded C] from sOffset on. Modified
   * @param labels y of row r is {@code labels[from + r]}, a class with the largest T_j
   * @param targets T [rows x C], or null for onehot(y)
   * @param losses receives L of each row. Modified
   */
  public void overwrite(
      FloatKernels kernels,
      int rows,
      float[] s,
      int sOffset,
      int[] labels,
      int from,
      double[] targets,
      double[] losses) {
    boolean plain = targets == null && smoothing == 0;
    for (int r = 0; r < rows && !plain; r++) {
      spread(r, s, sOffset + r * columns, labels[from + r], targets);
    }
    kernels.softmaxRows(rows, columns, s, sOffset, columns, labels, from, losses, excess, scratch);
    kernels.log1p(excess, 0, rows);
    for (int r = 0; r < rows; r++) {
      if (!plain) {
        losses[r] = (1 - others[r]) * losses[r] + spread[r];
        subtract(r, s, sOffset + r * columns, labels[from + r], targets);
      }
      losses[r] += excess[r];
    }
  }

  private void spread(int r, float[] s, int row, int label, double[] targets) {
    double max = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < classes; j++) {
      max = Math.max(max, s[row + j]);
    }
    spread[r] = 0;
    others[r] = 0;
    for (int j = 0; j < classes; j++) {
      double target = target(targets, r * classes + j);
      if (j != label && target > 0) {
        spread[r] += target * (max - s[row + j]);
        others[r] += target;
      }
    }
  }

  /** From P - onehot(y) to P - t. */
  private void subtract(int r, float[] s, int row, int label, double[] targets) {
    for (int j = 0; j < classes; j++) {
      double share = j == label ? -others[r] : target(targets, r * classes + j);
      s[row + j] = (float) (s[row + j] - share);
    }
  }

  /** t_j of a class other than the label. */
  private double target(double[] targets, int index) {
    double shared = smoothing / classes;
    return targets == null ? shared : (1 - smoothing) * targets[index] + shared;
  }
}
