// twin: double
package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.FloatTile;
import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.kernel.KernelProvider;
import io.github.lanewise.matrix.FloatMatrix;
import io.github.lanewise.matrix.MatMul;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The pass for many weights, which no cache holds: tall blocks of rows, so that W and dW come from
 * memory once in many rows, and two matrix products a block. Threads share out the classes in the
 * products and the rows in the losses.
 *
 * <pre>
 * S = b + X W^T        threads have ranges of classes
 * S becomes dL/dS      threads have ranges of rows
 * dW += dS^T X         threads have ranges of features, or of classes where there are more of these
 * </pre>
 *
 * <p>Every element is one chain, over the features in S and over the rows in dW, so that who
 * computes it does not show. W is read where the caller keeps it and dW grows where he wants it:
 * beyond both, the pass needs {@link #SCORE_BYTES} and the packed panels of the products.
 */
final class FloatWidePass implements FloatNativePass {

  /** Bytes of a block of S. */
  private static final int SCORE_BYTES = 61 << 20;

  private final Dataset data;
  private final int classes;
  private final int features;
  private final int paddedClasses;
  private final int paddedFeatures;
  private final int chunk;
  private final Workers workers;
  private final Vectors vectors;
  private final FloatKernels kernels = KernelProvider.floats();
  private final FloatTile tile;
  private final float[] scores;
  private final float[] ones;
  private final float[] biasSums;
  private final Buffers[] buffers;
  private final double[] losses;
  private final int[] nonZeros;

  /** W and b under way, and their gradient: the caller's where he has floats, else our own. */
  private float[] parameters;

  private float[] sums;
  private float[] ownParameters;
  private float[] ownSums;

  /** A pass over all rows, whose losses come with room for blocks of so many rows. */
  FloatWidePass(Dataset data, IntFunction<FloatRowLosses> rowLosses, Workers workers) {
    this.data = data;
    this.workers = workers;
    vectors = new Vectors(workers);
    classes = data.classes();
    features = data.columns();
    paddedClasses = FloatKernels.padded(classes);
    paddedFeatures = FloatKernels.padded(features);
    chunk = new FloatPartition(classes, features).block();
    long affordable = SCORE_BYTES / ((long) paddedClasses * Float.BYTES);
    int chunks = (int) Math.max(1, Math.min(affordable, FloatKernels.DEPTH) / chunk);
    tile = new FloatTile(chunks * chunk, features);
    scores = new float[Math.multiplyExact(chunks * chunk, paddedClasses)];
    ones = new float[chunks * chunk];
    Arrays.fill(ones, 1);
    biasSums = new float[paddedClasses];
    losses = new double[chunks];
    nonZeros = new int[chunks];
    buffers = new Buffers[workers.threads()];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = new Buffers(rowLosses.apply(chunk));
    }
  }

  @Override
  public double evaluate(float[] values, double scale, float[] gradient) {
    parameters = values;
    sums = gradient;
    double loss = run(null, 0, data.rows());
    vectors.each(
        gradient.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            gradient[i] = (float) (scale * gradient[i]);
          }
        });
    parameters = null;
    sums = null;
    return loss;
  }

  @Override
  public void load(double[] values) {
    if (ownParameters == null) {
      ownParameters = new float[values.length];
      ownSums = new float[values.length];
    }
    vectors.each(
        values.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            ownParameters[i] = (float) values[i];
          }
        });
    parameters = ownParameters;
    sums = ownSums;
  }

  @Override
  public void gradient(double scale, double[] gradient) {
    vectors.each(
        gradient.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            gradient[i] = scale * sums[i];
          }
        });
  }

  @Override
  public double run(int[] order, int from, int count) {
    vectors.each(sums.length, (start, end) -> Arrays.fill(sums, start, end, 0));
    Arrays.fill(biasSums, 0);
    double loss = 0;
    for (int r = 0; r < count; r += tile.capacity()) {
      loss = block(order, from + r, Math.min(tile.capacity(), count - r), loss);
    }
    System.arraycopy(biasSums, 0, sums, classes * features, classes);
    return loss;
  }

  /** Adds the losses of a block of rows to those before it, chunk by chunk. */
  private double block(int[] order, int from, int rows, double before) {
    if (order == null) {
      data.features().read(from, rows, tile);
    } else {
      data.features().read(order, from, rows, tile);
    }
    share(classes, (first, end, own) -> forward(rows, first, end));
    int chunks = Math.ceilDiv(rows, chunk);
    workers.run(chunks, (number, worker) -> losses(order, from, rows, number, buffers[worker]));
    double loss = before;
    long filled = 0;
    for (int i = 0; i < chunks; i++) {
      loss += losses[i];
      filled += nonZeros[i];
    }
    addColumnSums(rows);
    if (FloatChosenRows.pays(filled, rows, classes)) {
      share(classes, (first, end, own) -> addChosenRows(rows, first, end, own));
    } else {
      addProduct(rows);
    }
    return loss;
  }

  /** db += column sums of dS. */
  private void addColumnSums(int rows) {
    share(
        paddedClasses,
        (first, end, own) ->
            kernels.multiplyAdd(
                1,
                end - first,
                rows,
                ones,
                0,
                rows,
                scores,
                first,
                paddedClasses,
                biasSums,
                first,
                end - first));
  }

  /**
   * dW += dS^T X where dS is dense. A thread packs the X of its features and transposes the dS of
   * its classes: the longer of the two is shared out, and the shorter done by each.
   */
  private void addProduct(int rows) {
    boolean byFeatures = features > classes;
    share(
        byFeatures ? features : classes,
        (first, end, own) -> {
          int width = end - first;
          if (byFeatures) {
            MatMul.addTransposedMultiply(
                scores(rows, 0, classes),
                FloatMatrix.of(tile.values(), tile.offset() + first, rows, width, tile.stride()),
                FloatMatrix.of(sums, first, classes, width, features));
          } else {
            MatMul.addTransposedMultiply(
                scores(rows, first, end), tileRows(rows), weightRows(sums, first, end));
          }
        });
  }

  /** What a thread does with the classes or features first .. end - 1. */
  private interface Range {
    void run(int first, int end, Buffers own);
  }

  /** A range of 0 .. size - 1 for each thread, all but the last a multiple of the panels' width. */
  private void share(int size, Range task) {
    int panels = Math.ceilDiv(size, FloatKernels.PANEL);
    int parts = Math.min(workers.threads(), panels);
    workers.run(
        parts,
        (number, worker) -> {
          int first = panels * number / parts * FloatKernels.PANEL;
          int end = Math.min(panels * (number + 1) / parts * FloatKernels.PANEL, size);
          task.run(first, end, buffers[worker]);
        });
  }

  /** S = b + X W^T, a panel of classes at a time. */
  private void forward(int rows, int first, int end) {
    int bias = classes * features;
    for (int c = first; c < end; c += FloatKernels.PANEL) {
      int last = Math.min(end, c + FloatKernels.PANEL);
      kernels.touch(parameters, c * features, (last - c) * features);
      MatMul.multiplyTransposed(
          tileRows(rows),
          weightRows(parameters, c, last),
          FloatMatrix.of(parameters, bias + c, 1, last - c, last - c),
          scores(rows, c, last));
    }
    for (int r = 0; end == classes && r < rows; r++) {
      int row = r * paddedClasses;
      Arrays.fill(scores, row + classes, row + paddedClasses, Float.NEGATIVE_INFINITY);
    }
  }

  /** S becomes dL/dS, in one chunk of rows. */
  private void losses(int[] order, int from, int rows, int number, Buffers own) {
    int first = number * chunk;
    int count = Math.min(chunk, rows - first);
    losses[number] =
        own.losses.overwrite(kernels, order, from + first, count, scores, first * paddedClasses);
    nonZeros[number] = own.losses.nonZeros();
  }

  /** dW += dS^T X where dS is mostly zero. */
  private void addChosenRows(int rows, int first, int end, Buffers own) {
    for (int c = first; c < end; c += FloatKernels.PANEL) {
      int width = Math.min(FloatKernels.PANEL, end - c);
      kernels.transpose(
          rows, width, scores, c, paddedClasses, own.transposed, 0, FloatKernels.DEPTH);
      for (int i = 0; i < width; i++) {
        int target = (c + i) * features;
        // Rows of dW have no padding, which the kernel would overwrite.
        System.arraycopy(sums, target, own.sum, 0, features);
        own.chosen.add(kernels, tile, rows, own.transposed, i * FloatKernels.DEPTH, own.sum, 0);
        System.arraycopy(own.sum, 0, sums, target, features);
      }
    }
  }

  private FloatMatrix tileRows(int rows) {
    return FloatMatrix.of(tile.values(), tile.offset(), rows, features, tile.stride());
  }

  private FloatMatrix scores(int rows, int first, int end) {
    return FloatMatrix.of(scores, first, rows, end - first, paddedClasses);
  }

  private FloatMatrix weightRows(float[] values, int first, int end) {
    return FloatMatrix.of(values, first * features, end - first, features, features);
  }

  /** What one thread works in. */
  private final class Buffers {
    final FloatRowLosses losses;
    final float[] transposed = new float[FloatKernels.PANEL * FloatKernels.DEPTH];
    final FloatChosenRows chosen = new FloatChosenRows(tile.capacity());
    final float[] sum = new float[paddedFeatures];

    Buffers(FloatRowLosses losses) {
      this.losses = losses;
    }
  }
}
