package io.github.lanewise.optim;

/**
 * A step along a direction that satisfies the strong Wolfe conditions
 *
 * <pre>
 * f(t) &lt;= f(0) + c1 t f'(0)     enough decrease, up to the noise of f's values
 * |f'(t)| &lt;= c2 |f'(0)|         flat enough
 * </pre>
 *
 * by bracketing and cubic interpolation (Nocedal and Wright, Numerical Optimization, 2nd ed.,
 * algorithms 3.5 and 3.6). Near the minimum, where differences of f drown in rounding, the slope
 * decides alone (W. W. Hager and H. Zhang, 2005, section 3).
 */
final class LineSearch {

  private static final double DECREASE = 1e-4;
  private static final double FLATNESS = 0.9;
  private static final int MAX_EVALUATIONS = 30;

  private Objective objective;
  private final Monitor monitor;
  private final double roundoff;
  private final double[] parameters;
  private final double[] gradient;
  private double value;
  private int evaluations;

  LineSearch(Objective objective, Monitor monitor, int length, double roundoff) {
    this.objective = objective;
    this.monitor = monitor;
    this.roundoff = roundoff;
    parameters = new double[length];
    gradient = new double[length];
  }

  /** Goes over to another objective of as many parameters. */
  void objective(Objective other) {
    objective = other;
  }

  /** Where the last search ended. */
  double[] parameters() {
    return parameters;
  }

  /** The gradient there. */
  double[] gradient() {
    return gradient;
  }

  /** The value there. */
  double value() {
    return value;
  }

  /** Evaluations of the objective so far, over all searches. */
  int evaluations() {
    return evaluations;
  }

  /**
   * Searches from a point where value and gradient are known; returns whether an acceptable step
   * was found.
   */
  boolean run(
      double[] from, double valueFrom, double[] gradientFrom, double[] direction, double first) {
    double slopeFrom = objective.vectors().dot(gradientFrom, direction);
    if (!(slopeFrom < 0)) {
      return false;
    }
    double noise = roundoff * Math.abs(valueFrom);
    double low = 0;
    double valueLow = valueFrom;
    double slopeLow = slopeFrom;
    double high = Double.POSITIVE_INFINITY;
    double valueHigh = 0;
    double slopeHigh = 0;
    double t = first;
    for (int i = 0; i < MAX_EVALUATIONS; i++) {
      double slope = evaluate(from, direction, t);
      if (!(value <= Math.min(valueFrom + DECREASE * t * slopeFrom, valueLow) + noise)) {
        high = t;
        valueHigh = value;
        slopeHigh = slope;
      } else {
        if (Math.abs(slope) <= -FLATNESS * slopeFrom) {
          return true;
        }
        boolean passed = high == Double.POSITIVE_INFINITY ? slope > 0 : slope * (high - low) >= 0;
        if (passed) {
          high = low;
          valueHigh = valueLow;
          slopeHigh = slopeLow;
        }
        low = t;
        valueLow = value;
        slopeLow = slope;
      }
      t =
          high == Double.POSITIVE_INFINITY
              ? 2 * t
              : inside(low, high, cubic(low, valueLow, slopeLow, high, valueHigh, slopeHigh));
      if (t == low || t == high) {
        return false;
      }
    }
    return false;
  }

  private double evaluate(double[] from, double[] direction, double t) {
    monitor.poll();
    Vectors vectors = objective.vectors();
    vectors.each(
        parameters.length,
        (first, end) -> {
          for (int i = first; i < end; i++) {
            parameters[i] = from[i] + t * direction[i];
          }
        });
    value = objective.evaluate(parameters, gradient);
    evaluations++;
    return vectors.dot(gradient, direction);
  }

  /** The minimum of the cubic through two values and slopes (Nocedal and Wright, 3.59). */
  private static double cubic(
      double a, double valueA, double slopeA, double b, double valueB, double slopeB) {
    double d1 = slopeA + slopeB - 3 * (valueA - valueB) / (a - b);
    double d2 = Math.signum(b - a) * Math.sqrt(d1 * d1 - slopeA * slopeB);
    return b - (b - a) * (slopeB + d2 - d1) / (slopeB - slopeA + 2 * d2);
  }

  /** Keeps a proposal away from the ends of the bracket; the middle if there is no proposal. */
  private static double inside(double a, double b, double proposal) {
    double margin = 0.1 * Math.abs(b - a);
    double from = Math.min(a, b) + margin;
    double to = Math.max(a, b) - margin;
    return proposal >= from && proposal <= to ? proposal : (a + b) / 2;
  }
}
