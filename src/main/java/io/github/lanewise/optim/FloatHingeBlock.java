// twin: double
package io.github.lanewise.optim;

import io.github.lanewise.kernel.FloatKernels;
import java.util.Arrays;

/**
 * The dual variables alpha_c of one row, one for each class but its own, and their best values
 * while those of all other rows stay. They maximise
 *
 * <pre>
 * sum_c d_c h_c  -  (q / 2) (sum_c d_c^2 + (sum_c d_c)^2)        0 &lt;= alpha_c + d_c &lt;= 1
 * </pre>
 *
 * where h_c = margin + s_c - s_y and q = u ||x||^2 / lambda; a smaller q goes beyond. So
 *
 * <pre>
 * alpha_c + d_c = clip(t_c - delta, 0, 1)        t_c = alpha_c + h_c / q
 * delta = sum_c d_c
 * </pre>
 *
 * where the left side of the second line falls more slowly than the right side rises, if delta
 * does: there is one solution. Derived in {@code docs/mathematics.md}.
 *
 * <p>Sums run over whole vectors. The row's own class and padding have h = 0 and an upper end of 0
 * in place of 1, so that their alpha stays 0.
 */
final class FloatHingeBlock implements HingeBlock {

  /** Halving alone takes fewer to the last bit of delta, Newton's steps usually two. */
  private static final int MAX_ROUNDS = 100;

  private final int classes;
  private final float margin;
  private final float[] margins;
  private final float[] uppers;
  private final float[] targets;
  private final float[] alphaBefore;
  private final float[] alphaAfter;
  private final float[] sums = new float[2 * FloatKernels.LANES];
  private FloatKernels kernels;
  private int label;
  private float before;
  private float after;
  private double loss;
  private double product;
  private boolean far;

  /** For rows of so many classes. */
  FloatHingeBlock(int classes, double margin) {
    this.classes = classes;
    this.margin = (float) margin;
    int padded = FloatKernels.padded(classes);
    margins = new float[padded];
    uppers = new float[padded];
    targets = new float[padded];
    alphaBefore = new float[padded];
    alphaAfter = new float[padded];
    Arrays.fill(uppers, 0, classes, 1);
  }

  @Override
  public double loss() {
    return loss;
  }

  @Override
  public double product() {
    return product;
  }

  @Override
  public double sum() {
    return after;
  }

  @Override
  public boolean isFarFromKinks() {
    return far;
  }

  @Override
  public void change(double factor, double[] target) {
    for (int c = 0; c < classes; c++) {
      target[c] = factor * (alphaAfter[c] - alphaBefore[c]);
    }
    target[label] = factor * (before - after);
  }

  /**
   * Visits a row.
   *
   * @param scores of the row [C]
   * @param label its class
   * @param q as above, at least 0
   * @param alpha its C variables from an offset on, 0 for its own class. Modified
   * @param alphaSum their sum
   * @return whether alpha has changed
   */
  boolean solve(
      FloatKernels kernels,
      float[] scores,
      int label,
      double q,
      double[] alpha,
      int offset,
      double alphaSum) {
    this.kernels = kernels;
    before = (float) alphaSum;
    after = before;
    loss = 0;
    product = 0;
    measure(scores, label);
    far = before == 0 && clipped(margins, (float) -SPARE * margin) == 0;
    if (far) {
      return false;
    }
    for (int c = 0; c < classes; c++) {
      alphaBefore[c] = (float) alpha[offset + c];
    }
    // Without curvature every alpha goes to one of its ends.
    float inverse = (float) Math.min(1 / q, Float.MAX_VALUE);
    kernels.dualTargets(margins.length, margins, inverse, alphaBefore, targets, sums);
    loss = sums[0];
    product = sums[1];
    return (before > 0 || loss > 0) && move(delta(), alpha, offset);
  }

  /**
   * The hinge of a row times a factor. Modified: slopes [C], the factor times dL/ds.
   *
   * @param scores of the row [C]
   * @param label its class
   */
  double loss(float[] scores, int label, double factor, double[] slopes) {
    measure(scores, label);
    double sum = 0;
    int violated = 0;
    for (int c = 0; c < classes; c++) {
      sum += Math.max(0, margins[c]);
      slopes[c] = margins[c] > 0 ? factor : 0;
      violated += margins[c] > 0 ? 1 : 0;
    }
    slopes[label] = -violated * factor;
    return factor * sum;
  }

  /** h of all classes. */
  private void measure(float[] scores, int label) {
    float own = scores[label];
    for (int c = 0; c < classes; c++) {
      margins[c] = scores[c] - own + margin;
    }
    margins[label] = 0;
    uppers[this.label] = 1;
    uppers[label] = 0;
    this.label = label;
  }

  /** The sum of numbers less delta, each clipped; how many are between the ends is in sums[1]. */
  private float clipped(float[] numbers, float delta) {
    kernels.clippedSums(numbers.length, numbers, delta, uppers, sums);
    return sums[0];
  }

  /**
   * Newton's steps from piece to piece of a falling line with kinks, between ends that close in:
   * the root of a piece that holds it is the solution. Sets {@link #after}.
   */
  private float delta() {
    after = clipped(targets, 0);
    float excess = after - before;
    // The line falls by 1 or more for 1: no further from 0 than its value there is its root.
    float low = Math.min(2 * excess, 0);
    float high = Math.max(2 * excess, 0);
    float delta = 0;
    float next = newton(delta, excess, low, high);
    for (int round = 0; round < MAX_ROUNDS && isOff(excess) && next != delta; round++) {
      delta = next;
      after = clipped(targets, delta);
      excess = after - before - delta;
      if (excess > 0) {
        low = delta;
      } else {
        high = delta;
      }
      next = newton(delta, excess, low, high);
    }
    return delta;
  }

  /** Whether more is left than the sums' rounding. */
  private boolean isOff(float excess) {
    return Math.abs(excess) > Math.ulp(1.0f) * (before + after);
  }

  /** A step of Newton's, or half of the interval. */
  private float newton(float delta, float excess, float low, float high) {
    float next = delta + excess / (1 + sums[1]);
    return next > low && next < high ? next : low + (high - low) / 2;
  }

  private boolean move(float delta, double[] alpha, int offset) {
    for (int c = 0; c < classes; c++) {
      alphaAfter[c] = Math.max(0, Math.min(uppers[c], targets[c] - delta));
    }
    if (Arrays.equals(alphaBefore, alphaAfter)) {
      return false;
    }
    for (int c = 0; c < classes; c++) {
      alpha[offset + c] = alphaAfter[c];
    }
    return true;
  }
}
