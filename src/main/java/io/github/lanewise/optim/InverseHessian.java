package io.github.lanewise.optim;

import io.github.lanewise.loss.Loss;
import java.util.ArrayList;
import java.util.List;

/**
 * H, an approximation of the inverse Hessian from the last steps s and gradient changes y, applied
 * by the two-loop recursion (J. Nocedal and S. J. Wright, Numerical Optimization, 2nd ed.,
 * algorithm 7.4).
 */
final class InverseHessian {

  /** Steps that are remembered. */
  private static final int HISTORY = 10;

  private static final int STORED = 0;
  private static final int INDEX = 1;
  private static final int SCALE = 2;
  private static final int LOCAL = 3;

  /** s and y of each step that is remembered, and 1 / s y. */
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
  private final double[] numbers = {0, -1, 0, 0};

  InverseHessian(int length, Preconditioner guess, Vectors vectors) {
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
    } else if (numbers[LOCAL] > 0) {
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
    numbers[LOCAL] = 1;
    if (!isEmpty()) {
      int i = index(0);
      numbers[SCALE] = 1 / (inverseProducts[i] * guessedSquare(changes[i]));
    }
  }

  /** Whether there is a guess to use. */
  private boolean isGuessed() {
    return guess != null && (numbers[LOCAL] > 0 || !guess.isLocal());
  }

  /** -g is known to be of about the right length only if M is. */
  double firstStep(double[] gradient) {
    return isGuessed() ? 1 : 1 / Math.max(1, Math.sqrt(vectors.dot(gradient, gradient)));
  }

  boolean isEmpty() {
    return numbers[STORED] == 0;
  }

  void forget() {
    numbers[STORED] = 0;
  }

  List<double[]> state() {
    List<double[]> state = new ArrayList<>(List.of(numbers, inverseProducts, origin));
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
    int stored = (int) numbers[STORED];
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
    product = scaleThenDot(numbers[SCALE], direction, changes[index(stored - 1)]);
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
    return Math.floorMod((int) numbers[INDEX] - age, HISTORY);
  }

  /** Takes a step, and how the gradient changed on it, into account. */
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
      // No curvature along this step: it would spoil H. It lies where the oldest of all was.
      numbers[STORED] = Math.min(numbers[STORED], HISTORY - 1);
      return;
    }
    inverseProducts[next] = 1 / product;
    numbers[STORED] = Math.min(numbers[STORED] + 1, HISTORY);
    numbers[INDEX] = next;
    numbers[SCALE] = 1 / (inverseProducts[next] * (isGuessed() ? guessedSquare(change) : square));
  }

  /** y M y. */
  private double guessedSquare(double[] change) {
    guess.apply(change, guessed);
    return vectors.dot(change, guessed);
  }
}
