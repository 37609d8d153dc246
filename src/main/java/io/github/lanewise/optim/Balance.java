package io.github.lanewise.optim;

import java.util.Arrays;

/**
 * Probabilities a near those of softmax that give each class as much as the targets do, as the dual
 * of softmax with a free bias demands. With v = mean_i (p_i - t_i), what a class has too much,
 *
 * <pre>
 * theta_c = max(0, v_c) / mean_i p_ic                  the part that c gives away in every row
 * q_c     = max(0, -v_c) / sum_k max(0, -v_k)          the part of that which c receives
 *
 * a_ic = (1 - theta_c) p_ic + q_c sum_k theta_k p_ik
 * </pre>
 *
 * <p>Each a_i is at least 0 and sums to 1, and mean_i (a_i - t_i) = 0: a class that gives loses
 * v_c, one that receives gets -v_c. Derived in {@code docs/mathematics.md}.
 */
final class Balance {

  private final double[] given;
  private final double[] received;

  /** log(1 - theta), what giving does to the logarithm of a probability. */
  private final double[] logLeft;

  private Balance(double[] given, double[] received) {
    this.given = given;
    this.received = received;
    logLeft = Arrays.stream(given).map(theta -> StrictMath.log1p(-theta)).toArray();
  }

  /**
   * What makes up for a surplus.
   *
   * @param surplus v [C], which sums to 0. Not modified
   * @param shares mean_i t_i [C]. Not modified
   * @return the balance, or null if there is nothing to make up for
   */
  static Balance of(double[] surplus, double[] shares) {
    double[] given = new double[surplus.length];
    double[] received = new double[surplus.length];
    double gifts = 0;
    double needs = 0;
    for (int c = 0; c < surplus.length; c++) {
      if (surplus[c] > 0) {
        gifts += surplus[c];
        given[c] = surplus[c] / (surplus[c] + shares[c]);
      } else {
        needs -= surplus[c];
        received[c] = -surplus[c];
      }
    }
    if (gifts == 0 || needs == 0) {
      return null;
    }
    for (int c = 0; c < received.length; c++) {
      received[c] /= needs;
    }
    return new Balance(given, received);
  }

  /**
   * What happens to the probabilities of a row.
   *
   * @param row scores s [C] from an index on. Modified: becomes a - p
   * @param p C numbers. Modified: the probabilities
   * @return KL(a || p) = sum_c a_c log(a_c / p_c)
   */
  double move(double[] row, int from, double[] p) {
    double logSum = softmax(row, from, p);
    double moved = 0;
    for (int c = 0; c < p.length; c++) {
      moved += given[c] * p[c];
    }
    double divergence = 0;
    for (int c = 0; c < p.length; c++) {
      double change = received[c] * moved - given[c] * p[c];
      if (change > 0) {
        divergence += (p[c] + change) * logGrowth(p[c], change, row[from + c] - logSum);
      } else if (given[c] > 0 && given[c] < 1) {
        divergence += (p[c] + change) * logLeft[c];
      }
      row[from + c] = change;
    }
    return divergence;
  }

  /** log((p + change) / p), exact where it is small, and finite where p underflows. */
  private static double logGrowth(double p, double change, double logP) {
    return change < p ? StrictMath.log1p(change / p) : StrictMath.log(p + change) - logP;
  }

  /** The probabilities of a row, and the logarithm of the sum of its exponentials. */
  private static double softmax(double[] row, int from, double[] p) {
    double largest = row[from];
    for (int c = 1; c < p.length; c++) {
      largest = Math.max(largest, row[from + c]);
    }
    double sum = 0;
    for (int c = 0; c < p.length; c++) {
      p[c] = StrictMath.exp(row[from + c] - largest);
      sum += p[c];
    }
    for (int c = 0; c < p.length; c++) {
      p[c] /= sum;
    }
    return largest + StrictMath.log(sum);
  }
}
