// twin: double
package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.FloatSparseTile;
import io.github.lanewise.data.SparseFeatures;
import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.kernel.FloatSparseScorer;
import io.github.lanewise.kernel.KernelProvider;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The pass over sparse rows in single precision: the sums of {@link FloatPass}, in the same blocks
 * and slots, without the terms that are zero.
 *
 * <p>W and its gradient lie feature by feature. Blocks go by in rounds: first each is scored and
 * its S becomes dL/dS, then the non-zeros of all of them are scattered to the gradient. In the
 * first half threads share the blocks, in the second the features, for each of which one thread
 * adds the rows in order. So one gradient is enough, whatever the number of threads; that of a slot
 * which has ended is added in double to those before it.
 */
final class FloatSparsePass implements FloatNativePass, SparsePass {

  /** Bytes of dL/dS of a round: they stay in the L2 cache until they are scattered. */
  private static final int ROUND_BYTES = 1 << 20;

  /**
   * Shares of the features: more than threads, since some features are more frequent, but few,
   * since each goes over all rows. On debian-sections four take a fifth longer.
   */
  private static final int SHARES_PER_THREAD = 2;

  /** Features at a time where an array is transposed: whole cache lines, and few of its pages. */
  private static final int COLUMNS = 128;

  private final Dataset data;
  private final SparseFeatures rows;
  private final IntFunction<FloatRowLosses> rowLosses;
  private final int classes;
  private final int features;
  private final int paddedClasses;
  private final FloatPartition partition;
  private final Workers workers;
  private final int shares;
  private final FloatSparseScorer scorer;
  private final Block[] round;
  private final Buffers[] buffers;

  /** Of the slot under way: dW^T [D x padded C], then db [padded C]. */
  private final float[] sums;

  /** Of the slots before it, as soon as there are any. */
  private double[] earlier;

  private int usedSlots;
  private FloatKernels kernels;

  /** A pass over all rows, whose losses come with room for blocks of so many rows. */
  FloatSparsePass(
      Dataset data, SparseFeatures rows, IntFunction<FloatRowLosses> rowLosses, Workers workers) {
    this.data = data;
    this.rows = rows;
    this.rowLosses = rowLosses;
    this.workers = workers;
    classes = data.classes();
    features = data.columns();
    paddedClasses = FloatKernels.padded(classes);
    partition = new FloatPartition(classes, features);
    shares = workers.threads() == 1 ? 1 : SHARES_PER_THREAD * workers.threads();
    scorer = new FloatSparseScorer(classes, features);
    long blockBytes = (long) partition.block() * paddedClasses * Float.BYTES;
    int blocks = Math.min(partition.blocks(data.rows()), (int) (ROUND_BYTES / blockBytes));
    round = new Block[Math.max(1, blocks)];
    buffers = new Buffers[workers.threads()];
    sums = new float[Math.multiplyExact(features + 1, paddedClasses)];
  }

  /** What holds the parameters that were loaded; a descent may keep its own there. */
  FloatSparseScorer scorer() {
    return scorer;
  }

  @Override
  public void load(double[] values) {
    scorer.roundBias(values, classes * features);
    inShares(features, (from, to) -> scorer.roundWeights(values, from, to));
  }

  @Override
  public double evaluate(float[] values, double scale, float[] gradient) {
    scorer.loadBias(values, classes * features);
    inShares(features, (from, to) -> scorer.loadWeights(values, from, to));
    double loss = run(null, 0, data.rows());
    nativeGradient(scale, gradient);
    return loss;
  }

  private interface Share {
    void run(int from, int to);
  }

  /** Runs a task on consecutive shares of 0 .. count - 1, which may not depend on each other. */
  private void inShares(int count, Share task) {
    workers.run(
        shares, (number, worker) -> task.run(bound(number, count), bound(number + 1, count)));
  }

  private int bound(int share, int count) {
    return (int) ((long) count * share / shares);
  }

  @Override
  public double run(int[] order, int from, int count) {
    kernels = KernelProvider.floats(rows.nonZeros() * classes);
    usedSlots = partition.slots(count);
    inShares(sums.length, (first, end) -> Arrays.fill(sums, first, end, 0));
    double total = 0;
    for (int slot = 0; slot < usedSlots; slot++) {
      if (slot > 0) {
        endSlot(slot == 1);
      }
      total += slot(slot, order, from, count);
    }
    return total;
  }

