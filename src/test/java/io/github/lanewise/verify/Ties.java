package io.github.lanewise.verify;

import io.github.lanewise.loss.Loss;
import io.github.lanewise.verify.GradientCheck.Stencil;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The hinge loss where margins are exactly 0: a subgradient, and the documented one. */
final class Ties {

  private Ties() {}

  /** Weights and features are small integers, so that ties are frequent and everything is exact. */
  static void verify(Function<Problem, Evaluation> implementation) {
    Random random = new Random(21);
    int ties = 0;
    for (int round = 0; round < 20; round++) {
      Problem problem = integerProblem(random);
      double[] parameters = new double[problem.parameterCount()];
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] = random.nextInt(3) - 1;
      }
      ties += problem.distanceToKinks(parameters) == 0 ? 1 : 0;
      verify(problem, implementation.apply(problem), parameters);
    }
    if (ties < 10) {
      throw new AssertionError("only " + ties + " of 20 problems have a tie");
    }
  }

  private static Problem integerProblem(Random random) {
    double[][] rows = new double[4][3];
    int[] labels = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = random.nextInt(4);
      for (int d = 0; d < rows[i].length; d++) {
        rows[i][d] = random.nextInt(3) - 1;
      }
    }
    return new Problem(Loss.hinge(), rows, labels, null, 0, 4);
  }

  private static void verify(Problem problem, Evaluation evaluation, double[] parameters) {
    double[] strict = new double[parameters.length];
    ReferenceMath.evaluate(problem, parameters, strict);
    double[] gradient = Verification.gradient(evaluation, parameters);
    double[] ignored = new double[parameters.length];
    ToDoubleFunction<double[]> value = at -> evaluation.evaluate(at, ignored);
    for (int i = 0; i < parameters.length; i++) {
      Verification.requireWithin("gradient at a tie, element " + i, strict[i], gradient[i], 0);
      double left = GradientCheck.leftSlope(value, parameters, i, Stencil.PIECEWISE_LINEAR);
      double right = GradientCheck.rightSlope(value, parameters, i, Stencil.PIECEWISE_LINEAR);
      if (!(left <= gradient[i] && gradient[i] <= right)) {
        throw new AssertionError(
            "element %d is %s, slopes are %s and %s".formatted(i, gradient[i], left, right));
      }
    }
  }
}
