// twin: double
package io.github.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation of the contract against the loops of its comments, bit for bit: around every
 * tile's and every vector's edge, at random offsets and strides, with gaps that must stay as they
 * are.
 */
@Tag("kernel")
class FloatKernelsTest {

  private static final String ALL = "io.github.lanewise.kernel.Implementations#floats";

  private static final int LANES = FloatKernels.LANES;

  /** Beyond twice the tallest register tile or vector of rows, beyond twice the widest tile. */
  private static final int MAX_ROWS = 40;

  private static final int MAX_COLUMNS = 9 * LANES;

  private final NaiveFloatKernels naive = new NaiveFloatKernels();

  @ParameterizedTest
  @MethodSource(ALL)
  void multiplyAdd(FloatKernels kernels) {
    Random random = new Random(1);
    for (int m = 0; m <= MAX_ROWS; m++) {
      for (int n = 0; n <= MAX_COLUMNS; n += LANES) {
        for (int k : new int[] {0, 1, 2, 10}) {
          multiplyAdd(kernels, random, m, n, k);
        }
      }
    }
    multiplyAdd(kernels, random, 7, 5 * LANES, FloatKernels.DEPTH);
    multiplyAdd(kernels, random, 3, FloatKernels.DEPTH, 19);
  }

  private static void multiplyAdd(FloatKernels kernels, Random random, int m, int n, int k) {
    multiplyAdd(kernels, random, m, FloatBlock.input(random, k, n));
    if (n <= FloatKernels.PANEL) {
      multiplyAdd(kernels, random, m, FloatBlock.input(random, k, n, FloatKernels.PANEL));
    }
  }

