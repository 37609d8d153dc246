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

  /** f and its slope after a step of length t. */
  private record Point(double t, double value, double slope) {}

  /** The high end of a bracket that has none yet. */
  private static final Point NOWHERE = new Point(Double.POSITIVE_INFINITY, 0, 0);

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
    Point low = new Point(0, valueFrom, slopeFrom);
    Point high = NOWHERE;
    double t = first;
    for (int i = 0; i < MAX_EVALUATIONS; i++) {
      Point next = evaluate(from, direction, t);
      if (!(value <= Math.min(valueFrom + DECREASE * t * slopeFrom, low.value) + noise)) {
        high = next;
      } else if (Math.abs(next.slope) <= -FLATNESS * slopeFrom) {
        return true;
      } else {
        high = hasPassed(next, low, high) ? low : high;
        low = next;
      }
      t = high == NOWHERE ? 2 * t : inside(low.t, high.t, cubic(low, high));
      if (t == low.t || t == high.t) {
        return false;
      }
    }
    return false;
  }

  /** Whether the next point lies behind a minimum, seen from the low end. */
  private static boolean hasPassed(Point next, Point low, Point high) {
    return high == NOWHERE ? next.slope > 0 : next.slope * (high.t - low.t) >= 0;
  }

  private Point evaluate(double[] from, double[] direction, double t) {
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
    return new Point(t, value, vectors.dot(gradient, direction));
  }

  /** The minimum of the cubic through two values and slopes (Nocedal and Wright, 3.59). */
  private static double cubic(Point a, Point b) {
    double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.t - b.t);
    double d2 = Math.signum(b.t - a.t) * Math.sqrt(d1 * d1 - a.slope * b.slope);
    return b.t - (b.t - a.t) * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
  }

  /** Keeps a proposal away from the ends of the bracket; the middle if there is no proposal. */
  private static double inside(double a, double b, double proposal) {
    double margin = 0.1 * Math.abs(b - a);
    double from = Math.min(a, b) + margin;
    double to = Math.max(a, b) - margin;
    return proposal >= from && proposal <= to ? proposal : (a + b) / 2;
  }
}
