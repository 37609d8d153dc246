// twin: double
package io.github.lanewise.kernel;

import java.util.Arrays;

/**
 * Scores S = X W^T + b with the weights laid out for the kernels; safe for any number of threads
 * while nobody loads new weights.
 *
 * <p>Two forms, chosen by the sizes C and D alone, so that a row's scores have the same bits alone
 * and in any batch, on any host:
 *
 * <ul>
 *   <li>few classes and long rows: {@link FloatKernels#rowDots}, every lane busy along the
 *       features;
 *   <li>otherwise: {@link FloatKernels#multiply} with lanes along the classes, from b, a chain.
 * </ul>
 */
public final class FloatScorer {

  /**
   * Up to so many classes, lanes along the classes would leave too many of them idle (10 of 16 busy
   * is 1.6 times the work) and the dot form wins, if a row is long enough to pay for its lane sums.
   */
  private static final int DOT_CLASSES = FloatKernels.MAX_DOT_CLASSES;

  private static final int DOT_FEATURES = 256;

  private static final int PANEL = FloatKernels.PANEL;
  private static final int DEPTH = FloatKernels.DEPTH;

  private static final int HEADER = FloatKernels.HEADER;

  /** Rows that {@link #scores} takes at a time. */
  private static final int ROWS = 32;

  private static final ThreadLocal<Buffers> BUFFERS = ThreadLocal.withInitial(Buffers::new);

  private final int classes;
  private final int features;
  private final int paddedClasses;
  private final int paddedFeatures;
  private final boolean dotForm;

  /**
   * Dot form: [C x D], each row between HEADER zeros and as many as make it {@link #dotStride}
   * long. Otherwise panels, each [D x PANEL] with classes in a row.
   */
  private final float[] packed;

  private final float[] bias;

  /** Room for scores of that many classes, all weights zero until they are loaded. */
  public FloatScorer(int classes, int features) {
    this.classes = classes;
    this.features = features;
    paddedClasses = FloatKernels.padded(classes);
    paddedFeatures = FloatKernels.padded(features);
    dotForm = dotForm(classes, features);
    packed =
        new float
            [dotForm
                ? Math.multiplyExact(classes, dotStride())
                : Math.multiplyExact(Math.ceilDiv(classes, PANEL) * PANEL, features)];
    bias = new float[paddedClasses];
    Arrays.fill(bias, Float.NEGATIVE_INFINITY);
  }

  private int dotStride() {
    return paddedFeatures + FloatKernels.LANES;
  }

  /** Whether scores of that many classes and features are lane sums rather than chains. */
  public static boolean dotForm(int classes, int features) {
    return classes <= DOT_CLASSES && features >= DOT_FEATURES;
  }

  /** The scores of a model: W [C x D] row by row, b [C]; neither is kept. */
  public FloatScorer(float[] weights, float[] bias, int classes, int features) {
    this(classes, features);
    load(weights, bias, 0);
  }

  /** Takes over W [C x D], row by row from index 0 of {@code weights}, and b from an offset. */
  public void load(float[] weights, float[] biases, int biasOffset) {
    System.arraycopy(biases, biasOffset, bias, 0, classes);
    if (dotForm) {
      for (int c = 0; c < classes; c++) {
        System.arraycopy(weights, c * features, packed, c * dotStride() + HEADER, features);
      }
    } else {
      FloatKernels kernels = KernelProvider.floats((long) classes * features);
      for (int c = 0; c < classes; c += PANEL) {
        int width = Math.min(PANEL, classes - c);
        kernels.transpose(
            width, features, weights, c * features, features, packed, c * features, PANEL);
      }
    }
  }

