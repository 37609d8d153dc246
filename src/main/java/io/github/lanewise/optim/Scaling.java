package io.github.lanewise.optim;

/**
 * A change of variables that scores (x - m) / t without ever computing it: parameters (V, c) of the
 * shifted and scaled columns are parameters of the raw columns by
 *
 * <pre>
 * W_cd = V_cd / t_d        b_c = c_c - sum_d m_d W_cd
 * </pre>
 *
 * and a gradient in (W, b) is one in (V, c) by the chain rule,
 *
 * <pre>
 * df/dV_cd = (df/dW_cd - m_d df/db_c) / t_d        df/dc_c = df/db_c
 * </pre>
 *
 * <p>Parameters everywhere: W [C x D] row by row, then b [C]; V and c alike.
 */
final class Scaling {

  private final double[] shifts;
  private final double[] scales;
  private final boolean penalised;
  private final int varying;

  private Scaling(ColumnStatistics columns, double[] scales, boolean bias, boolean penalised) {
    this.shifts = new double[scales.length];
    this.scales = scales;
    this.penalised = penalised;
    int count = 0;
    for (int d = 0; d < shifts.length; d++) {
      // Without a bias nothing could make up for the means.
      shifts[d] = bias ? columns.mean(d) : 0;
      count += columns.variance(d) > 0 ? 1 : 0;
    }
    varying = count;
  }

  /**
   * Columns with mean 0 and variance 1, a constant one with variance 0; V is penalised. Without a
   * bias columns are scaled only.
   */
  static Scaling standard(ColumnStatistics columns, boolean bias) {
    double[] scales = new double[columns.columns()];
    for (int d = 0; d < scales.length; d++) {
      double deviation = Math.sqrt(columns.variance(d));
      scales[d] = deviation > 0 ? deviation : 1;
    }
    return new Scaling(columns, scales, bias, true);
  }

  /**
   * Columns in which the objective curves alike in every direction: t_d^2 = v_d + lambda / h, with
   * h = (C - 1) / C^2 the curvature of the cross-entropy in a score where all classes are equally
   * likely; W is penalised, so that the minimum stays where it is.
   */
  static Scaling balanced(ColumnStatistics columns, boolean bias, double l2, int classes) {
    double[] scales = new double[columns.columns()];
    double penalty = l2 * classes * classes / (classes - 1.0);
    for (int d = 0; d < scales.length; d++) {
      double mean = bias ? 0 : columns.mean(d);
      double scale = Math.sqrt(columns.variance(d) + mean * mean + penalty);
      scales[d] = scale > 0 ? scale : 1;
    }
    return new Scaling(columns, scales, bias, false);
  }

  /** Whether the penalty is on V rather than on W. */
  boolean penalised() {
    return penalised;
  }

  /** How many columns are not constant: of standard ones, the mean of a row's squared length. */
  int varying() {
    return varying;
  }

  /** lambda times this is what the penalty curves by in V_cd. */
  double penalty(int d) {
    return penalised ? 1 : 1 / (scales[d] * scales[d]);
  }

  /** E[((x_d - m_d) / t_d)^2]. */
  double meanSquare(ColumnStatistics columns, int d) {
    double mean = columns.mean(d) - shifts[d];
    return (mean * mean + columns.variance(d)) / (scales[d] * scales[d]);
  }

  /** x becomes (x - m) / t. Modified: the first D values. */
  void scaleRow(double[] values) {
    for (int d = 0; d < scales.length; d++) {
      values[d] = (values[d] - shifts[d]) / scales[d];
    }
  }

  /** (V, c) to (W, b). Modified: raw; may be the same array. */
  void toRaw(double[] scaled, double[] raw) {
    int classes = scaled.length / (scales.length + 1);
    int biases = classes * scales.length;
    for (int c = 0; c < classes; c++) {
      double shift = 0;
      for (int d = 0; d < scales.length; d++) {
        int i = c * scales.length + d;
        raw[i] = scaled[i] / scales[d];
        shift += shifts[d] * raw[i];
      }
      raw[biases + c] = scaled[biases + c] - shift;
    }
  }

  /** (W, b) to (V, c). Modified: scaled; may be the same array. */
  void toScaled(double[] raw, double[] scaled) {
    int classes = raw.length / (scales.length + 1);
    int biases = classes * scales.length;
    for (int c = 0; c < classes; c++) {
      double shift = 0;
      for (int d = 0; d < scales.length; d++) {
        int i = c * scales.length + d;
        shift += shifts[d] * raw[i];
        scaled[i] = raw[i] * scales[d];
      }
      scaled[biases + c] = raw[biases + c] + shift;
    }
  }

  /** df/d(W, b) to df/d(V, c). Modified: gradient. */
  void pullBack(double[] gradient) {
    int classes = gradient.length / (scales.length + 1);
    int biases = classes * scales.length;
    for (int c = 0; c < classes; c++) {
      for (int d = 0; d < scales.length; d++) {
        int i = c * scales.length + d;
        gradient[i] = (gradient[i] - shifts[d] * gradient[biases + c]) / scales[d];
      }
    }
  }
}
