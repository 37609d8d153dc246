package io.github.lanewise.optim;

/**
 * L-BFGS: descent along -H g, with H an approximation of the inverse Hessian from the last steps
 * and gradient changes, by the two-loop recursion (J. Nocedal and S. J. Wright, Numerical
 * Optimization, 2nd ed., algorithms 7.4 and 7.5), with a line search for the strong Wolfe
 * conditions.
 *
 * <p>It converges when the largest entry of the gradient is at most the tolerance.
 *
 * @param maxIterations after which it gives up
 * @param tolerance of the largest absolute entry of the gradient
 * @param roundoff relative noise of the objective's values, below which no decrease can be seen
 */
record Lbfgs(int maxIterations, double tolerance, double roundoff) {

  private static final int HISTORY = 10;

  /** Trains in place. Modified: parameters. */
  Result minimise(Objective objective, int rows, double[] parameters, Monitor monitor) {
    int length = parameters.length;
    double[] gradient = new double[length];
    double[] direction = new double[length];
    Memory memory = new Memory(length);
    LineSearch search = new LineSearch(objective, monitor, length, roundoff);
    monitor.begin(parameters);
    monitor.poll();
    double value = objective.evaluate(parameters, gradient);
    monitor.read(rows);
    for (int iteration = 0; ; iteration++) {
      double norm = Vectors.largest(gradient);
      monitor.step(iteration, value, norm);
      if (!Double.isFinite(value) || !Double.isFinite(norm)) {
        throw new ArithmeticException(
            "training diverged in iteration %d: the objective is no longer finite; scale the features"
                .formatted(iteration));
      }
      if (norm <= tolerance) {
        return new Result(
            value, norm, iteration, search.evaluations() + 1, true, "gradient within tolerance");
      }
      if (iteration == maxIterations) {
        return new Result(
            value, norm, iteration, search.evaluations() + 1, false, "iterations used up");
      }
      memory.descent(gradient, direction);
      double first =
          iteration == 0 ? 1 / Math.max(1, Math.sqrt(Vectors.dot(gradient, gradient))) : 1;
      int before = search.evaluations();
      boolean moved = search.run(parameters, value, gradient, direction, first);
      monitor.read((long) rows * (search.evaluations() - before));
      if (!moved) {
        if (!memory.isEmpty()) {
          memory.forget();
          continue;
        }
        return new Result(
            value,
            norm,
            iteration,
            search.evaluations() + 1,
            false,
            "no further decrease can be seen in this precision");
      }
      memory.remember(parameters, gradient, search.parameters(), search.gradient());
      System.arraycopy(search.parameters(), 0, parameters, 0, length);
      System.arraycopy(search.gradient(), 0, gradient, 0, length);
      value = search.value();
      monitor.moved(0);
    }
  }

  /** The last steps s and gradient changes y, with which H is applied. */
  private static final class Memory {
    private final double[][] steps;
    private final double[][] changes;
    private final double[] inverseProducts = new double[HISTORY];
    private final double[] factors = new double[HISTORY];
    private int stored;
    private int newest = -1;

    Memory(int length) {
      steps = new double[HISTORY][length];
      changes = new double[HISTORY][length];
    }

    boolean isEmpty() {
      return stored == 0;
    }

    void forget() {
      stored = 0;
    }

    /** direction = -H gradient. Modified: direction. */
    void descent(double[] gradient, double[] direction) {
      for (int i = 0; i < direction.length; i++) {
        direction[i] = -gradient[i];
      }
      for (int age = 0; age < stored; age++) {
        int i = index(age);
        factors[i] = inverseProducts[i] * Vectors.dot(steps[i], direction);
        Vectors.add(-factors[i], changes[i], direction);
      }
      if (stored > 0) {
        double[] change = changes[newest];
        double scale = 1 / (inverseProducts[newest] * Vectors.dot(change, change));
        for (int i = 0; i < direction.length; i++) {
          direction[i] *= scale;
        }
      }
      for (int age = stored - 1; age >= 0; age--) {
        int i = index(age);
        double beta = inverseProducts[i] * Vectors.dot(changes[i], direction);
        Vectors.add(factors[i] - beta, steps[i], direction);
      }
    }

    private int index(int age) {
      return Math.floorMod(newest - age, HISTORY);
    }

    void remember(double[] from, double[] gradientFrom, double[] to, double[] gradientTo) {
      int next = (newest + 1) % HISTORY;
      double[] step = steps[next];
      double[] change = changes[next];
      for (int i = 0; i < step.length; i++) {
        step[i] = to[i] - from[i];
        change[i] = gradientTo[i] - gradientFrom[i];
      }
      double product = Vectors.dot(step, change);
      if (product <= 1e-16 * Vectors.dot(change, change)) {
        return; // no curvature along this step: it would spoil H
      }
      inverseProducts[next] = 1 / product;
      newest = next;
      stored = Math.min(stored + 1, HISTORY);
    }
  }
}
