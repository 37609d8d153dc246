package io.github.lanewise.verify;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.kernel.DoubleKernels;
import io.github.lanewise.kernel.KernelProvider;
import io.github.lanewise.kernel.ScalarDoubleKernels;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.loss.Softmax;
import io.github.lanewise.matrix.DoubleMatrix;
import io.github.lanewise.verify.GradientCheck.Stencil;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every analytic derivative against finite differences, in double. */
@Tag("kernel")
class GradientTest {

  static Stream<Loss> losses() {
    return Losses.all();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void scalarKernels(Loss loss) {
    DoubleKernels kernels = new ScalarDoubleKernels();
    Verification.verify(loss, problem -> new KernelObjective(kernels, problem));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void chosenKernels(Loss loss) {
    DoubleKernels kernels = KernelProvider.doubles();
    Verification.verify(loss, problem -> new KernelObjective(kernels, problem));
  }

  /** The public losses row by row, with their weight gradients. */
  @ParameterizedTest
  @MethodSource("losses")
  void publicLosses(Loss loss) {
    Verification.verify(loss, LossObjective::new);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void gradientWithRespectToScores(Loss loss) {
    Random random = new Random(22);
    for (int classes : new int[] {1, 2, 3, 8, 10, 17}) {
      for (int label = 0; label < classes; label++) {
        double[] s = kinkSafeScores(random, loss, classes, label);
        int y = label;
        double[] numeric = GradientCheck.gradient(at -> loss.value(at, y), s, Stencil.of(loss));
        GradientCheck.requireClose(numeric, loss.gradient(s, label));
      }
    }
  }

  /** Scores between -4 and 4 on a grid, every kink farther away than the stencil reaches. */
  private static double[] kinkSafeScores(Random random, Loss loss, int classes, int label) {
    while (true) {
      double[] s =
          random.doubles(classes, -4, 4).map(x -> Math.rint(x * 0x1p20) * 0x1p-20).toArray();
      if (ReferenceMath.distanceToKinks(loss, s, label) > 2 * Stencil.of(loss).reach()) {
        return s;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 10, 17, 33})
  void everyEntryOfTheJacobian(int classes) {
    Random random = new Random(23);
    double[] s = kinkSafeScores(random, Loss.softmax(), classes, 0);
    double[][] numeric = GradientCheck.jacobian(Softmax::probabilities, s, Stencil.SMOOTH);
    DoubleMatrix analytic = Softmax.jacobian(s);
    for (int i = 0; i < classes; i++) {
      int row = i;
      double[] entries =
          IntStream.range(0, classes).mapToDouble(j -> analytic.get(row, j)).toArray();
      GradientCheck.requireClose(numeric[i], entries);
    }
  }

  @Test
  void aTransposedOrShiftedJacobianWouldBeSeen() {
    double[] s = {0.5, -1, 2};
    double[][] numeric = GradientCheck.jacobian(Softmax::probabilities, s, Stencil.SMOOTH);
    DoubleMatrix analytic = Softmax.jacobian(s);
    double[] wrong = {analytic.get(0, 1), analytic.get(0, 0), analytic.get(0, 2)};
    assertThrows(AssertionError.class, () -> GradientCheck.requireClose(numeric[0], wrong));
  }

  /**
   * Where every number is a multiple of 2^-6 and N is a power of two, the hinge objective, its
   * difference quotient and its gradient are all exact: not one bit may differ.
   */
  @RepeatedTest(10)
  void hingeOnDyadicDataIsExact(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Problem problem = Problem.random(random, Loss.hinge(), 8, 7, 4, false, 0);
    double[] parameters = dyadicParameters(random, problem);
    for (DoubleKernels kernels :
        new DoubleKernels[] {new ScalarDoubleKernels(), KernelProvider.doubles()}) {
      requireSameBits(new KernelObjective(kernels, problem), parameters);
    }
  }

  static void requireSameBits(Evaluation evaluation, double[] parameters) {
    double[] ignored = new double[parameters.length];
    double[] numeric =
        GradientCheck.gradient(
            at -> evaluation.evaluate(at, ignored), parameters, Stencil.PIECEWISE_LINEAR);
    double[] analytic = Verification.gradient(evaluation, parameters);
    for (int i = 0; i < numeric.length; i++) {
      // Not assertEquals, which tells 0 from -0.
      assertTrue(numeric[i] == analytic[i], i + ": " + analytic[i] + " or " + numeric[i]);
    }
  }

  static double[] dyadicParameters(Random random, Problem problem) {
    double reach = Stencil.PIECEWISE_LINEAR.reach();
    while (true) {
      double[] parameters =
          random.ints(problem.parameterCount(), -64, 65).mapToDouble(i -> i * 0x1p-6).toArray();
      if (problem.distanceToKinks(parameters) > 4 * reach * 2) {
        return parameters;
      }
    }
  }

  /**
   * An objective from {@link Loss#value}, {@link Loss#gradient} and {@link Loss#weightGradient}.
   */
  private record LossObjective(Problem problem) implements Evaluation {

    @Override
    public double evaluate(double[] parameters, double[] gradient) {
      double value = problem.penalty(parameters);
      Arrays.fill(gradient, 0);
      for (int i = 0; i < problem.rows().length; i++) {
        double[] s = ReferenceMath.scores(problem, parameters, i);
        int label = problem.labels()[i];
        value += problem.share(i) * problem.loss().value(s, label);
        double[] g = problem.loss().gradient(s, label);
        DoubleMatrix w = problem.loss().weightGradient(s, label, problem.rows()[i]);
        for (int c = 0; c < s.length; c++) {
          gradient[problem.biasIndex(c)] += problem.share(i) * g[c];
          for (int d = 0; d < problem.columns(); d++) {
            gradient[problem.weightIndex(c, d)] += problem.share(i) * w.get(c, d);
          }
        }
      }
      for (int k = 0; k < problem.classes() * problem.columns(); k++) {
        gradient[k] += problem.l2() * parameters[k];
      }
      return value;
    }
  }
}
