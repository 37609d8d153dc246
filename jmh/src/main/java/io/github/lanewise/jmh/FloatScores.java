// twin: double
package io.github.lanewise.jmh;

import io.github.lanewise.Precision;
import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.kernel.KernelProvider;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Scores of n rows and c classes, in padded rows as the step has them, and their labels. */
final class FloatScores implements SoftmaxBenchmark.Scores {

  private static final float RANGE = 10;

  private final FloatKernels kernels = KernelProvider.floats();
  private final int n;
  private final int c;
  private final int columns;
  private final float[] scores;
  private final int[] labels;
  final float[] values;
  final double[] gap;
  final double[] excess;
  private final float[] scratch;

  FloatScores(int n, int c) {
    this.n = n;
    this.c = c;
    columns = FloatKernels.padded(c);
    scores = Data.floats(n * columns, -RANGE / 2, RANGE / 2, 1);
    labels = new int[n];
    SplittableRandom random = Data.random(2);
    for (int r = 0; r < n; r++) {
      labels[r] = random.nextInt(c);
      Arrays.fill(scores, r * columns + c, (r + 1) * columns, Float.NEGATIVE_INFINITY);
    }
    values = new float[scores.length];
    gap = new double[n];
    excess = new double[n];
    scratch = new float[FloatKernels.rowScratch(n, columns)];
  }

  @Override
  public void softmax() {
    System.arraycopy(scores, 0, values, 0, scores.length);
    kernels.softmaxRows(n, columns, values, 0, columns, labels, 0, gap, excess, scratch);
  }

  @Override
  public void verify() {
    for (int r = 0; r < n; r++) {
      verify(r);
    }
  }

  /**
   * An argument of exp rounds by u {@link #RANGE}, exp by 1 ulp, that is 2u; sums have c terms, and
   * a quotient rounds once for the inverse and once for the product.
   */
  private void verify(int r) {
    double u = Verify.unit(Precision.FLOAT);
    double[] s = new double[c];
    Arrays.setAll(s, j -> scores[r * columns + j]);
    double max = Arrays.stream(s).max().getAsDouble();
    double own = Math.exp(s[labels[r]] - max);
    double rest = 0;
    for (int j = 0; j < c; j++) {
      rest += j == labels[r] ? 0 : Math.exp(s[j] - max);
    }
    double term = u * RANGE + 2 * u;
    double quotient = 2 * term + Verify.gamma(c + 3L, u);
    for (int j = 0; j < c; j++) {
      double expected = (j == labels[r] ? -rest : Math.exp(s[j] - max)) / (rest + own);
      Verify.close(values[r * columns + j], expected, quotient * Math.abs(expected), "dS", r, j);
    }
    double most = (term + Verify.gamma(c, u)) * (rest + own);
    Verify.close(excess[r], rest + (own - 1), most, "excess", r);
    Verify.close(gap[r], max - s[labels[r]], 2 * u * RANGE, "gap", r);
  }
}
