package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;

/**
 * The strength lambda of {@link Trainer#l2} from the settings of other programs. Two objectives
 * have the same minimum if one is a positive multiple of the other (docs/mathematics.md, section
 * 6).
 */
public final class Penalty {

  private Penalty() {}

  /**
   * From C, as in {@code LogisticRegression(C)} of scikit-learn and in {@code -c C} of liblinear,
   * which minimise 1/2 ||W||^2 + C sum_i w_i L_i:
   *
   * <pre>
   * lambda = 1 / (C sum_i w_i)        that is 1 / (C N) without row weights
   * </pre>
   *
   * <p>With two classes scikit-learn trains one vector w where this library trains W = (-w/2, w/2),
   * whose penalty is half as large: double the result.
   *
   * <p>Sources: the user guide of scikit-learn, section 1.1.11; R.-E. Fan et al., LIBLINEAR: a
   * library for large linear classification (2008), equations 1 to 4.
   *
   * @param c their C, finite and above 0
   * @param data the training rows. Not modified.
   * @return lambda
   * @throws IllegalArgumentException if c is out of range
   */
  public static double ofC(double c, Dataset data) {
    require(c > 0, "c", c, "finite and above 0");
    float[] weights = data.weights();
    double sum = 0;
    for (int i = 0; i < data.rows(); i++) {
      sum += weights == null ? 1 : weights[i];
    }
    return 1 / (c * sum);
  }

  /**
   * From {@code reg}, as in Stanford's course CS231n, which minimises the mean loss plus reg
   * ||W||^2: lambda = 2 reg. There the bias is a column of W: see {@link Trainer#penalizeBias}.
   *
   * <p>Source: the course's assignment 1, {@code linear_svm.py} and {@code softmax.py}.
   *
   * @param reg their reg, finite and at least 0
   * @return lambda
   * @throws IllegalArgumentException if reg is out of range
   */
  public static double ofReg(double reg) {
    require(reg >= 0, "reg", reg, "finite and at least 0");
    return 2 * reg;
  }

  private static void require(boolean holds, String name, double value, String range) {
    if (!holds || value == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(name + ": " + value + " must be " + range);
    }
  }
}
