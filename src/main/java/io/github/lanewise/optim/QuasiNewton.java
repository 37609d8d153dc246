package io.github.lanewise.optim;

import io.github.lanewise.loss.Loss;
import java.util.ArrayList;
import java.util.List;

/**
 * L-BFGS: descent along -H g, with H an approximation of the inverse Hessian from the last steps
 * and gradient changes, by the two-loop recursion (J. Nocedal and S. J. Wright, Numerical
 * Optimization, 2nd ed., algorithms 7.4 and 7.5), with a line search for the strong Wolfe
 * conditions.
 */
final class QuasiNewton {

  private static final int HISTORY = 10;

  private Objective objective;
  private final Monitor monitor;
  private final double[] gradient;
  private final double[] direction;
  private final Memory memory;
  private final LineSearch search;

  /** The step that the next line search tries first: far from the length of -g, known to -H g. */
  private double first = 1;

  private double value;
  private int evaluations;
  private int taken;

  /**
   * A descent that remembers nothing yet.
   *
   * @param length how many parameters there are
   * @param guess the shape of the first guess of H, or null for a multiple of the identity
   * @param roundoff relative noise of the objective's values
   * @param monitor is polled before each evaluation
   */
  QuasiNewton(
      Objective objective, int length, Preconditioner guess, double roundoff, Monitor monitor) {
    this.objective = objective;
    this.monitor = monitor;
    gradient = new double[length];
    direction = new double[length];
    memory = new Memory(length, guess, objective.vectors());
    search = new LineSearch(objective, monitor, length, roundoff);
  }

  /** Ends a training whose objective, or its gradient, has left the range of numbers. */
  static void requireFinite(double value, int iteration) {
    if (!Double.isFinite(value)) {
      throw new ArithmeticException(
          "training diverged in iteration %s: the objective is no longer finite; scale the features"
              .formatted(iteration));
    }
  }

  /** All that is remembered from step to step, in the arrays that hold it. */
  List<double[]> state() {
    return memory.state();
  }

  /**
   * Evaluates the objective where the descent begins, or where it goes on with the state that it
   * was given.
   */
  void begin(double[] parameters, boolean fresh) {
    monitor.poll();
    memory.begin(objective.loss(), parameters, fresh);
    value = objective.evaluate(parameters, gradient);
    if (fresh) {
      evaluations = 1;
      first = memory.firstStep(gradient);
    }
  }

  /** Guesses the curvature anew, if the guess is local. Parameters: where it stands. */
  void renewGuess(double[] parameters) {
    memory.renew(objective.loss(), parameters);
  }

  /** Goes on with another objective that curves much the same. Parameters: where it stands. */
  void continueOn(Objective other, double[] parameters) {
    objective = other;
    search.objective(other);
    monitor.poll();
    value = objective.evaluate(parameters, gradient);
    evaluations++;
  }

  double value() {
    return value;
  }

  /** The gradient where it stands. Not to be modified. */
  double[] gradient() {
    return gradient;
  }

  /** Evaluations since this was last asked. */
  int takeEvaluations() {
    int fresh = evaluations - taken;
    taken = evaluations;
    return fresh;
  }

  /** Makes a step, or returns false if none decreases the objective. Modified: parameters. */
  boolean step(double[] parameters) {
    while (!searched(parameters)) {
      if (memory.isEmpty()) {
        return false;
      }
      memory.forget();
    }
    memory.remember(parameters, gradient, search.parameters(), search.gradient());
    System.arraycopy(search.parameters(), 0, parameters, 0, parameters.length);
    System.arraycopy(search.gradient(), 0, gradient, 0, gradient.length);
    value = search.value();
    return true;
  }

  private boolean searched(double[] parameters) {
    memory.descent(gradient, direction);
    int before = search.evaluations();
    boolean found = search.run(parameters, value, gradient, direction, first);
    evaluations += search.evaluations() - before;
    first = 1;
    return found;
  }

  /** The last steps s and gradient changes y, with which H is applied. */
  private static final class Memory {
    private static final int STORED = 0;
    private static final int INDEX = 1;
    private static final int SCALE = 2;
    private static final int LOCAL = 3;

    private final double[][] steps;
    private final double[][] changes;
    private final double[] inverseProducts = new double[HISTORY];
    private final double[] factors = new double[HISTORY];
    private final Preconditioner guess;
    private final double[] guessed;

    /** Where the guess was made, if it is local. */
    private final double[] origin;

    private final Vectors vectors;

    /**
     * How many steps are stored, where the newest one is, and for it s y / y M y, with M the guess:
     * the best multiple of M for H; at last 1 if a local guess has been made.
     */
    private final double[] newest = {0, -1, 0, 0};

