package io.github.lanewise.verify;

import io.github.lanewise.loss.Loss;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;

/**
 * All that an implementation of an objective and its gradient must survive. Throws {@link
 * AssertionError} at the first defect; {@code PlantedFaultsTest} shows which defects it sees.
 */
public final class Verification {

  /** D and C below are no multiples of any lane count, so that every tail is at work. */
  private static final int ROWS = 9;

  private static final int COLUMNS = 19;
  private static final int CLASSES = 5;

  private static final double[][] EXTREME_SCORES = {
    {1e8, -1e8, 0},
    {1e8, 1e8, 1e8},
    {0, -0.0, Double.MIN_VALUE},
    {88.72284f, -88.72284f, 0},
    {709.79, -709.79, 709.78},
    {1e300, 0, -1e300},
  };

  private Verification() {}

  /** Tries an implementation on many problems of one loss. */
  public static void verify(Loss loss, Function<Problem, Evaluation> implementation) {
    Random random = new Random(20);
    for (double l2 : new double[] {0, 0.125}) {
      for (boolean weighted : new boolean[] {false, true}) {
        for (boolean bias : new boolean[] {false, true}) {
          Problem problem = Problem.random(random, loss, ROWS, COLUMNS, CLASSES, weighted, l2);
          double reach = GradientCheck.Stencil.of(loss).reach();
          double[] parameters = problem.kinkSafeParameters(random, bias, reach);
          differentiate(problem, implementation.apply(problem), parameters);
        }
      }
    }
    extremes(loss, implementation);
    if (loss == Loss.hinge()) {
      Ties.verify(implementation);
    }
  }

  private static void differentiate(Problem problem, Evaluation evaluation, double[] parameters) {
    compareWithReference(problem, evaluation, parameters);
    double[] ignored = new double[parameters.length];
    double[] numeric =
        GradientCheck.gradient(
            at -> evaluation.evaluate(at, ignored),
            parameters,
            GradientCheck.Stencil.of(problem.loss()));
    GradientCheck.requireClose(numeric, gradient(evaluation, parameters));
  }

  /** Scores that are the bias alone: x = 0. */
  private static void extremes(Loss loss, Function<Problem, Evaluation> implementation) {
    for (double[] scores : EXTREME_SCORES) {
      for (int label = 0; label < scores.length; label++) {
        Problem problem =
            new Problem(loss, new double[][] {{0}}, new int[] {label}, null, 0, scores.length);
        double[] parameters = new double[problem.parameterCount()];
        System.arraycopy(scores, 0, parameters, problem.biasIndex(0), scores.length);
        compareWithReference(problem, implementation.apply(problem), parameters);
      }
    }
  }

  /** Both sides err, each by the bound at most. */
  static void compareWithReference(Problem problem, Evaluation evaluation, double[] parameters) {
    double[] expected = new double[parameters.length];
    double value = ReferenceMath.evaluate(problem, parameters, expected);
    double[] actual = gradient(evaluation, parameters);
    double tolerance = 2 * Tolerances.value(problem, parameters, Tolerances.DOUBLE);
    requireWithin("value", value, evaluation.evaluate(parameters, actual.clone()), tolerance);
    double[] bounds = Tolerances.gradient(problem, parameters, Tolerances.DOUBLE);
    for (int i = 0; i < expected.length; i++) {
      // The reference computes P_y - 1 with a cancellation, which costs it u, not a relative error.
      double bound = 2 * bounds[i] + 4 * Tolerances.DOUBLE * (1 + Math.abs(expected[i]));
      requireWithin("gradient element " + i, expected[i], actual[i], bound);
    }
  }

  /** The gradient written over rubbish. */
  static double[] gradient(Evaluation evaluation, double[] parameters) {
    double[] gradient = new double[parameters.length];
    Arrays.fill(gradient, 1e3);
    evaluation.evaluate(parameters, gradient);
    return gradient;
  }

  static void requireWithin(String what, double expected, double actual, double bound) {
    // Equal infinities have no difference.
    if (actual != expected && !(Math.abs(actual - expected) <= bound)) {
      throw new AssertionError(
          "%s: %.17g instead of %.17g, bound %.3g".formatted(what, actual, expected, bound));
    }
  }
}
