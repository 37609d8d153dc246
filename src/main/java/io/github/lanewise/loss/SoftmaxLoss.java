package io.github.lanewise.loss;

import io.github.lanewise.kernel.DoubleKernels;
import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.kernel.KernelProvider;

/**
 * Cross-entropy of softmax probabilities: how surprising the label is under P.
 *
 * <pre>
 * L       = -log P_y = log sum_j exp(s_j) - s_y
 * dL/ds_j = P_j - 1{j = y}
 * </pre>
 *
 * <p>With m = max_j s_j and e_j = exp(s_j - m) the loss is computed as
 *
 * <pre>
 * L        = (m - s_y) + log1p(sum over j != y of e_j  +  (e_y - 1))
 * dL/ds_y  = -(sum over j != y of e_j) / sum_j e_j
 * </pre>
 *
 * <p>so that nothing cancels where the label wins: there m - s_y and e_y - 1 are 0, and both
 * results have a small <em>relative</em> error however close to 0 they are.
 *
 * <p>Error, to first order, with t_j = s_j - m, exp within 2u (1 ulp) and log1p within 1.5 ulp:
 * where the label wins, |error of L| &lt;= (2u + gamma(C) + u (3 + max |t_j|)) L, the maximum taken
 * over the e_j that are not 0; otherwise at most 2u + gamma(C + 2) + 4u ln C + 2u L. Each gradient
 * element is within 4u + gamma(C + 2) + u (|t_j| + ln C) relative (for j = y, |t_j| is the mean
 * over the others weighted by e_j), plus two times MIN_VALUE.
 *
 * <p>Scores of negative infinity are masks: such a class has probability 0, and infinite loss as a
 * label. A NaN, a score of positive infinity, or nothing but negative infinities give NaN. The loss
 * of finite scores is infinite only where the exact loss exceeds the format's MAX_VALUE.
 *
 * <p>Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.2.2.3; derived in
 * {@code docs/mathematics.md}.
 */
public final class SoftmaxLoss extends Loss {

  static final SoftmaxLoss INSTANCE = new SoftmaxLoss();

  private SoftmaxLoss() {
    super(SoftmaxLoss::overwriteRows, SoftmaxLoss::overwriteRows);
  }

  @Override
  public String name() {
    return "softmax";
  }

  private static double overwriteRows(
      int rows, int columns, float[] scores, int[] labels, int from) {
    double[] gap = new double[rows];
    double[] excess = new double[rows];
    KernelProvider.floats()
        .softmaxRows(
            rows,
            columns,
            scores,
            0,
            columns,
            labels,
            from,
            gap,
            excess,
            new float[FloatKernels.rowScratch(rows, columns)]);
    return sumOfLosses(gap, excess);
  }

  private static double overwriteRows(
      int rows, int columns, double[] scores, int[] labels, int from) {
    double[] gap = new double[rows];
    double[] excess = new double[rows];
    KernelProvider.doubles()
        .softmaxRows(
            rows,
            columns,
            scores,
            0,
            columns,
            labels,
            from,
            gap,
            excess,
            new double[DoubleKernels.rowScratch(rows, columns)]);
    return sumOfLosses(gap, excess);
  }

  /** Sum over r of gap + log1p(excess); gap = m - s_y, excess = sum_j e_j - 1. */
  private static double sumOfLosses(double[] gap, double[] excess) {
    KernelProvider.doubles().log1p(excess, 0, excess.length);
    double sum = 0;
    for (int r = 0; r < gap.length; r++) {
      sum += gap[r] + excess[r];
    }
    return sum;
  }
}
