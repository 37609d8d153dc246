package io.github.lanewise.jmh;

import java.util.Arrays;

/**
 * Weights W = alpha P, where P [c x d] has the patterns of the classes, and no bias. They tell the
 * rows apart, and the larger alpha is, the fewer margins of the hinge are violated:
 *
 * <pre>
 * s_j - s_y + 1 &gt; 0   if and only if   (P_y - P_j) x &lt; 1 / alpha
 * </pre>
 */
final class SeparatingWeights {

  private SeparatingWeights() {}

  /**
   * W row by row, then b; the same in float and in double. With them a share of the margins of the
   * distinct rows is violated, and 1 / alpha lies halfway between the greatest difference of a
   * violated margin and the least of the others.
   */
  static double[] of(Rows rows, double violated) {
    double[] patterns = rows.patterns();
    double[] differences = differences(rows, patterns);
    Arrays.sort(differences);
    int count = (int) (violated * differences.length);
    double below = count == 0 ? 0 : differences[count - 1];
    double limit = (below + differences[count]) / 2;
    if (!(limit > 0)) {
      throw new IllegalArgumentException(
          "violated: %s, but more of the margins are not above 0: d = %d is too small"
              .formatted(violated, rows.d));
    }
    double[] parameters = new double[patterns.length + rows.c];
    for (int i = 0; i < patterns.length; i++) {
      parameters[i] = (float) (patterns[i] / limit);
    }
    return parameters;
  }

  /** (P_y - P_j) x of every distinct row and every j other than its y. */
  private static double[] differences(Rows rows, double[] patterns) {
    double[] differences = new double[rows.distinct * (rows.c - 1)];
    double[] s = new double[rows.c];
    int next = 0;
    for (int r = 0; r < rows.distinct; r++) {
      double[] x = rows.features(r);
      for (int c = 0; c < rows.c; c++) {
        s[c] = 0;
        for (int i = 0; i < rows.d; i++) {
          s[c] += patterns[c * rows.d + i] * x[i];
        }
      }
      for (int c = 0; c < rows.c; c++) {
        if (c != rows.label(r)) {
          differences[next++] = s[rows.label(r)] - s[c];
        }
      }
    }
    return differences;
  }
}
