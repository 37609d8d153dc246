// twin: double
package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.FloatSparseTile;
import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.kernel.FloatSparseScorer;
import io.github.lanewise.kernel.KernelProvider;
import java.util.Arrays;

/**
 * {@link DualRows} in single precision. W lies feature by feature, an element being one chain over
 * the visits; zeros of a row change nothing, so that dense rows give the same bits.
 */
final class FloatDualRows implements DualRows {

  private final int classes;
  private final int features;
  private final int paddedClasses;
  private final long work;
  private final FloatSparseScorer scorer;
  private final FloatHingeBlock block;
  private final FloatNonZeros reader;
  private final FloatSparseTile tile;
  private final float[] rowScores;
  private final float[] scratch;
  private final int[] start = new int[1];
  private final int[] end = new int[1];
  private FloatKernels kernels;
  private float[] gradient;

  /** Keeps W in the scorer. */
  FloatDualRows(Dataset data, FloatSparseScorer scorer, double margin) {
    this.scorer = scorer;
    classes = data.classes();
    block = new FloatHingeBlock(classes, margin);
    features = data.columns();
    paddedClasses = FloatKernels.padded(classes);
    work = FloatNonZeros.stored(data) * classes;
    reader = new FloatNonZeros(data, BLOCK);
    tile = new FloatSparseTile(BLOCK, features);
    rowScores = new float[paddedClasses];
    scratch = new float[scorer.scratch()];
  }

  @Override
  public void load(double[] parameters) {
    scorer.roundWeights(parameters, 0, features);
  }

  @Override
  public void clear() {
    Arrays.fill(scorer.weights(), 0);
  }

  @Override
  public double squares() {
    return scorer.squares();
  }

  @Override
  public void read(int[] order, int from, int count) {
    kernels = KernelProvider.floats(work);
    reader.read(order, from, count, tile);
  }

  @Override
  public double squaredLength(int row) {
    double sum = 0;
    for (int k = tile.starts()[row]; k < tile.ends()[row]; k++) {
      sum += (double) tile.values()[k] * tile.values()[k];
    }
    return sum;
  }

  @Override
  public boolean visit(
      int row, double[] bias, int label, double q, double[] alpha, int offset, double alphaSum) {
    score(row, bias);
    return block.solve(kernels, rowScores, label, q, alpha, offset, alphaSum);
  }

  private void score(int row, double[] bias) {
    scorer.roundBias(bias, 0);
    start[0] = tile.starts()[row];
    end[0] = tile.ends()[row];
    scorer.scores(kernels, 1, start, end, tile.indices(), tile.values(), rowScores, scratch);
  }

  @Override
  public HingeBlock visited() {
    return block;
  }

  @Override
  public void clearGradient() {
    if (gradient == null) {
      gradient = new float[scorer.weights().length];
    }
    Arrays.fill(gradient, 0);
  }

  @Override
  public double measure(int row, double[] bias, int label, double share, double[] slopes) {
    score(row, bias);
    double loss = block.loss(rowScores, label, share, slopes);
    if (loss > 0) {
      add(row, slopes, gradient);
    }
    return loss;
  }

  @Override
  public double largestGradient(double l2) {
    float[] weights = scorer.weights();
    double[] largest = new double[paddedClasses];
    for (int i = 0; i < weights.length; i += paddedClasses) {
      for (int c = 0; c < paddedClasses; c++) {
        double entry = gradient[i + c] + l2 * weights[i + c];
        largest[c] = Math.max(largest[c], Math.abs(entry));
      }
    }
    return Vectors.largest(largest);
  }

  @Override
  public void add(int row, double[] a) {
    add(row, a, scorer.weights());
  }

  private void add(int row, double[] a, float[] target) {
    for (int c = 0; c < classes; c++) {
      rowScores[c] = (float) a[c];
    }
    for (int c = classes; c < paddedClasses; c++) {
      rowScores[c] = 0;
    }
    start[0] = tile.starts()[row];
    end[0] = tile.ends()[row];
    kernels.addSparse(
        1, start, end, tile.indices(), tile.values(), paddedClasses, rowScores, target);
  }

  @Override
  public void store(double[] parameters) {
    scorer.store(parameters);
    scorer.roundBias(parameters, classes * features);
  }
}