  private static void multiplyAdd(FloatKernels kernels, Random random, int m, FloatBlock b) {
    int n = b.columns;
    int k = b.rows;
    FloatBlock a = FloatBlock.input(random, m, k);
    FloatBlock c = FloatBlock.output(random, m, n);
    FloatBlock expected = c.copy();
    NaiveFloatKernels.multiplyAdd(a, b, expected);
    kernels.multiplyAdd(
        m, n, k, a.values, a.offset, a.stride, b.values, b.offset, b.stride, c.values, c.offset,
        c.stride);
    Bits.assertSame(expected.values, c.values, m, n, k);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void addTransposedMultiply(FloatKernels kernels) {
    Random random = new Random(13);
    for (int m = 0; m <= MAX_ROWS; m++) {
      for (int n = 0; n <= MAX_COLUMNS; n += LANES) {
        for (int k : new int[] {0, 1, 2, 10}) {
          FloatBlock a = FloatBlock.input(random, k, m);
          FloatBlock b = FloatBlock.input(random, k, n);
          FloatBlock c = FloatBlock.output(random, m, n);
          FloatBlock expected = c.copy();
          for (FloatKernels each : new FloatKernels[] {naive, kernels}) {
            FloatBlock target = each == naive ? expected : c;
            each.addTransposedMultiply(
                m,
                n,
                k,
                a.values,
                a.offset,
                a.stride,
                b.values,
                b.offset,
                b.stride,
                target.values,
                target.offset,
                target.stride);
          }
          Bits.assertSame(expected.values, c.values, m, n, k);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void multiplyStartsFromOneRowForAll(FloatKernels kernels) {
    Random random = new Random(11);
    int n = 4 * LANES;
    FloatBlock a = FloatBlock.input(random, 13, 9);
    FloatBlock b = FloatBlock.input(random, 9, n);
    FloatBlock start = FloatBlock.input(random, 1, n);
    FloatBlock c = FloatBlock.output(random, 13, n);
    FloatBlock expected = c.copy();
    for (FloatKernels each : new FloatKernels[] {naive, kernels}) {
      FloatBlock target = each == naive ? expected : c;
      each.multiply(
          13,
          n,
          9,
          a.values,
          a.offset,
          a.stride,
          b.values,
          b.offset,
          b.stride,
          start.values,
          start.offset,
          0,
          target.values,
          target.offset,
          target.stride);
    }
    Bits.assertSame(expected.values, c.values, 13, n, 9);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void transpose(FloatKernels kernels) {
    Random random = new Random(12);
    for (int rows = 0; rows <= 2 * LANES + 1; rows++) {
      for (int columns = 0; columns <= 2 * LANES + 1; columns++) {
        FloatBlock s = FloatBlock.input(random, rows, columns);
        FloatBlock t = FloatBlock.output(random, columns, rows);
        FloatBlock expected = t.copy();
        naive.transpose(
            rows,
            columns,
            s.values,
            s.offset,
            s.stride,
            expected.values,
            expected.offset,
            expected.stride);
        kernels.transpose(
            rows, columns, s.values, s.offset, s.stride, t.values, t.offset, t.stride);
        Bits.assertSame(expected.values, t.values, rows, columns, 0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void rowDots(FloatKernels kernels) {
    Random random = new Random(2);
    for (int rows = 0; rows <= 9; rows++) {
      for (int classes = 0; classes <= FloatKernels.MAX_DOT_CLASSES; classes++) {
        for (int columns : new int[] {0, LANES, 2 * LANES, 5 * LANES}) {
          rowDots(kernels, random, rows, classes, columns);
        }
      }
    }
    rowDots(kernels, random, 5, 7, FloatKernels.DEPTH + LANES);
  }

  private void rowDots(FloatKernels kernels, Random random, int rows, int classes, int columns) {
    FloatBlock x = FloatBlock.input(random, rows, columns);
    FloatBlock w = FloatBlock.input(random, classes, columns);
    float[] bias = nans(FloatKernels.padded(classes));
    for (int c = 0; c < classes; c++) {
      bias[c] = random.nextFloat();
    }
    FloatBlock s = FloatBlock.output(random, rows, bias.length);
    FloatBlock expected = s.copy();
    rowDots(naive, x, w, bias, expected);
    rowDots(kernels, x, w, bias, s);
    Bits.assertSame(expected.values, s.values, rows, classes, columns);
  }

  private static void rowDots(
      FloatKernels kernels, FloatBlock x, FloatBlock w, float[] bias, FloatBlock s) {
    kernels.rowDots(
        s.rows,
        w.rows,
        x.columns,
        x.values,
        x.offset,
        x.stride,
        w.values,
        w.offset,
        w.stride,
        bias,
        s.values,
        s.offset,
        s.stride,
        nans(FloatKernels.SCRATCH));
  }

  /** What scratch space may hold. */
  private static float[] nans(int length) {
    float[] values = new float[length];
    Arrays.fill(values, Float.NaN);
    return values;
  }

  /** Touching ends where it should and changes nothing. */
  @ParameterizedTest
  @MethodSource(ALL)
  void touch(FloatKernels kernels) {
    Random random = new Random(10);
    for (int count = 0; count <= 5 * LANES + 1; count++) {
      FloatBlock values = FloatBlock.output(random, 1, count);
      FloatBlock expected = values.copy();
      kernels.touch(values.values, values.offset, count);
      Bits.assertSame(expected.values, values.values, count);
      byte[] bytes = new byte[count];
      random.nextBytes(bytes);
      byte[] expectedBytes = bytes.clone();
      kernels.touch(bytes, 0, count);
      assertArrayEquals(expectedBytes, bytes);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void exp(FloatKernels kernels) {
    Random random = new Random(3);
    for (int repeat = 0; repeat < 20; repeat++) {
      for (int count = 0; count <= 2 * LANES + 1; count++) {
        FloatBlock values = FloatBlock.output(random, 1, count);
        for (int i = 0; i < count; i++) {
          double inRange = (random.nextDouble() * 2 - 1) * Math.log(Float.MAX_VALUE) * 1.2;
          values.set(0, i, random.nextInt(4) == 0 ? Bits.anyFloat(random) : (float) inRange);
        }
        FloatBlock expected = values.copy();
        naive.exp(expected.values, expected.offset, count);
        kernels.exp(values.values, values.offset, count);
        Bits.assertSame(expected.values, values.values, count);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void log1p(FloatKernels kernels) {
    Random random = new Random(4);
    for (int repeat = 0; repeat < 20; repeat++) {
      for (int count = 0; count <= 2 * LANES + 1; count++) {
        int offset = random.nextInt(LANES);
        double[] values = new double[offset + count + random.nextInt(LANES)];
        Arrays.fill(values, Double.NaN);
        for (int i = offset; i < offset + count; i++) {
          values[i] = notNegative(random);
        }
        double[] expected = values.clone();
        naive.log1p(expected, offset, count);
        kernels.log1p(values, offset, count);
        Bits.assertSame(expected, values, count);
      }
    }
  }

  private static double notNegative(Random random) {
    double any = Math.abs(Bits.anyDouble(random));
    return any == Double.POSITIVE_INFINITY || random.nextBoolean() ? random.nextDouble() * 10 : any;
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void softmaxRows(FloatKernels kernels) {
    Random random = new Random(5);
    for (int repeat = 0; repeat < 300; repeat++) {
      int classes = 1 + random.nextInt(repeat % 2 == 0 ? LANES : 5 * LANES);
      FloatBlock s = scores(random, random.nextInt(MAX_ROWS), classes, repeat % 3 == 0);
      int labelOffset = random.nextInt(3);
      int[] labels = labels(random, s, classes, labelOffset);
      double[] gap = rubbish(s.rows);
      double[] excess = rubbish(s.rows);
      FloatBlock expected = s.copy();
      double[] expectedGap = gap.clone();
      double[] expectedExcess = excess.clone();
      softmaxRows(naive, expected, labels, labelOffset, expectedGap, expectedExcess);
      softmaxRows(kernels, s, labels, labelOffset, gap, excess);
      Bits.assertSame(expected.values, s.values, repeat);
      Bits.assertSame(expectedGap, gap, repeat);
      Bits.assertSame(expectedExcess, excess, repeat);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void softmaxRowsWithoutLabels(FloatKernels kernels) {
    Random random = new Random(6);
    for (int repeat = 0; repeat < 300; repeat++) {
      int classes = 1 + random.nextInt(repeat % 2 == 0 ? LANES : 5 * LANES);
      FloatBlock s = scores(random, random.nextInt(MAX_ROWS), classes, repeat % 3 == 0);
      FloatBlock expected = s.copy();
      softmaxRows(naive, expected, null, 0, null, null);
      softmaxRows(kernels, s, null, 0, null, null);
      Bits.assertSame(expected.values, s.values, repeat);
    }
  }

  private static void softmaxRows(
      FloatKernels kernels,
      FloatBlock s,
      int[] labels,
      int labelOffset,
      double[] gap,
      double[] excess) {
    kernels.softmaxRows(
        s.rows,
        s.columns,
        s.values,
        s.offset,
        s.stride,
        labels,
        labelOffset,
        gap,
        excess,
        nans(FloatKernels.rowScratch(s.rows, s.columns)));
  }

  /** Margin, steepness and limit: plain, with other margins, squared, smoothed. */
  private static final float[][] SHAPES = {
    {1, Float.POSITIVE_INFINITY, 1},
    {0.3f, Float.POSITIVE_INFINITY, 1},
    {1, 2, Float.POSITIVE_INFINITY},
    {3, 2, Float.POSITIVE_INFINITY},
    {1, 0.7f, 1},
    {1, 1e6f, 1},
  };

  @ParameterizedTest
  @MethodSource(ALL)
  void hingeRows(FloatKernels kernels) {
    for (float[] shape : SHAPES) {
      hingeRows(kernels, shape);
    }
  }

  private void hingeRows(FloatKernels kernels, float[] shape) {
    Random random = new Random(7);
    for (int repeat = 0; repeat < 100; repeat++) {
      int classes = 1 + random.nextInt(repeat % 2 == 0 ? LANES : 5 * LANES);
      FloatBlock s = scores(random, random.nextInt(MAX_ROWS), classes, repeat % 3 == 0);
      int labelOffset = random.nextInt(3);
      int[] labels = labels(random, s, classes, labelOffset);
      double[] loss = rubbish(s.rows);
      FloatBlock expected = s.copy();
      double[] expectedLoss = loss.clone();
      hingeRows(naive, shape, expected, labels, labelOffset, expectedLoss);
      hingeRows(kernels, shape, s, labels, labelOffset, loss);
      Bits.assertSame(expected.values, s.values, repeat);
      Bits.assertSame(expectedLoss, loss, repeat);
    }
  }

  private static void hingeRows(
      FloatKernels kernels,
      float[] shape,
      FloatBlock s,
      int[] labels,
      int labelOffset,
      double[] loss) {
    kernels.hingeRows(
        s.rows,
        s.columns,
        s.values,
        s.offset,
        s.stride,
        labels,
        labelOffset,
        shape[0],
        shape[1],
        shape[2],
        loss,
        nans(FloatKernels.rowScratch(s.rows, s.columns)));
  }

  /** Padded rows of scores: ordinary ones with ties and exact margins, or extreme ones mixed. */
  private static FloatBlock scores(Random random, int rows, int classes, boolean extreme) {
    float[] extremes = {
      0.0f,
      -0.0f,
      1.0f,
      Float.MIN_VALUE,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      1e8f,
      -1e8f,
      Float.NEGATIVE_INFINITY,
      Float.POSITIVE_INFINITY,
      Float.NaN
    };
    FloatBlock s = FloatBlock.output(random, rows, FloatKernels.padded(classes));
    s.fill(Float.NEGATIVE_INFINITY);
    for (int r = 0; r < rows; r++) {
      // Few rows meet NaN, or nearly all would.
      int kinds = random.nextInt(4) == 0 ? extremes.length : extremes.length - 2;
      for (int c = 0; c < classes; c++) {
        float ordinary = (random.nextFloat() * 2 - 1) * 10;
        float tied = random.nextInt(5);
        float usual = random.nextInt(3) == 0 ? tied : ordinary;
        s.set(r, c, extreme ? extremes[random.nextInt(kinds)] : usual);
      }
    }
    return s;
  }

  /** A label for each row that is no mask; the contract leaves that loss open. */
  private static int[] labels(Random random, FloatBlock s, int classes, int offset) {
    int[] labels = new int[offset + s.rows];
    for (int r = 0; r < s.rows; r++) {
      int y = random.nextInt(classes);
      if (s.get(r, y) == Float.NEGATIVE_INFINITY) {
        s.set(r, y, 0);
      }
      labels[offset + r] = y;
    }
    return labels;
  }

  /** One number for each row and two more, which must survive. */
  private static double[] rubbish(int rows) {
    double[] values = new double[rows + 2];
    Arrays.fill(values, 123.456);
    return values;
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void addRows(FloatKernels kernels) {
    Random random = new Random(8);
    for (int count = 0; count <= 9; count++) {
      for (int columns = 0; columns <= MAX_COLUMNS; columns += LANES) {
        FloatBlock x = FloatBlock.input(random, 12, columns);
        FloatBlock y = FloatBlock.output(random, 1, columns);
        int[] row = random.ints(count + 1, 0, x.rows).toArray();
        float[] factor = new float[count + 1];
        Arrays.fill(factor, Float.NaN);
        for (int i = 0; i < count; i++) {
          factor[i] = random.nextFloat() * 4 - 2;
        }
        FloatBlock expected = y.copy();
        addRows(naive, count, row, factor, x, expected);
        addRows(kernels, count, row, factor, x, y);
        Bits.assertSame(expected.values, y.values, count, columns);
      }
    }
  }

  private static void addRows(
      FloatKernels kernels, int count, int[] row, float[] factor, FloatBlock x, FloatBlock y) {
    kernels.addRows(
        count, row, factor, y.columns, x.values, x.offset, x.stride, y.values, y.offset);
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void sparseRows(FloatKernels kernels) {
    Random random = new Random(11);
    for (int columns = LANES; columns <= MAX_COLUMNS; columns += LANES) {
      for (int repeat = 0; repeat < 10; repeat++) {
        int features = 1 + random.nextInt(3 * LANES);
        Sparse x = Sparse.random(random, random.nextInt(9), features);
        float[] w = floats(random, features * columns);
        float[] bias = floats(random, columns);
        bias[columns - 1] = Float.NEGATIVE_INFINITY;
        float[] s = floats(random, (x.rows + 1) * columns);
        float[] expected = s.clone();
        x.scores(naive, columns, w, bias, expected);
        x.scores(kernels, columns, w, bias, s);
        Bits.assertSame(expected, s, x.rows, columns);
        x.dots(naive, columns, w, bias, expected);
        x.dots(kernels, columns, w, bias, s);
        Bits.assertSame(expected, s, x.rows, columns);
        float[] g = floats(random, (features + 1) * columns);
        float[] expectedSum = g.clone();
        x.add(naive, columns, w, expectedSum);
        x.add(kernels, columns, w, g);
        Bits.assertSame(expectedSum, g, x.rows, columns);
      }
    }
  }

  private static float[] floats(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void dualVariables(FloatKernels kernels) {
    Random random = new Random(14);
    for (int columns = LANES; columns <= MAX_COLUMNS; columns += LANES) {
      for (int repeat = 0; repeat < 50; repeat++) {
        FloatBlock row = scores(random, 1, columns, repeat % 3 == 0);
        float[] h = Arrays.copyOfRange(row.values, row.offset, row.offset + columns);
        float[] a = floats(random, columns);
        float[] u = new float[columns];
        for (int j = 0; j < columns; j++) {
          u[j] = random.nextInt(3) == 0 ? 0 : 1;
        }
        float[] expected = nans(columns);
        float[] t = nans(columns);
        float factor = random.nextFloat();
        float[] expectedSums = nans(2 * LANES);
        float[] sums = nans(2 * LANES);
        naive.dualTargets(columns, h, factor, a, expected, expectedSums);
        kernels.dualTargets(columns, h, factor, a, t, sums);
        Bits.assertSame(expected, t, columns);
        assertSameSums(expectedSums, sums);
        float delta = repeat % 5 == 0 ? t[0] : random.nextFloat();
        naive.clippedSums(columns, t, delta, u, expectedSums);
        kernels.clippedSums(columns, t, delta, u, sums);
        assertSameSums(expectedSums, sums);
      }
    }
  }

  private static void assertSameSums(float[] expected, float[] actual) {
    Bits.assertSame(Arrays.copyOf(expected, 2), Arrays.copyOf(actual, 2));
  }

  /** Rows of which about a third is there, with gaps between them that nobody may read. */
  private record Sparse(int rows, int[] starts, int[] ends, int[] indices, float[] values) {

    static Sparse random(Random random, int rows, int features) {
      int[] starts = new int[rows];
      int[] ends = new int[rows];
      int[] indices = new int[rows * (features + 1)];
      float[] values = nans(indices.length);
      Arrays.fill(indices, Integer.MAX_VALUE);
      for (int r = 0; r < rows; r++) {
        int k = r * (features + 1) + random.nextInt(2);
        starts[r] = k;
        for (int d = 0; d < features; d++) {
          if (random.nextInt(3) == 0) {
            indices[k] = d;
            values[k++] = random.nextFloat() * 2 - 1;
          }
        }
        ends[r] = k;
      }
      return new Sparse(rows, starts, ends, indices, values);
    }

    void scores(FloatKernels kernels, int columns, float[] w, float[] bias, float[] s) {
      kernels.sparseScores(rows, starts, ends, indices, values, columns, w, bias, s);
    }

    void dots(FloatKernels kernels, int columns, float[] w, float[] bias, float[] s) {
      float[] scratch = nans(LANES * columns);
      kernels.sparseDots(rows, starts, ends, indices, values, columns, w, bias, s, scratch);
    }

    void add(FloatKernels kernels, int columns, float[] w, float[] g) {
      float[] s = Arrays.copyOf(w, Math.max(w.length, rows * columns));
      kernels.addSparse(rows, starts, ends, indices, values, columns, s, g);
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  void widen(FloatKernels kernels) {
    Random random = new Random(9);
    for (int count = 0; count <= 5 * LANES + 1; count++) {
      for (float scale : new float[] {1, 1 / 255.0f}) {
        int sourceOffset = random.nextInt(5);
        byte[] source = new byte[sourceOffset + count + random.nextInt(3)];
        random.nextBytes(source);
        FloatBlock target = FloatBlock.output(random, 1, count);
        FloatBlock expected = target.copy();
        naive.widen(source, sourceOffset, count, scale, expected.values, expected.offset);
        kernels.widen(source, sourceOffset, count, scale, target.values, target.offset);
        Bits.assertSame(expected.values, target.values, count, scale);
      }
    }
  }
}
