// twin: double
package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.FloatTile;
import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.kernel.FloatScorer;
import io.github.lanewise.kernel.KernelProvider;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The fused pass in single precision. For each block of rows, while it is in the cache:
 *
 * <pre>
 * S = X W^T + b        [B x C]
 * S becomes dL/dS      and the losses come out
 * dW += dS^T X         [C x D]
 * db += column sums of dS
 * </pre>
 *
 * <p>The rows are shared out in slots, whose number follows from the sizes alone. A slot adds its
 * rows in order to sums of its own, a chain per element; the slots are then added in order, in
 * double. So the number of threads never shows in the result.
 */
final class FloatPass implements FloatNativePass {

  /** Elements over all slots from which on all threads add them up: 30 microseconds' work. */
  private static final int MANY_SUMS = 1 << 17;

  private final Dataset data;
  private final IntFunction<FloatRowLosses> rowLosses;
  private final int classes;
  private final int features;
  private final int paddedClasses;
  private final int paddedFeatures;

  /** A row of dW has {@link FloatKernels#HEADER} elements of room before its first. */
  private final int gradientStride;

  private final FloatPartition partition;
  private final int block;
  private final Workers workers;
  private final FloatScorer scorer;
  private final float[] parameters;
  private final Slot[] slots;
  private final Buffers[] buffers;
  private int usedSlots;
  private FloatKernels kernels;

  /** A pass over all rows, whose losses come with room for blocks of so many rows. */
  FloatPass(Dataset data, IntFunction<FloatRowLosses> rowLosses, Workers workers) {
    this.data = data;
    this.rowLosses = rowLosses;
    this.workers = workers;
    classes = data.classes();
    features = data.columns();
    paddedClasses = FloatKernels.padded(classes);
    paddedFeatures = FloatKernels.padded(features);
    gradientStride = paddedFeatures + FloatKernels.LANES;
    partition = new FloatPartition(classes, features);
    block = partition.block();
    scorer = new FloatScorer(classes, features);
    parameters = new float[Math.addExact(Math.multiplyExact(classes, features), classes)];
    slots = new Slot[FloatPartition.MAX_SLOTS];
    buffers = new Buffers[workers.threads()];
  }

  static float[] narrow(double[] values) {
    float[] narrowed = new float[values.length];
    for (int i = 0; i < narrowed.length; i++) {
      narrowed[i] = (float) values[i];
    }
    return narrowed;
  }

