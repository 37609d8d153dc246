package io.github.lanewise.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.loss.HingeLoss;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.optim.Objective;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine as a whole: the fused, blocked, threaded pass under the same checks as its parts. */
@Tag("kernel")
class ObjectiveGradientTest {

  static Stream<Loss> losses() {
    return Losses.all();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void doublePrecision(Loss loss) {
    Verification.verify(loss, problem -> evaluation(problem, true));
  }

  /** A fixed bias still takes part in the scores, but has no gradient. */
  @ParameterizedTest
  @MethodSource("losses")
  void fixedBias(Loss loss) {
    Random random = new Random(29);
    Problem problem = Problem.random(random, loss, 9, 7, 5, true, 0.125);
    double[] parameters = problem.randomParameters(random, true);
    double[] free = Verification.gradient(evaluation(problem, true), parameters);
    double[] fixed = Verification.gradient(evaluation(problem, false), parameters);
    for (int i = 0; i < fixed.length; i++) {
      assertEquals(i < problem.biasIndex(0) ? free[i] : 0, fixed[i]);
    }
  }

  private static Evaluation evaluation(Problem problem, boolean bias) {
    return (parameters, gradient) -> {
      try (Objective objective = objective(problem, bias, Precision.DOUBLE)) {
        return objective.evaluate(parameters, gradient);
      }
    };
  }

  private static Objective objective(Problem problem, boolean bias, Precision precision) {
    return Objective.of(problem.loss(), dataset(problem), problem.l2(), bias, precision, 1);
  }

  private static Dataset dataset(Problem problem) {
    int n = problem.rows().length;
    double[] values = new double[n * problem.columns()];
    for (int i = 0; i < n; i++) {
      System.arraycopy(problem.rows()[i], 0, values, i * problem.columns(), problem.columns());
    }
    List<String> names = IntStream.range(0, problem.classes()).mapToObj(Integer::toString).toList();
    Features features = Features.of(values, n, problem.columns());
    Dataset dataset = Dataset.of(features, problem.labels(), names);
    return problem.weights() == null
        ? dataset
        : dataset.withWeights(ScoreRows.narrow(problem.weights()));
  }

  /** Enough rows for several blocks and slots; parameters that float holds exactly. */
  @ParameterizedTest
  @MethodSource("losses")
  void floatAgreesWithDoubleWithinItsBound(Loss loss) {
    Random random = new Random(30);
    for (int columns : new int[] {1, 19, 64}) {
      for (double l2 : new double[] {0, 0.125}) {
        Problem problem = Problem.random(random, loss, 700, columns, 5, l2 > 0, l2);
        double[] parameters = floatParameters(random, problem);
        compareFloatWithDouble(problem, parameters);
      }
    }
  }

  /** Parameters that float holds exactly, at which no rounding of scores turns a margin's sign. */
  private static double[] floatParameters(Random random, Problem problem) {
    while (true) {
      double[] parameters =
          ScoreRows.widen(ScoreRows.narrow(problem.randomParameters(random, true)));
      double largest = 0;
      for (int i = 0; i < problem.rows().length; i++) {
        for (double sigma : Tolerances.scores(problem, parameters, i, Tolerances.FLOAT)) {
          largest = Math.max(largest, sigma);
        }
      }
      if (problem.distanceToKinks(parameters) > 4 * largest) {
        return parameters;
      }
    }
  }

  private static void compareFloatWithDouble(Problem problem, double[] parameters) {
    double[] exact = new double[parameters.length];
    double value = evaluation(problem, true).evaluate(parameters, exact);
    double tolerance =
        Tolerances.value(problem, parameters, Tolerances.FLOAT)
            + Tolerances.value(problem, parameters, Tolerances.DOUBLE);
    double[] bounds = Tolerances.gradient(problem, parameters, Tolerances.FLOAT);
    double[] gradient = new double[parameters.length];
    float[] narrowGradient = new float[parameters.length];
    double wide;
    double narrow;
    try (Objective objective = objective(problem, true, Precision.FLOAT)) {
      wide = objective.evaluate(parameters, gradient);
      narrow = objective.evaluate(ScoreRows.narrow(parameters), narrowGradient);
    }
    assertEquals(value, wide, tolerance);
    assertEquals(value, narrow, tolerance);
    for (int i = 0; i < exact.length; i++) {
      double bound = bounds[i] * (1 + 0x1p-20);
      assertEquals(exact[i], gradient[i], bound);
      assertEquals(exact[i], narrowGradient[i], bound + Tolerances.FLOAT * Math.abs(exact[i]));
    }
  }

  /** See {@link GradientTest}: in exact arithmetic not one bit may differ. */
  @RepeatedTest(10)
  void hingeOnDyadicDataIsExact(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Problem problem = Problem.random(random, Loss.hinge(), 8, 7, 4, false, 0);
    GradientTest.requireSameBits(
        evaluation(problem, true), GradientTest.dyadicParameters(random, problem));
  }

  /** W = 0: every class is as likely whatever the target, every violation is the margin. */
  @ParameterizedTest
  @MethodSource("losses")
  void firstLoss(Loss loss) {
    Problem problem = Problem.random(new Random(31), loss, 50, 6, 10, false, 0.5);
    double expected = loss instanceof HingeLoss hinge ? 9 * costOfTheMargin(hinge) : Math.log(10);
    for (Precision precision : Precision.values()) {
      try (Objective objective = objective(problem, true, precision)) {
        double[] zeros = new double[objective.parameterCount()];
        double value = objective.evaluate(zeros, new double[zeros.length]);
        assertTrue(Math.abs(value - expected) <= 1e-6, () -> precision + ": " + value);
      }
    }
  }

  private static double costOfTheMargin(HingeLoss loss) {
    if (loss.steepness() == Double.POSITIVE_INFINITY) {
      return loss.margin();
    }
    // Both smooth shapes are still parabolas there.
    return loss.steepness() / 2 * loss.margin() * loss.margin();
  }
}
