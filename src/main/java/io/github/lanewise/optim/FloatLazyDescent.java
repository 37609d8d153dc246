// twin: double
package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.FloatSparseTile;
import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.kernel.FloatSparseScorer;
import io.github.lanewise.kernel.KernelProvider;
import io.github.lanewise.loss.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gradient descent without momentum that only touches the weights of features which its rows have:
 * W = s V, so that the penalty of a step scales s alone, and the gradient goes straight to V.
 *
 * <pre>
 * S = s (V x + b / s)
 * s = (1 - eta lambda) s
 * V = V - eta / (s sum w) dS^T X        b = b - eta / sum w (column sums of dS)
 * </pre>
 *
 * <p>V is kept in single precision, feature by feature, an element being one chain over the
 * non-zeros of its column; a row's zeros change nothing, so that dense rows give the same bits. One
 * thread makes the steps: rows are few in a minibatch, and so are their features.
 *
 * <p>Source: S. Shalev-Shwartz, Y. Singer and N. Srebro, Pegasos: primal estimated sub-gradient
 * solver for SVM (2007), section 4.
 */
final class FloatLazyDescent implements Descent {

  /**
   * A smaller s is multiplied into V, long before V leaves the range of its numbers. So is one
   * below 0, by a step longer than 1 / lambda, which would make the padding of scores positive
   * infinity.
   */
  private static final double SMALLEST = 0x1p-10;

  private final double[] rowWeights;
  private final double l2;
  private final boolean bias;
  private final double[] parameters;
  private final int classes;
  private final int features;
  private final int paddedClasses;
  private final int height;
  private final long work;
  private final FloatSparseScorer scorer;
  private final FloatRowLosses losses;
  private final FloatNonZeros reader;
  private final float[] scratch;
  private final float[] ones;
  private final float[] biasSums;
  private final double[] scaledBias;
  private final List<Block> blocks = new ArrayList<>();
  private FloatKernels kernels;
  private double scale;

  /**
   * Modified: parameters, W [C x D] row by row, then b [C], by {@link #store}.
   *
   * @param scorer keeps V, and is nobody else's from {@link #begin} to {@link #store}, which leaves
   *     the parameters there
   */
  FloatLazyDescent(
      Loss loss,
      Dataset data,
      double[] rowWeights,
      double l2,
      boolean bias,
      double[] parameters,
      FloatSparseScorer scorer) {
    this.rowWeights = rowWeights;
    this.l2 = l2;
    this.bias = bias;
    this.parameters = parameters;
    classes = data.classes();
    features = data.columns();
    paddedClasses = FloatKernels.padded(classes);
    height = new FloatPartition(classes, features).block();
    work = FloatNonZeros.stored(data) * classes;
    this.scorer = scorer;
    float[] weights = rowWeights == null ? null : FloatPass.narrow(rowWeights);
    losses = new FloatRowLosses(loss, data, data.labels(), weights, null, height);
    reader = new FloatNonZeros(data, height);
    scratch = new float[scorer.scratch()];
    ones = new float[height];
    Arrays.fill(ones, 1);
    biasSums = new float[paddedClasses];
    scaledBias = new double[classes];
  }

  @Override
  public void begin() {
    scale = 1;
    kernels = KernelProvider.floats(work);
    scorer.roundWeights(parameters, 0, features);
  }

  @Override
  public double step(int[] order, int from, int count, double rate) {
    int used = Math.ceilDiv(count, height);
    double loss = 0;
    loadBias();
    for (int i = 0; i < used; i++) {
      int start = from + i * height;
      loss += forward(order, start, Math.min(height, from + count - start), block(i));
    }
    double sum = Objective.weightSum(rowWeights, order, from, count);
    // Rows that all weigh nothing contribute nothing, rather than 0 / 0.
    double share = sum > 0 ? 1 / sum : 0;
    shrink(1 - rate * l2);
    double factor = -rate * share / scale;
    Arrays.fill(biasSums, 0);
    for (int i = 0; i < used; i++) {
      backward(blocks.get(i), factor);
    }
    for (int c = 0; bias && c < classes; c++) {
      parameters[classes * features + c] += scale * biasSums[c];
    }
    return loss * share;
  }

  /** b / s. */
  private void loadBias() {
    for (int c = 0; c < classes; c++) {
      scaledBias[c] = parameters[classes * features + c] / scale;
    }
    scorer.roundBias(scaledBias, 0);
  }

  private Block block(int number) {
    if (number == blocks.size()) {
      blocks.add(new Block());
    }
    return blocks.get(number);
  }

  /** Reads a block of rows, scores it, and turns S into dL/dS. */
  private double forward(int[] order, int from, int rows, Block block) {
    FloatSparseTile tile = block.tile;
    reader.read(order, from, rows, tile);
    scorer.scores(
        kernels,
        rows,
        tile.starts(),
        tile.ends(),
        tile.indices(),
        tile.values(),
        block.scores,
        scratch);
    multiply(block.scores, rows, scale);
    double loss = losses.overwrite(kernels, order, from, rows, block.scores, 0);
    losses.leaveOutMet(tile, block.scores);
    return loss;
  }

  private void multiply(float[] scores, int rows, double by) {
    float factor = (float) by;
    for (int i = 0; i < rows * paddedClasses; i++) {
      scores[i] *= factor;
    }
  }

  private void shrink(double factor) {
    scale *= factor;
    if (!(scale >= SMALLEST)) {
      fold();
    }
  }

  /** V = s V, s = 1. */
  private void fold() {
    float[] weights = scorer.weights();
    float factor = (float) scale;
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= factor;
    }
    scale = 1;
  }

  /** V += factor X^T dS for a block, and its column sums for b. */
  private void backward(Block block, double factor) {
    FloatSparseTile tile = block.tile;
    multiply(block.scores, tile.rows(), factor);
    kernels.multiplyAdd(
        1,
        paddedClasses,
        tile.rows(),
        ones,
        0,
        tile.rows(),
        block.scores,
        0,
        paddedClasses,
        biasSums,
        0,
        paddedClasses);
    kernels.addSparse(
        tile.rows(),
        tile.starts(),
        tile.ends(),
        tile.indices(),
        tile.values(),
        paddedClasses,
        block.scores,
        scorer.weights());
  }

  /** Here s becomes 1, whoever asks for the parameters, so that a run may go on from them. */
  @Override
  public double endEpoch() {
    fold();
    kernels = KernelProvider.floats(work);
    return l2 / 2 * scorer.squares();
  }

  @Override
  public void store() {
    fold();
    scorer.store(parameters);
    scorer.roundBias(parameters, classes * features);
  }

  @Override
  public Objective.Measure measure(Objective objective) {
    return objective.measureStored(parameters);
  }

  @Override
  public List<double[]> state() {
    return List.of();
  }

  /** A block of rows of a step. */
  private final class Block {
    final FloatSparseTile tile = new FloatSparseTile(height, features);
    final float[] scores = new float[height * paddedClasses];
  }
}
