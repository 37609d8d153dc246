// twin: double
package io.github.lanewise.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Every operation of the kernels as a task to repeat, by name. */
final class FloatOperations {

  private static final int ROWS = 20;
  private static final int CLASSES = 5;
  private static final int COLUMNS = 4 * FloatKernels.LANES;

  private FloatOperations() {}

  static Map<String, Runnable> all(FloatKernels kernels) {
    float[] a = random(ROWS * COLUMNS);
    float[] b = random(COLUMNS * COLUMNS);
    float[] c = random(ROWS * COLUMNS);
    float[] bias = random(COLUMNS);
    float[] scratch = new float[FloatKernels.SCRATCH];
    double[] losses = new double[ROWS];
    double[] excess = new double[COLUMNS];
    int[] numbers = new int[ROWS];
    byte[] bytes = new byte[COLUMNS];
    int narrow = FloatKernels.LANES;
    Map<String, Runnable> tasks = new LinkedHashMap<>();
    tasks.put(
        "multiplyAdd",
        () -> kernels.multiplyAdd(ROWS, COLUMNS, 8, a, 0, COLUMNS, b, 0, COLUMNS, c, 0, COLUMNS));
    tasks.put(
        "addTransposedMultiply",
        () ->
            kernels.addTransposedMultiply(
                8, COLUMNS, ROWS, a, 0, 8, b, 0, COLUMNS / 4, c, 0, COLUMNS));
    tasks.put("transpose", () -> kernels.transpose(ROWS, COLUMNS, a, 0, COLUMNS, c, 0, ROWS));
    tasks.put(
        "rowDots",
        () ->
            kernels.rowDots(
                ROWS, CLASSES, COLUMNS, a, 0, COLUMNS, b, 0, COLUMNS, bias, c, 0, COLUMNS,
                scratch));
    tasks.put(
        "softmaxRows",
        () ->
            kernels.softmaxRows(ROWS, COLUMNS, c, 0, COLUMNS, numbers, 0, losses, excess, scratch));
    tasks.put(
        "softmaxRows of one vector",
        () -> kernels.softmaxRows(ROWS, narrow, c, 0, narrow, numbers, 0, losses, excess, scratch));
    tasks.put(
        "hingeRows",
        () ->
            kernels.hingeRows(
                ROWS,
                COLUMNS,
                c,
                0,
                COLUMNS,
                numbers,
                0,
                1,
                Float.POSITIVE_INFINITY,
                1,
                losses,
                scratch));
    tasks.put(
        "hingeRows of one vector",
        () ->
            kernels.hingeRows(
                ROWS,
                narrow,
                c,
                0,
                narrow,
                numbers,
                0,
                1,
                Float.POSITIVE_INFINITY,
                1,
                losses,
                scratch));
    tasks.put(
        "hingeRows, smoothed",
        () ->
            kernels.hingeRows(ROWS, COLUMNS, c, 0, COLUMNS, numbers, 0, 1, 2, 1, losses, scratch));
    tasks.put("exp", () -> kernels.exp(c, 1, COLUMNS - 1));
    tasks.put("log1p", () -> kernels.log1p(excess, 1, COLUMNS - 1));
    tasks.put("addRows", () -> kernels.addRows(ROWS, numbers, bias, COLUMNS, a, 0, COLUMNS, c, 0));
    int[] ends = new int[ROWS];
    ends[0] = CLASSES;
    tasks.put(
        "sparseScores",
        () -> kernels.sparseScores(ROWS, numbers, ends, numbers, bias, COLUMNS, b, bias, c));
    tasks.put(
        "sparseDots",
        () -> kernels.sparseDots(ROWS, numbers, ends, numbers, bias, narrow, b, bias, c, scratch));
    tasks.put(
        "addSparse", () -> kernels.addSparse(ROWS, numbers, ends, numbers, bias, COLUMNS, c, b));
    float[] sums = new float[2 * narrow];
    tasks.put("dualTargets", () -> kernels.dualTargets(COLUMNS, a, 0.5f, b, c, sums));
    tasks.put("clippedSums", () -> kernels.clippedSums(COLUMNS, a, 0.5f, bias, sums));
    tasks.put("widen", () -> kernels.widen(bytes, 0, COLUMNS, 1, c, 0));
    return tasks;
  }

  private static float[] random(int length) {
    Random random = new Random(length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }
}