    Memory(int length, Preconditioner guess, Vectors vectors) {
      this.guess = guess;
      this.vectors = vectors;
      guessed = new double[guess == null ? 0 : length];
      origin = new double[guess == null || !guess.isLocal() ? 0 : length];
      steps = new double[HISTORY][length];
      changes = new double[HISTORY][length];
    }

    /** Where all parameters are 0 all rows are alike, and a guess would soon be out of date. */
    void begin(Loss loss, double[] parameters, boolean fresh) {
      if (fresh && Vectors.largest(parameters) > 0) {
        renew(loss, parameters);
      } else if (newest[LOCAL] > 0) {
        guess.renew(loss, origin);
      }
    }

    /** Makes the guess anew, if it is local. */
    void renew(Loss loss, double[] parameters) {
      if (guess == null || !guess.isLocal()) {
        return;
      }
      System.arraycopy(parameters, 0, origin, 0, origin.length);
      guess.renew(loss, origin);
      newest[LOCAL] = 1;
      if (!isEmpty()) {
        int i = index(0);
        newest[SCALE] = 1 / (inverseProducts[i] * length(changes[i]));
      }
    }

    /** Whether there is a guess to use. */
    private boolean isGuessed() {
      return guess != null && (newest[LOCAL] > 0 || !guess.isLocal());
    }

    /** -g is known to be of about the right length only if M is. */
    double firstStep(double[] gradient) {
      return isGuessed() ? 1 : 1 / Math.max(1, Math.sqrt(vectors.dot(gradient, gradient)));
    }

    boolean isEmpty() {
      return newest[STORED] == 0;
    }

    void forget() {
      newest[STORED] = 0;
    }

    List<double[]> state() {
      List<double[]> state = new ArrayList<>(List.of(newest, inverseProducts, origin));
      state.addAll(List.of(steps));
      state.addAll(List.of(changes));
      return state;
    }

    /** direction = -H gradient. Modified: direction. */
    void descent(double[] gradient, double[] direction) {
      vectors.each(
          direction.length,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              direction[i] = -gradient[i];
            }
          });
      int stored = (int) newest[STORED];
      double product = stored == 0 ? 0 : vectors.dot(steps[index(0)], direction);
      for (int age = 0; age < stored; age++) {
        int i = index(age);
        factors[i] = inverseProducts[i] * product;
        product = add(-factors[i], changes[i], direction, age + 1 < stored, steps[index(age + 1)]);
      }
      if (isGuessed()) {
        guess.apply(direction, direction);
      }
      if (stored == 0) {
        return;
      }
      product = scaleThenDot(newest[SCALE], direction, changes[index(stored - 1)]);
      for (int age = stored - 1; age >= 0; age--) {
        int i = index(age);
        double factor = factors[i] - inverseProducts[i] * product;
        product = add(factor, steps[i], direction, age > 0, changes[index(age - 1)]);
      }
    }

    /** y += factor x; returns y next if there is one. Modified: y. */
    private double add(double factor, double[] x, double[] y, boolean hasNext, double[] next) {
      if (hasNext) {
        return vectors.addThenDot(factor, x, y, next);
      }
      vectors.add(factor, x, y);
      return 0;
    }

    /** x *= factor; returns x y. Modified: x. */
    private double scaleThenDot(double factor, double[] x, double[] y) {
      return vectors.sum(
          x.length,
          (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
              x[i] *= factor;
              sum += y[i] * x[i];
            }
            return sum;
          });
    }

    private int index(int age) {
      return Math.floorMod((int) newest[INDEX] - age, HISTORY);
    }

    void remember(double[] from, double[] gradientFrom, double[] to, double[] gradientTo) {
      int next = index(-1);
      double[] step = steps[next];
      double[] change = changes[next];
      double product =
          vectors.sum(
              step.length,
              (first, end) -> {
                double sum = 0;
                for (int i = first; i < end; i++) {
                  step[i] = to[i] - from[i];
                  change[i] = gradientTo[i] - gradientFrom[i];
                  sum += step[i] * change[i];
                }
                return sum;
              });
      double square = vectors.dot(change, change);
      if (product <= 1e-16 * square) {
        return; // no curvature along this step: it would spoil H
      }
      inverseProducts[next] = 1 / product;
      newest[STORED] = Math.min(newest[STORED] + 1, HISTORY);
      newest[INDEX] = next;
      newest[SCALE] = 1 / (inverseProducts[next] * (isGuessed() ? length(change) : square));
    }

    /** y M y. */
    private double length(double[] change) {
      guess.apply(change, guessed);
      return vectors.dot(change, guessed);
    }
  }
}
