// twin: double
package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.FloatSparseTile;
import io.github.lanewise.kernel.FloatCrossEntropy;
import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.loss.HingeLoss;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.loss.SoftmaxLoss;
import java.util.Arrays;

/**
 * Losses of blocks of rows, where S becomes dL/dS; what one thread works in. Row i counts w_i
 * times.
 */
final class FloatRowLosses {

  private final Loss loss;
  private final Balance balance;
  private final int[] labels;
  private final float[] weights;
  private final int classes;
  private final int paddedClasses;
  private final Dataset data;
  private final int[] blockLabels;
  private final double[] blockTargets;
  private final double[] losses;
  private final FloatCrossEntropy crossEntropy;
  private final float[] scratch;
  private int nonZeros;

  /**
   * Room for blocks of up to that many rows.
   *
   * @param labels of all rows of the data set. Not modified, not copied
   * @param weights of all rows, or null if each is 1. Not modified, not copied
   * @param balance of softmax's probabilities, which makes L_i KL(a_i || p_i) and dL_i/dS a_i -
   *     t_i; or null
   */
  FloatRowLosses(
      Loss loss, Dataset data, int[] labels, float[] weights, Balance balance, int block) {
    this.loss = loss;
    this.balance = balance;
    this.labels = labels;
    this.weights = weights;
    this.data = data;
    classes = data.classes();
    paddedClasses = FloatKernels.padded(classes);
    blockLabels = new int[block];
    blockTargets = data.hasTargets() ? new double[Math.multiplyExact(block, classes)] : null;
    losses = new double[block];
    double smoothing = loss instanceof SoftmaxLoss softmax ? softmax.smoothing() : 0;
    crossEntropy = new FloatCrossEntropy(block, classes, smoothing);
    scratch = new float[FloatKernels.rowScratch(block, paddedClasses)];
  }

  /**
   * Overwrites the scores of rows {@code order[from ..]}, or of row from and those that follow it
   * if order is null, by w_i dL_i/dS.
   *
   * @param scores [rows x padded C] from offset on. Modified
   * @return the sum of w_i L_i over these rows
   */
  double overwrite(
      FloatKernels kernels, int[] order, int from, int rows, float[] scores, int offset) {
    for (int r = 0; r < rows; r++) {
      int row = order == null ? from + r : order[from + r];
      blockLabels[r] = labels[row];
      for (int c = 0; blockTargets != null && c < classes; c++) {
        blockTargets[r * classes + c] = data.target(row, c);
      }
    }
    nonZeros = rows * classes;
    if (loss instanceof HingeLoss hinge) {
      hinge(kernels, hinge, rows, scores, offset);
    } else if (balance != null) {
      balance(kernels, rows, scores, offset);
    } else {
      crossEntropy(kernels, rows, scores, offset);
    }
    if (weights != null) {
      weigh(order, from, rows, scores, offset);
    }
    double sum = 0;
    for (int r = 0; r < rows; r++) {
      sum += losses[r];
    }
    return sum;
  }

  private void crossEntropy(FloatKernels kernels, int rows, float[] scores, int offset) {
    crossEntropy.overwrite(kernels, rows, scores, offset, blockLabels, 0, blockTargets, losses);
  }

  /** S becomes p - t, then a - t. */
  private void balance(FloatKernels kernels, int rows, float[] scores, int offset) {
    double[] moved = new double[rows * classes];
    double[] divergences = new double[rows];
    double[] room = new double[classes];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < classes; c++) {
        moved[r * classes + c] = scores[offset + r * paddedClasses + c];
      }
      divergences[r] = balance.move(moved, r * classes, room);
    }
    crossEntropy(kernels, rows, scores, offset);
    for (int r = 0; r < rows; r++) {
      losses[r] = divergences[r];
      for (int c = 0; c < classes; c++) {
        int i = offset + r * paddedClasses + c;
        scores[i] = (float) (scores[i] + moved[r * classes + c]);
      }
    }
  }

  private void hinge(FloatKernels kernels, HingeLoss hinge, int rows, float[] scores, int offset) {
    kernels.hingeRows(
        rows,
        paddedClasses,
        scores,
        offset,
        paddedClasses,
        blockLabels,
        0,
        (float) hinge.margin(),
        (float) hinge.steepness(),
        (float) hinge.limit(),
        losses,
        scratch);
    nonZeros = 0;
    if (hinge.isSmooth()) {
      countSlopes(rows, scores, offset);
    } else {
      countViolations(rows, scores, offset);
    }
  }

  private void countSlopes(int rows, float[] scores, int offset) {
    for (int r = 0; r < rows; r++) {
      int row = offset + r * paddedClasses;
      for (int c = row; c < row + classes; c++) {
        nonZeros += scores[c] != 0 ? 1 : 0;
      }
    }
  }

  /** Each violated margin is a 1 in its row, and their number, negated, stands at the label. */
  private void countViolations(int rows, float[] scores, int offset) {
    for (int r = 0; r < rows; r++) {
      int violated = (int) -scores[offset + r * paddedClasses + blockLabels[r]];
      nonZeros += violated + Math.min(violated, 1);
    }
  }

  /** How many elements of dL/dS can be other than zero, after {@link #overwrite}. */
  int nonZeros() {
    return nonZeros;
  }

  /**
   * Empties the rows whose dL/dS is zero after {@link #overwrite}, which need not go back: those of
   * the hinge without a violated margin, whose sum of slopes, at the label, is zero.
   *
   * @param tile the same rows. Modified
   * @param scores dL/dS [rows x padded C]. Not modified
   */
  void leaveOutMet(FloatSparseTile tile, float[] scores) {
    if (!(loss instanceof HingeLoss)) {
      return;
    }
    for (int r = 0; r < tile.rows(); r++) {
      if (scores[r * paddedClasses + blockLabels[r]] == 0) {
        tile.empty(r);
      }
    }
  }

  private void weigh(int[] order, int from, int rows, float[] scores, int offset) {
    for (int r = 0; r < rows; r++) {
      float weight = weights[order == null ? from + r : order[from + r]];
      int row = offset + r * paddedClasses;
      if (weight == 0) {
        // As good as absent, even if its scores are beyond all numbers.
        losses[r] = 0;
        Arrays.fill(scores, row, row + classes, 0);
        continue;
      }
      losses[r] *= weight;
      for (int c = row; c < row + classes; c++) {
        scores[c] *= weight;
      }
    }
  }
}
