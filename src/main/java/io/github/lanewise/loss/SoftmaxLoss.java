package io.github.lanewise.loss;

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
 * <p>With label smoothing, or for a data set with soft targets, the target is t instead of
 * onehot(y):
 *
 * <pre>
 * L       = log sum_j exp(s_j) - sum_j t_j s_j  =  log1p(excess) + sum_j t_j (m - s_j)
 * dL/ds_j = P_j - t_j
 * </pre>
 *
 * where excess is the argument of log1p above. No term is negative, and t_y is what the others
 * leave of 1, so that the gradient sums to 0.
 *
 * <p>Error, to first order, with t_j = s_j - m, exp within 2u (1 ulp) and log1p within 1.5 ulp:
 * where the label wins, |error of L| &lt;= (2u + gamma(C) + u (3 + max |t_j|)) L, the maximum taken
 * over the e_j that are not 0; otherwise at most 2u + gamma(C + 2) + 4u ln C + 2u L. Each gradient
 * element is within 4u + gamma(C + 2) + u (|t_j| + ln C) relative (for j = y, |t_j| is the mean
 * over the others weighted by e_j), plus two times MIN_VALUE. Against a target t: L within 2u +
 * gamma(C + 2) + 4u ln C + gamma(C + 6) L, and dL/ds_j within that bound times |P_j - 1{j = y}|,
 * plus u |dL/ds_j|, plus (C + 4) 2^-53.
 *
 * <p>Scores of negative infinity are masks: such a class has probability 0, and infinite loss as a
 * label or as a class with a share of the target. A NaN, a score of positive infinity, or nothing
 * but negative infinities give NaN. The loss of finite scores is infinite only where the exact loss
 * exceeds the format's MAX_VALUE.
 *
 * <p>Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.2.2.3; derived in
 * {@code docs/mathematics.md}.
 */
public final class SoftmaxLoss extends Loss {

  static final SoftmaxLoss INSTANCE = new SoftmaxLoss(0);

  private final double smoothing;

  private SoftmaxLoss(double smoothing) {
    super(new FloatSoftmaxRows(smoothing), new DoubleSoftmaxRows(smoothing));
    this.smoothing = smoothing;
  }

  /**
   * The cross-entropy with label smoothing: the label's share of the target is spread a little over
   * all classes.
   *
   * @param epsilon from 0, no smoothing, to below 1
   * @return the loss against t_j = (1 - epsilon) 1{j = y} + epsilon / C
   * @throws IllegalArgumentException if it is out of range
   */
  public SoftmaxLoss smoothing(double epsilon) {
    if (!(epsilon >= 0 && epsilon < 1)) {
      throw new IllegalArgumentException(
          "smoothing: " + epsilon + " must be at least 0 and below 1");
    }
    return new SoftmaxLoss(epsilon);
  }

  /**
   * How much of the label's share is spread over all classes.
   *
   * @return epsilon, 0 for the plain cross-entropy
   */
  public double smoothing() {
    return smoothing;
  }

  @Override
  public String name() {
    return "softmax";
  }

  @Override
  public boolean isSmooth() {
    return true;
  }

  @Override
  Loss with(String option, String value) {
    if (option.equals("smoothing")) {
      return smoothing(number(option, value));
    }
    throw unknown(this, option, value);
  }

  @Override
  String options() {
    return smoothing == 0 ? "" : " smoothing=" + smoothing;
  }
}
