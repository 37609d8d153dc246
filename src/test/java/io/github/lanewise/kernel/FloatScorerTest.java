// twin: double
package io.github.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Scores of rows: the bits of one of two forms, the same for a row alone and in any batch. */
@Tag("kernel")
class FloatScorerTest {

  private static final int LANES = FloatKernels.LANES;

  /** More than the scorer takes at a time. */
  private static final int ROWS = 70;

  private static final int[] CLASSES = {1, 2, 10, 12, 13, 16, 17, 65};
  private static final int[] FEATURES = {1, LANES - 1, LANES, LANES + 1, 255, 256, 257, 300, 513};

  private final NaiveFloatKernels naive = new NaiveFloatKernels();

  @Test
  void batchAndSingleRowsFollowOneForm() {
    Random random = new Random(1);
    for (int classes : CLASSES) {
      for (int features : FEATURES) {
        FloatBlock x = FloatBlock.input(random, ROWS, features);
        FloatBlock w = packed(random, classes, features);
        float[] bias = packed(random, 1, classes).values;
        FloatBlock s = FloatBlock.output(random, ROWS, classes);
        FloatBlock alone = s.copy();
        FloatBlock byDots = s.copy();
        FloatBlock byChains = s.copy();
        dots(x, w, bias, byDots);
        chains(x, w, bias, byChains);
        FloatScorer scorer = new FloatScorer(w.values, bias, classes, features);
        scorer.scores(x.values, x.offset, x.stride, ROWS, s.values, s.offset, s.stride);
        for (int r = 0; r < ROWS; r++) {
          scorer.scores(
              x.values,
              x.offset + r * x.stride,
              x.stride,
              1,
              alone.values,
              alone.offset + r * s.stride,
              s.stride);
        }
        FloatBlock expected = classes <= 12 && features >= 256 ? byDots : byChains;
        Bits.assertSame(expected.values, s.values, classes, features);
        Bits.assertSame(s.values, alone.values, classes, features);
      }
    }
  }

  /** The fused pass's form: padded rows in, the same scores out, padding negative infinity. */
  @Test
  void paddedScoresAreTheSame() {
    Random random = new Random(2);
    for (int classes : CLASSES) {
      for (int features : FEATURES) {
        int columns = FloatKernels.padded(classes);
        FloatBlock x = FloatBlock.input(random, ROWS, FloatKernels.padded(features));
        FloatBlock w = packed(random, classes, features);
        float[] bias = packed(random, 1, classes).values;
        FloatScorer scorer = new FloatScorer(w.values, bias, classes, features);
        for (int r = 0; r < ROWS; r++) {
          for (int d = features; d < x.columns; d++) {
            x.set(r, d, 0);
          }
        }
        FloatBlock s = FloatBlock.output(random, ROWS, columns);
        FloatBlock expected = s.copy();
        expected.fill(Float.NEGATIVE_INFINITY);
        scorer.scores(
            x.values, x.offset, x.stride, ROWS, expected.values, expected.offset, s.stride);
        float[] scratch = new float[FloatKernels.SCRATCH];
        scorer.paddedScores(
            KernelProvider.floats(),
            false,
            x.values,
            x.offset,
            x.stride,
            ROWS,
            s.values,
            s.offset,
            s.stride,
            scratch);
        Bits.assertSame(expected.values, s.values, classes, features);
      }
    }
  }

  /** Row by row without gaps, as a model holds its weights. */
  private static FloatBlock packed(Random random, int rows, int columns) {
    FloatBlock block;
    do {
      block = FloatBlock.input(random, rows, columns);
    } while (block.offset > 0 || block.values.length > rows * columns);
    return block;
  }

  /** A lane sum, as of features padded with zeros, then the bias. */
  private void dots(FloatBlock x, FloatBlock w, float[] bias, FloatBlock s) {
    float[] padded = new float[x.rows * FloatKernels.padded(w.rows)];
    int stride = FloatKernels.padded(w.rows);
    naive.rowDots(
        x.rows, w.rows, x.columns, x.values, x.offset, x.stride, w.values, w.offset, w.stride, bias,
        padded, 0, stride, null);
    for (int r = 0; r < s.rows; r++) {
      System.arraycopy(padded, r * stride, s.values, s.offset + r * s.stride, s.columns);
    }
  }

  /** The bias first, then a chain. */
  private static void chains(FloatBlock x, FloatBlock w, float[] bias, FloatBlock s) {
    FloatBlock transposed = w.transposed(new Random(0));
    for (int r = 0; r < s.rows; r++) {
      System.arraycopy(bias, 0, s.values, s.offset + r * s.stride, s.columns);
    }
    NaiveFloatKernels.multiplyAdd(x, transposed, s);
  }

  @Test
  void threadsShareAScorer() {
    Random random = new Random(3);
    FloatScorer few = new FloatScorer(packed(random, 5, 300).values, new float[5], 5, 300);
    FloatScorer many = new FloatScorer(packed(random, 40, 300).values, new float[40], 40, 300);
    FloatBlock x = FloatBlock.input(random, 50, 300);
    float[] expectedFew = scores(few, x, 5);
    float[] expectedMany = scores(many, x, 40);
    AtomicInteger same = new AtomicInteger();
    IntStream.range(0, 400)
        .parallel()
        .forEach(
            i -> {
              Bits.assertSame(expectedFew, scores(few, x, 5));
              Bits.assertSame(expectedMany, scores(many, x, 40));
              same.incrementAndGet();
            });
    assertTrue(same.get() == 400);
  }

  private static float[] scores(FloatScorer scorer, FloatBlock x, int classes) {
    float[] s = new float[x.rows * classes];
    scorer.scores(x.values, x.offset, x.stride, x.rows, s, 0, classes);
    return s;
  }
}
