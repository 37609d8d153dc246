package io.github.lanewise.verify;

import io.github.lanewise.loss.HingeLoss;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Softmax and both losses to 50 digits and more, by {@link BigDecimal}; scores are taken at face
 * value, every double being a decimal number. A score of negative infinity is a mask.
 */
public final class Exact {

  private static final MathContext DIGITS = new MathContext(60);

  /** exp below it is 0 for every purpose here. */
  private static final BigDecimal NEGLIGIBLE = BigDecimal.valueOf(-2000);

  /** Below it the Taylor series needs few terms. */
  private static final BigDecimal SMALL = new BigDecimal(0x1p-10);

  private static final BigDecimal LAST_TERM = new BigDecimal("1e-75");
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private final double[] scores;
  private final int winner;
  private BigDecimal[] exponentials;
  private BigDecimal sum;

  /** The exact mathematics of these scores. */
  public Exact(double[] scores) {
    this.scores = scores;
    int best = 0;
    for (int j = 1; j < scores.length; j++) {
      best = scores[j] > scores[best] ? j : best;
    }
    winner = best;
  }

  /** exp(s_j - max s); computed when first needed, the hinge needs none. */
  private BigDecimal[] exponentials() {
    if (exponentials == null) {
      exponentials = new BigDecimal[scores.length];
      for (int j = 0; j < scores.length; j++) {
        exponentials[j] = isMask(j) ? BigDecimal.ZERO : exp(distance(j));
      }
    }
    return exponentials;
  }

  private BigDecimal sum() {
    if (sum == null) {
      sum = sumWithout(-1);
    }
    return sum;
  }

  private boolean isMask(int j) {
    return scores[j] == Double.NEGATIVE_INFINITY;
  }

  /** Which score is the largest; the first of equals. */
  public int winner() {
    return winner;
  }

  /** s_j - max s. */
  public BigDecimal distance(int j) {
    return new BigDecimal(scores[j]).subtract(new BigDecimal(scores[winner]));
  }

  /** P_j. */
  public BigDecimal probability(int j) {
    return exponentials()[j].divide(sum(), DIGITS);
  }

  /** 1 - P_j, without a cancellation. */
  public BigDecimal complement(int j) {
    return sumWithout(j).divide(sum(), DIGITS);
  }

  /** The sum of all exponentials but j's. */
  private BigDecimal sumWithout(int j) {
    BigDecimal rest = BigDecimal.ZERO;
    for (int k = 0; k < scores.length; k++) {
      rest = k == j ? rest : rest.add(exponentials()[k]);
    }
    return rest;
  }

  /** The sum of exp(s_k) |s_k - max s| over k != j, divided by the sum of exp(s_k). */
  public double meanDistanceOfOthers(int j) {
    double weighted = 0;
    double total = 0;
    for (int k = 0; k < scores.length; k++) {
      double e = exponentials()[k].doubleValue();
      if (k != j && e > 0) {
        weighted += e * Math.abs(distance(k).doubleValue());
        total += e;
      }
    }
    return total == 0 ? 0 : weighted / total;
  }

  /** The largest |s_k - max s| of a class that a double can tell from impossible. */
  public double farthest() {
    double farthest = 0;
    for (int k = 0; k < scores.length; k++) {
      if (exponentials()[k].doubleValue() > 0) {
        farthest = Math.max(farthest, Math.abs(distance(k).doubleValue()));
      }
    }
    return farthest;
  }

  /** log sum exp(s). */
  public BigDecimal logSumExp() {
    return new BigDecimal(scores[winner]).add(logSum());
  }

  /** log P_j of a class that is no mask. */
  public BigDecimal logProbability(int j) {
    return distance(j).subtract(logSum());
  }

  /** log sum exp(s) - sum_j t_j s_j, for targets that sum to 1. */
  public BigDecimal crossEntropy(BigDecimal[] targets) {
    BigDecimal loss = logSum();
    for (int j = 0; j < scores.length; j++) {
      loss = loss.subtract(targets[j].multiply(distance(j)));
    }
    return loss;
  }

  private BigDecimal logSum() {
    return log1p(sumWithout(winner));
  }

  /** The sum over j != y of h(m_j). */
  public BigDecimal hinge(HingeLoss loss, int label) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int j = 0; j < scores.length; j++) {
      if (j != label && !isMask(j)) {
        sum = sum.add(cost(loss, violation(loss, j, label)));
      }
    }
    return sum;
  }

  /** m_j = s_j - s_y + margin. */
  public BigDecimal violation(HingeLoss loss, int j, int label) {
    BigDecimal distance = new BigDecimal(scores[j]).subtract(new BigDecimal(scores[label]));
    return distance.add(new BigDecimal(loss.margin()));
  }

  /** h(m) = g max(m / 2, m - half), where the slope g grows up to m = 2 half. */
  private static BigDecimal cost(HingeLoss loss, BigDecimal violation) {
    if (violation.signum() <= 0 || loss.steepness() == Double.POSITIVE_INFINITY) {
      return violation.max(BigDecimal.ZERO);
    }
    BigDecimal steepness = new BigDecimal(loss.steepness());
    BigDecimal width =
        loss.limit() == Double.POSITIVE_INFINITY
            ? violation
            : BigDecimal.ONE.divide(steepness, DIGITS).min(violation);
    // The area under the slope: a triangle, and a rectangle beyond it.
    BigDecimal top = steepness.multiply(width);
    return top.multiply(width).divide(TWO).add(top.multiply(violation.subtract(width)));
  }

  /** Halves the argument until it is below 2^-10, sums the Taylor series, squares as often. */
  private static BigDecimal exp(BigDecimal t) {
    if (t.compareTo(NEGLIGIBLE) < 0) {
      return BigDecimal.ZERO;
    }
    MathContext wide = new MathContext(80);
    BigDecimal y = t.round(wide);
    int halvings = 0;
    while (y.abs().compareTo(SMALL) >= 0) {
      y = y.divide(TWO, wide);
      halvings++;
    }
    BigDecimal term = BigDecimal.ONE;
    BigDecimal exp = BigDecimal.ONE;
    for (int n = 1; term.abs().compareTo(LAST_TERM) > 0; n++) {
      term = term.multiply(y, wide).divide(BigDecimal.valueOf(n), wide);
      exp = exp.add(term, wide);
    }
    for (int i = 0; i < halvings; i++) {
      exp = exp.multiply(exp, wide);
    }
    return exp;
  }

  /** A series where x is tiny, otherwise y += 2 (S - exp(y)) / (S + exp(y)), which is cubic. */
  private static BigDecimal log1p(BigDecimal x) {
    if (x.doubleValue() < 1e-20) {
      return x.subtract(x.multiply(x, DIGITS).divide(TWO, DIGITS), DIGITS);
    }
    BigDecimal target = BigDecimal.ONE.add(x);
    BigDecimal y = new BigDecimal(Math.log1p(x.doubleValue()));
    for (int i = 0; i < 2; i++) {
      BigDecimal e = exp(y);
      BigDecimal step = TWO.multiply(target.subtract(e)).divide(target.add(e), DIGITS);
      y = y.add(step);
    }
    return y;
  }
}
