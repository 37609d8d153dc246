package io.github.lanewise.loss;

import io.github.lanewise.kernel.DoubleKernels;
import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.kernel.KernelProvider;

/**
 * The multiclass support vector machine's loss: every wrong class should stay 1 below the label's.
 *
 * <pre>
 * m_j     = s_j - s_y + 1                        the margin of class j != y
 * L       = sum over j != y of max(0, m_j)
 * dL/ds_j = 1{m_j &gt; 0}                           for j != y
 * dL/ds_y = -(number of j != y with m_j &gt; 0)
 * </pre>
 *
 * <p>At m_j = 0 the loss has a kink, and every number from 0 to 1 is a subgradient in s_j. Here it
 * is 0: a margin met exactly is met.
 *
 * <p>Error: the gradient is exact, given the signs of the margins; those are computed as (s_j -
 * s_y) + 1 with two roundings, exact where s_j and s_y lie on a common grid of not too many bits.
 * The loss is within the sum over m_j &gt; 0 of u (|s_j - s_y| + |m_j|), plus gamma(C) L.
 *
 * <p>Scores are finite, except that a class j != y of negative infinity is a mask and costs
 * nothing. A NaN, or a label whose score is negative infinity, gives a loss that is not finite. The
 * loss of finite scores is infinite only where the exact loss exceeds the format's MAX_VALUE.
 *
 * <p>Source: Weston and Watkins, Support vector machines for multi-class pattern recognition
 * (1999); derived in {@code docs/mathematics.md}.
 */
public final class HingeLoss extends Loss {

  static final HingeLoss INSTANCE = new HingeLoss();

  private HingeLoss() {
    super(HingeLoss::overwriteRows, HingeLoss::overwriteRows);
  }

  @Override
  public String name() {
    return "hinge";
  }

  private static double overwriteRows(
      int rows, int columns, float[] scores, int[] labels, int from) {
    double[] loss = new double[rows];
    KernelProvider.floats()
        .hingeRows(
            rows,
            columns,
            scores,
            0,
            columns,
            labels,
            from,
            loss,
            new float[FloatKernels.rowScratch(rows)]);
    return sum(loss);
  }

  private static double overwriteRows(
      int rows, int columns, double[] scores, int[] labels, int from) {
    double[] loss = new double[rows];
    KernelProvider.doubles()
        .hingeRows(
            rows,
            columns,
            scores,
            0,
            columns,
            labels,
            from,
            loss,
            new double[DoubleKernels.rowScratch(rows)]);
    return sum(loss);
  }

  private static double sum(double[] loss) {
    double sum = 0;
    for (double value : loss) {
      sum += value;
    }
    return sum;
  }
}