  /**
   * Scores of rows as the fused pass needs them: rows padded with zeros to a multiple of {@link
   * FloatKernels#LANES} features, scores to a multiple of it with negative infinity. {@code
   * scratch} has {@link FloatKernels#SCRATCH} elements.
   *
   * <p>Inner rows have at least {@link FloatKernels#LANES} finite elements before and behind them.
   * In the dot form each is then read from the start of a cache line on: what that adds at its ends
   * meets weights of zero, and a lane sum has the same bits from any lane on.
   */
  public void paddedScores(
      FloatKernels kernels,
      boolean inner,
      float[] x,
      int xOffset,
      int xStride,
      int rows,
      float[] s,
      int sOffset,
      int sStride,
      float[] scratch) {
    if (dotForm) {
      int before = inner ? HEADER : 0;
      kernels.rowDots(
          rows,
          classes,
          inner ? dotStride() : paddedFeatures,
          x,
          xOffset - before,
          xStride,
          packed,
          HEADER - before,
          dotStride(),
          bias,
          s,
          sOffset,
          sStride,
          scratch);
      return;
    }
    panels(kernels, x, xOffset, xStride, rows, s, sOffset, sStride);
  }

  /** The panel form. */
  private void panels(
      FloatKernels kernels,
      float[] x,
      int xOffset,
      int xStride,
      int rows,
      float[] s,
      int sOffset,
      int sStride) {
    for (int d = 0; d < features; d += DEPTH) {
      int depth = Math.min(DEPTH, features - d);
      for (int panel = 0; panel < paddedClasses; panel += PANEL) {
        kernels.multiply(
            rows,
            Math.min(PANEL, paddedClasses - panel),
            depth,
            x,
            xOffset + d,
            xStride,
            packed,
            panel * features + d * PANEL,
            PANEL,
            d == 0 ? bias : s,
            d == 0 ? panel : sOffset + panel,
            d == 0 ? 0 : sStride,
            s,
            sOffset + panel,
            sStride);
      }
    }
  }

  /** Scores of rows of any stride, nothing padded; writes C columns of each row of S. */
  public void scores(
      float[] x, int xOffset, int xStride, int rows, float[] s, int sOffset, int sStride) {
    FloatKernels kernels = KernelProvider.floats((long) rows * classes * features);
    for (int r = 0; r < rows; r += ROWS) {
      int count = Math.min(ROWS, rows - r);
      float[] block = ownScores(kernels, x, xOffset + r * xStride, xStride, count);
      for (int i = 0; i < count; i++) {
        System.arraycopy(block, i * paddedClasses, s, sOffset + (r + i) * sStride, classes);
      }
    }
  }

  /** Scores of one row in the calling thread's room: to be read before its next call. */
  public float[] ownScores(float[] row) {
    return ownScores(KernelProvider.floats((long) classes * features), row, 0, features, 1);
  }

  private float[] ownScores(FloatKernels kernels, float[] x, int xOffset, int xStride, int rows) {
    Buffers buffers = BUFFERS.get();
    buffers.reserve(rows, paddedFeatures, paddedClasses);
    float[] left = x;
    int offset = xOffset;
    int stride = xStride;
    if (dotForm && features < paddedFeatures) {
      left = buffers.rows;
      for (int i = 0; i < rows; i++) {
        System.arraycopy(x, xOffset + i * xStride, left, i * paddedFeatures, features);
        Arrays.fill(left, i * paddedFeatures + features, (i + 1) * paddedFeatures, 0);
      }
      offset = 0;
      stride = paddedFeatures;
    }
    paddedScores(
        kernels,
        false,
        left,
        offset,
        stride,
        rows,
        buffers.scores,
        0,
        paddedClasses,
        buffers.scratch);
    return buffers.scores;
  }

  /** One thread's room for a block of padded rows and their padded scores. */
  private static final class Buffers {
    private final float[] scratch = new float[FloatKernels.SCRATCH];
    private float[] rows = {};
    private float[] scores = {};

    void reserve(int count, int features, int classes) {
      rows = atLeast(rows, Math.multiplyExact(count, features));
      scores = atLeast(scores, Math.multiplyExact(count, classes));
    }

    private static float[] atLeast(float[] array, int length) {
      return array.length < length ? new float[length] : array;
    }
  }
}
