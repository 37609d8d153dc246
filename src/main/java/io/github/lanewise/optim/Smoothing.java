package io.github.lanewise.optim;

import io.github.lanewise.loss.HingeLoss;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the hinge, which has kinks, to its minimum: minimises smoothed hinges that approach it, by
 * {@link QuasiNewton} steps, each from where the one before ended (Y. Nesterov, Smooth minimization
 * of non-smooth functions, 2005), until the {@link HingeDual} certifies the hinge's own objective.
 */
final class Smoothing {

  /** Steps between two looks at the hinge itself. */
  private static final int STAGE = 30;

  /** From one width to the next. */
  private static final double SHRINK = 0.3;

  /**
   * How many times the tolerated gap smoothing may hide while the lower bound rises. A margin in
   * the kink hides up to half the width, but what that costs the minimum is an order of magnitude
   * less; wider smoothing takes the bound up in fewer steps, and the minimum follows soon after.
   */
  private static final double HIDDEN = 15;

  /** Widths below this part of the margin drown in the rounding of scores. */
  private static final double NARROWEST = 1e-9;

  private static final int WIDTH = 0;
  private static final int UPPER = 1;
  private static final int LOWER = 2;
  private static final int NORM = 3;
  private static final int HIDDEN_HERE = 4;
  private static final int STEPS = 5;

  private final Objective objective;
  private final HingeLoss hinge;
  private final HingeDual dual;
  private final int rows;
  private final int maxIterations;
  private final double tolerance;
  private final Monitor monitor;

  /** The width, both bounds, the subgradient's largest entry, what smoothing hides, steps taken. */
  private final double[] numbers = {
    0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 0, 0
  };

  private int iterations;

  /**
   * Before the run.
   *
   * @param objective of the hinge, over so many rows
   * @param dual of the same
   * @param maxIterations after which it gives up
   * @param tolerance of the duality gap, as a part of the objective
   */
  Smoothing(
      Objective objective,
      HingeLoss hinge,
      HingeDual dual,
      int rows,
      int maxIterations,
      double tolerance,
      Monitor monitor) {
    this.objective = objective;
    this.hinge = hinge;
    this.dual = dual;
    this.rows = rows;
    this.maxIterations = maxIterations;
    this.tolerance = tolerance;
    this.monitor = monitor;
    numbers[WIDTH] = hinge.margin();
  }

  /**
   * Trains in place. Modified: parameters, always the best so far.
   *
   * @param guess the shape of the first guess of the inverse Hessian, or null
   * @param roundoff relative noise of the objective's values
   */
  Result minimise(double[] parameters, Preconditioner guess, double roundoff) {
    double[] point = parameters.clone();
    QuasiNewton descent = new QuasiNewton(smoothed(), point.length, guess, roundoff, monitor);
    List<double[]> memory = new ArrayList<>(List.of(point, numbers, dual.state()));
    memory.addAll(descent.state());
    iterations = monitor.begin(parameters, memory);
    boolean resumed = iterations > 0;
    if (resumed) {
      descent.continueOn(smoothed(), point);
      descent.takeEvaluations();
    } else {
      descent.begin(point, true);
    }
    while (true) {
      if (!resumed) {
        advance(descent, point, parameters);
      }
      resumed = false;
      monitor.step(iterations, numbers[UPPER], numbers[NORM]);
      if (gap() <= goal()) {
        return result(Status.CONVERGED, "duality gap within tolerance");
      }
      // More, if a run is resumed that had more time.
      if (iterations >= maxIterations) {
        return result(Status.BUDGET_SPENT, "iterations used up");
      }
      if (!narrow(descent, point)) {
        return result(Status.STALLED, "no further decrease can be seen in this precision");
      }
    }
  }

  private Objective smoothed() {
    return objective.with(hinge.smoothed(numbers[WIDTH]));
  }

  private double gap() {
    return numbers[UPPER] - numbers[LOWER];
  }

  /** The gap at which it has converged. */
  private double goal() {
    return tolerance * numbers[UPPER];
  }

  /** A stage: steps, the hinge's own objective where they end, and a bound if one may be tight. */
  private void advance(QuasiNewton descent, double[] point, double[] best) {
    int steps = 0;
    while (steps < STAGE && iterations < maxIterations && descent.step(point)) {
      monitor.moved(0);
      steps++;
      iterations++;
    }
    numbers[STEPS] = steps;
    numbers[HIDDEN_HERE] = look(point, best) - descent.value();
    boolean last = iterations == maxIterations || steps == 0;
    if (last || numbers[HIDDEN_HERE] <= 4 * HIDDEN * goal()) {
      certify(point);
    }
    monitor.read((long) rows * descent.takeEvaluations());
  }

  /** The hinge's own objective here. Modified: best. */
  private double look(double[] point, double[] best) {
    double[] gradient = new double[point.length];
    monitor.poll();
    double value = objective.evaluate(point, gradient);
    monitor.read(rows);
    QuasiNewton.requireFinite(value, iterations);
    if (value < numbers[UPPER]) {
      numbers[UPPER] = value;
      numbers[NORM] = Vectors.largest(gradient);
      System.arraycopy(point, 0, best, 0, best.length);
    }
    return value;
  }

  private void certify(double[] point) {
    monitor.poll();
    double bound = dual.bound(objective.meanOf(hinge.smoothed(numbers[WIDTH])), point);
    numbers[LOWER] = Math.max(numbers[LOWER], bound);
    monitor.read(2L * rows);
  }

  /**
   * Goes over to a smaller width, unless this one hides little and has more to give; returns
   * whether there is a way on.
   */
  private boolean narrow(QuasiNewton descent, double[] point) {
    double factor = SHRINK;
    if (numbers[HIDDEN_HERE] > HIDDEN * goal()) {
      factor = Math.max(SHRINK, HIDDEN * goal() / numbers[HIDDEN_HERE]);
    } else if (numbers[STEPS] == STAGE && hasMore(descent)) {
      return true;
    }
    numbers[WIDTH] *= factor;
    if (numbers[WIDTH] < NARROWEST * hinge.margin()) {
      return false;
    }
    descent.continueOn(smoothed(), point);
    return true;
  }

  /**
   * Whether the bound has more to gain at this width: the gradient in W still costs it, or it is
   * below the smoothed objective, which it exceeds where the gradient is 0. That is what the repair
   * for a gradient in b costs, of the first order, and would cost at any smaller width.
   */
  private boolean hasMore(QuasiNewton descent) {
    boolean bounded = numbers[LOWER] > Double.NEGATIVE_INFINITY;
    double lacking = bounded ? descent.value() - numbers[LOWER] : 0;
    return Math.max(lacking, dual.excess(descent.gradient())) > goal() / 4;
  }

  private Result result(Status status, String reason) {
    return new Result(
        numbers[UPPER], numbers[NORM], gap(), iterations, monitor.epochs(rows), status, reason);
  }
}