  /** Adds the sums to those of the earlier slots, or makes them these, and clears them. */
  private void endSlot(boolean first) {
    if (earlier == null) {
      earlier = new double[sums.length];
    }
    inShares(
        sums.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            earlier[i] = (first ? 0 : earlier[i]) + sums[i];
            sums[i] = 0;
          }
        });
  }

  /** Goes over the blocks of one slot; returns the sum of its weighted losses. */
  private double slot(int slot, int[] order, int from, int count) {
    double sum = 0;
    int end = partition.firstBlock(slot + 1, count);
    for (int b = partition.firstBlock(slot, count); b < end; b += round.length) {
      int first = b;
      int blocks = Math.min(round.length, end - b);
      int parts = blocks == 1 ? 1 : shares;
      workers.run(
          blocks,
          (number, worker) -> {
            int start = (first + number) * partition.block();
            int height = Math.min(partition.block(), count - start);
            forward(order, from + start, height, block(number), buffers(worker), parts);
          });
      workers.run(parts, (number, worker) -> scatter(blocks, number));
      for (int i = 0; i < blocks; i++) {
        sum += round[i].loss;
        addBias(round[i]);
      }
    }
    return sum;
  }

  private Block block(int number) {
    if (round[number] == null) {
      round[number] = new Block();
    }
    return round[number];
  }

  private Buffers buffers(int worker) {
    if (buffers[worker] == null) {
      buffers[worker] = new Buffers();
    }
    return buffers[worker];
  }

  /** Reads a block of rows, scores it, and turns S into dL/dS. */
  private void forward(int[] order, int from, int height, Block block, Buffers own, int parts) {
    FloatSparseTile tile = block.tile;
    if (order == null) {
      rows.read(from, height, tile);
    } else {
      rows.read(order, from, height, tile);
    }
    scorer.scores(
        kernels,
        height,
        tile.starts(),
        tile.ends(),
        tile.indices(),
        tile.values(),
        block.scores,
        own.scratch);
    block.loss = own.losses.overwrite(kernels, order, from, height, block.scores, 0);
    own.losses.leaveOutMet(tile, block.scores);
    block.split(parts);
  }

  /** dW^T += X^T dS over the blocks of a round, for one share of the features. */
  private void scatter(int blocks, int part) {
    for (int i = 0; i < blocks; i++) {
      Block block = round[i];
      FloatSparseTile tile = block.tile;
      kernels.addSparse(
          tile.rows(),
          block.splits[part],
          block.splits[part + 1],
          tile.indices(),
          tile.values(),
          paddedClasses,
          block.scores,
          sums);
    }
  }

  /** db += column sums of dS. */
  private void addBias(Block block) {
    kernels.multiplyAdd(
        1,
        paddedClasses,
        block.tile.rows(),
        Block.ONES,
        0,
        block.tile.rows(),
        block.scores,
        0,
        paddedClasses,
        sums,
        features * paddedClasses,
        paddedClasses);
  }

  @Override
  public void gradient(double scale, double[] gradient) {
    inShares(
        features,
        (from, to) -> {
          for (int d = from; d < to; d += COLUMNS) {
            int end = Math.min(to, d + COLUMNS);
            for (int c = 0; c < classes; c++) {
              for (int i = d; i < end; i++) {
                gradient[c * features + i] = scale * sum(i, c);
              }
            }
          }
        });
    for (int c = 0; c < classes; c++) {
      gradient[classes * features + c] = scale * sum(features, c);
    }
  }

  @Override
  public double largest(double scale, double l2, boolean bias) {
    double[][] largest = new double[shares + 1][paddedClasses];
    workers.run(
        shares,
        (number, worker) -> {
          int end = bound(number + 1, features);
          for (int d = bound(number, features); d < end; d++) {
            keepLargest(d, scale, l2, largest[number]);
          }
        });
    for (int c = 0; bias && c < classes; c++) {
      largest[shares][c] = Math.abs(scale * sum(features, c));
    }
    double all = 0;
    for (double[] some : largest) {
      all = Math.max(all, Vectors.largest(some));
    }
    return all;
  }

  /** A maximum for each class, which do not wait for each other. */
  private void keepLargest(int feature, double scale, double l2, double[] largest) {
    float[] weights = scorer.weights();
    for (int c = 0; c < paddedClasses; c++) {
      double entry = scale * sum(feature, c) + l2 * weights[feature * paddedClasses + c];
      largest[c] = Math.max(largest[c], Math.abs(entry));
    }
  }

  private void nativeGradient(double scale, float[] gradient) {
    for (int d = 0; d < features; d++) {
      for (int c = 0; c < classes; c++) {
        gradient[c * features + d] = (float) (scale * sum(d, c));
      }
    }
    for (int c = 0; c < classes; c++) {
      gradient[classes * features + c] = (float) (scale * sum(features, c));
    }
  }

  /** An element of dW^T, or of db, over all slots. */
  private double sum(int feature, int c) {
    int i = feature * paddedClasses + c;
    return (usedSlots == 1 ? 0 : earlier[i]) + sums[i];
  }

  /** A block of a round. */
  private final class Block {
    static final float[] ONES = new float[FloatKernels.DEPTH];

    static {
      Arrays.fill(ONES, 1);
    }

    final FloatSparseTile tile = new FloatSparseTile(partition.block(), features);
    final float[] scores = new float[partition.block() * paddedClasses];

    /** Where the shares of the features begin in each row, and the last one ends. */
    final int[][] splits = new int[shares + 1][];

    double loss;

    void split(int parts) {
      splits[0] = tile.starts();
      for (int part = 1; part < parts; part++) {
        if (splits[part] == null || splits[part] == tile.ends()) {
          splits[part] = new int[partition.block()];
        }
        int limit = bound(part, features);
        for (int r = 0; r < tile.rows(); r++) {
          int k = splits[part - 1][r];
          while (k < tile.ends()[r] && tile.indices()[k] < limit) {
            k++;
          }
          splits[part][r] = k;
        }
      }
      splits[parts] = tile.ends();
    }
  }

  /** What one thread works in. */
  private final class Buffers {
    final float[] scratch = new float[scorer.scratch()];
    final FloatRowLosses losses = rowLosses.apply(partition.block());
  }
}