  @Override
  public void load(double[] values) {
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) values[i];
    }
    scorer.load(parameters, parameters, classes * features);
  }

  @Override
  public double evaluate(float[] values, double scale, float[] gradient) {
    loadNative(values);
    double loss = run(null, 0, data.rows());
    nativeGradient(scale, gradient);
    return loss;
  }

  private void loadNative(float[] values) {
    System.arraycopy(values, 0, parameters, 0, parameters.length);
    scorer.load(parameters, parameters, classes * features);
  }

  @Override
  public double run(int[] order, int from, int count) {
    usedSlots = partition.slots(count);
    // By the whole data set: a minibatch comes with many others.
    kernels = KernelProvider.floats((long) data.rows() * classes * features);
    rehearse(order, from, count);
    workers.run(
        usedSlots,
        (number, worker) -> {
          Slot slot = slot(number);
          Buffers own = buffers(worker);
          slot.clear();
          int end = partition.firstBlock(number + 1, count);
          for (int b = partition.firstBlock(number, count); b < end; b++) {
            int first = b * block;
            int rows = Math.min(block, count - first);
            slot.loss += block(order, from + first, rows, own, slot);
          }
        });
    double loss = 0;
    for (int i = 0; i < usedSlots; i++) {
      loss += slots[i].loss;
    }
    return loss;
  }

  /** Meets every tile of a block in as few rows as there can be. */
  private void rehearse(int[] order, int from, int count) {
    int most = Math.min(block, FloatKernels.LANES + block % FloatKernels.LANES);
    int rows = Math.min(count, most);
    for (int i = KernelProvider.rehearsals(kernels); i > 0; i--) {
      block(order, from, rows, buffers(0), slot(0));
    }
  }

  private Slot slot(int number) {
    if (slots[number] == null) {
      slots[number] = new Slot(classes, gradientStride, paddedClasses);
    }
    return slots[number];
  }

  private Buffers buffers(int worker) {
    if (buffers[worker] == null) {
      buffers[worker] = new Buffers();
    }
    return buffers[worker];
  }

  /** Forward, loss and backward of one block of rows; returns the sum of its weighted losses. */
  private double block(int[] order, int from, int rows, Buffers own, Slot slot) {
    FloatTile tile = own.tile;
    if (order == null) {
      data.features().read(from, rows, tile);
    } else {
      data.features().read(order, from, rows, tile);
    }
    if (tile.isView()) {
      kernels.touch(tile.values(), tile.offset(), rows * tile.stride());
    }
    forward(tile, rows, own);
    double loss = own.losses.overwrite(kernels, order, from, rows, own.scores, 0);
    backward(rows, own, slot);
    return loss;
  }

  /** S = X W^T + b. */
  private void forward(FloatTile tile, int rows, Buffers own) {
    scorer.paddedScores(
        kernels,
        tile.isInner(),
        tile.values(),
        tile.offset(),
        tile.stride(),
        rows,
        own.scores,
        0,
        paddedClasses,
        own.scratch);
  }

  /** dW += dS^T X and db += column sums of dS. */
  private void backward(int rows, Buffers own, Slot slot) {
    addColumnSums(rows, own, slot);
    if (FloatChosenRows.pays(own.losses.nonZeros(), rows, classes)) {
      addChosenRows(rows, own, slot);
    } else {
      addProduct(rows, own, slot);
    }
  }

  private void addColumnSums(int rows, Buffers own, Slot slot) {
    kernels.multiplyAdd(
        1,
        paddedClasses,
        rows,
        own.ones,
        0,
        rows,
        own.scores,
        0,
        paddedClasses,
        slot.bias,
        0,
        paddedClasses);
  }

  /** From the start of a cache line on; what that adds at the ends of a row is never read. */
  private void addProduct(int rows, Buffers own, Slot slot) {
    FloatTile tile = own.tile;
    int before = tile.isInner() ? FloatKernels.HEADER : 0;
    kernels.addTransposedMultiply(
        classes,
        tile.isInner() ? gradientStride : paddedFeatures,
        rows,
        own.scores,
        0,
        paddedClasses,
        tile.values(),
        tile.offset() - before,
        tile.stride(),
        slot.weights,
        FloatKernels.HEADER - before,
        gradientStride);
  }

  private void addChosenRows(int rows, Buffers own, Slot slot) {
    kernels.transpose(rows, paddedClasses, own.scores, 0, paddedClasses, own.transposed, 0, block);
    for (int c = 0; c < classes; c++) {
      own.chosen.add(
          kernels, own.tile, rows, own.transposed, c * block, slot.weights, gradientRow(c));
    }
  }

  @Override
  public void gradient(double scale, double[] gradient) {
    sumSlots(
        (number, worker) -> {
          int from = number * features;
          int length = number < classes ? features : classes;
          Arrays.fill(gradient, from, from + length, 0);
          addSlots(number, gradient, from);
          for (int i = from; i < from + length; i++) {
            gradient[i] *= scale;
          }
        });
  }

  private void nativeGradient(double scale, float[] gradient) {
    sumSlots(
        (number, worker) -> {
          int from = number * features;
          int length = number < classes ? features : classes;
          double[] sum = buffers(worker).sum;
          Arrays.fill(sum, 0, length, 0);
          addSlots(number, sum, 0);
          for (int i = 0; i < length; i++) {
            gradient[from + i] = (float) (scale * sum[i]);
          }
        });
  }

  /** Runs a task for the gradient of each class, and one for that of the biases. */
  private void sumSlots(Workers.Task task) {
    if ((long) usedSlots * classes * features >= MANY_SUMS) {
      workers.run(classes + 1, task);
      return;
    }
    for (int number = 0; number <= classes; number++) {
      task.run(number, 0);
    }
  }

  /** Adds what the slots have for a class, or for the biases, to the sums from an offset on. */
  private void addSlots(int number, double[] sum, int offset) {
    for (int i = 0; i < usedSlots; i++) {
      if (number < classes) {
        add(slots[i].weights, gradientRow(number), sum, offset, features);
      } else {
        add(slots[i].bias, 0, sum, offset, classes);
      }
    }
  }

  private int gradientRow(int label) {
    return label * gradientStride + FloatKernels.HEADER;
  }

  private static void add(float[] source, int from, double[] sum, int offset, int count) {
    for (int i = 0; i < count; i++) {
      sum[offset + i] += source[from + i];
    }
  }

  /** The sums of one slot of rows. */
  private static final class Slot {
    final float[] weights;
    final float[] bias;
    double loss;

    Slot(int classes, int gradientStride, int paddedClasses) {
      weights = new float[Math.multiplyExact(classes, gradientStride)];
      bias = new float[paddedClasses];
    }

    void clear() {
      Arrays.fill(weights, 0);
      Arrays.fill(bias, 0);
      loss = 0;
    }
  }

  /** What one thread works in. */
  private final class Buffers {
    final FloatTile tile = new FloatTile(block, features);
    final float[] scores = new float[block * paddedClasses];
    final float[] transposed = new float[Math.multiplyExact(paddedClasses, block)];
    final float[] scratch = new float[FloatKernels.SCRATCH];
    final FloatRowLosses losses = rowLosses.apply(block);
    final float[] ones = new float[block];
    final FloatChosenRows chosen = new FloatChosenRows(block);
    final double[] sum = new double[Math.max(features, classes)];

    Buffers() {
      Arrays.fill(ones, 1);
    }
  }
}
