package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;
import java.util.Arrays;
import java.util.List;

/**
 * The dual variables alpha [N x C] of the hinge, 0 for a row's own class, with the labels and the
 * weights u_i = w_i / sum w of the rows; all 0 at first.
 *
 * <p>Visits come in a random order, and what they need of a row lies far apart in memory. It is
 * gathered for a block of rows: loads that wait for no visit wait at the same time.
 */
final class DualVariables {

  /** The longest array that every virtual machine can have. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private final int classes;
  private final int[] labels;
  private final float[] weights;
  private final double weightSum;
  private final double[] alpha;
  private final double[] sums;
  private final int[] blockRows = new int[DualRows.BLOCK];
  private final int[] blockLabels = new int[DualRows.BLOCK];
  private final double[] blockShares = new double[DualRows.BLOCK];
  private final double[] blockSums = new double[DualRows.BLOCK];
  private final double[] blockAlpha;

  /** Of data that they {@link #fit}. */
  DualVariables(Dataset data) {
    classes = data.classes();
    labels = data.labels();
    weights = data.weights();
    double sum = 0;
    for (int row = 0; row < labels.length; row++) {
      sum += weights == null ? 1 : weights[row];
    }
    weightSum = sum;
    alpha = new double[labels.length * classes];
    sums = new double[labels.length];
    blockAlpha = new double[DualRows.BLOCK * classes];
  }

  /** Whether an array can hold them, and those of a whole block. */
  static boolean fit(Dataset data) {
    return (long) Math.max(data.rows(), DualRows.BLOCK) * data.classes() <= MOST;
  }

  /** Throws unless an array can hold them, before anything is allocated. */
  static void requireFit(Dataset data) {
    if (!fit(data)) {
      throw new IllegalArgumentException(
          "solver: DUAL needs rows x classes to be at most %s, here they are %s x %s"
              .formatted(MOST, data.rows(), data.classes()));
    }
  }

  /** What a checkpoint keeps, to be filled in place when a run is resumed. */
  List<double[]> state() {
    return List.of(alpha, sums);
  }

  /** u of a row; 0 for all if no row weighs anything. */
  double share(int row) {
    double weight = weights == null ? 1 : weights[row];
    return weightSum > 0 ? weight / weightSum : 0;
  }

  /** Goes on to the block of rows {@code order[from .. from + count)}. */
  void gather(int[] order, int from, int count) {
    System.arraycopy(order, from, blockRows, 0, count);
    for (int r = 0; r < count; r++) {
      int row = blockRows[r];
      blockLabels[r] = labels[row];
      blockShares[r] = share(row);
      blockSums[r] = sums[row];
    }
    for (int r = 0; r < count; r++) {
      int offset = r * classes;
      if (blockSums[r] > 0) {
        System.arraycopy(alpha, blockRows[r] * classes, blockAlpha, offset, classes);
      } else {
        Arrays.fill(blockAlpha, offset, offset + classes, 0);
      }
    }
  }

  /** The class of row r of the block. */
  int blockLabel(int r) {
    return blockLabels[r];
  }

  /** u of row r of the block. */
  double blockShare(int r) {
    return blockShares[r];
  }

  /** The sum of alpha over row r of the block, as it was gathered. */
  double blockSum(int r) {
    return blockSums[r];
  }

  /** Alpha of the block [{@link DualRows#BLOCK} x C], to be changed until {@link #put}. */
  double[] blockAlpha() {
    return blockAlpha;
  }

  /** Takes row r of the block back, with its sum. */
  void put(int r, double sum) {
    int row = blockRows[r];
    sums[row] = sum;
    System.arraycopy(blockAlpha, r * classes, alpha, row * classes, classes);
  }

  /** Writes the rows with an alpha above 0, in order, and returns how many. Modified: rows. */
  int support(int[] rows) {
    int count = 0;
    for (int row = 0; row < sums.length; row++) {
      rows[count] = row;
      count += sums[row] > 0 ? 1 : 0;
    }
    return count;
  }

  /** Minus the factor of its class times u dS of row r of the block. Modified: target [C]. */
  void slopes(int r, double[] factors, double[] target) {
    double factor = -blockShares[r] * factors[blockLabels[r]];
    for (int c = 0; c < classes; c++) {
      target[c] = factor * blockAlpha[r * classes + c];
    }
    target[blockLabels[r]] = -factor * blockSums[r];
  }

  /**
   * Factors on the rows of each class that make alpha feasible where the bias is free, which takes
   * sum_i u_i dS_i = 0: see {@link Circulation}, which may return null.
   */
  double[] balance() {
    double[][] flows = new double[classes][classes];
    for (int row = 0; row < sums.length; row++) {
      double share = share(row);
      for (int c = 0; sums[row] > 0 && c < classes; c++) {
        flows[labels[row]][c] += share * alpha[row * classes + c];
      }
    }
    return Circulation.factors(flows);
  }

  /** The sum of u alpha times the factor of the row's class. */
  double total(double[] factors) {
    double total = 0;
    for (int row = 0; row < sums.length; row++) {
      total += share(row) * factors[labels[row]] * sums[row];
    }
    return total;
  }
}
