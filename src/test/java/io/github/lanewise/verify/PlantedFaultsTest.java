package io.github.lanewise.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.lanewise.loss.Loss;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows that {@link Verification} can fail: each of twelve classic mistakes is caught. */
@Tag("kernel")
class PlantedFaultsTest {

  /** What a gradient, or for UNSHIFTED_MAX everything, may get wrong. */
  private enum Fault {
    NO_L2,
    NO_BIAS,
    NO_MEAN,
    NO_WEIGHT,
    FLIPPED_SIGN,
    WRONG_CLASS_ROW,
    NO_TRUE_CLASS_TERM,
    AT_LEAST_FOR_ABOVE,
    UNSHIFTED_MAX,
    SKIPPED_TAIL,
    TRANSPOSED,
    STALE_BUFFER;

    boolean concerns(Loss loss) {
      return switch (this) {
        case AT_LEAST_FOR_ABOVE -> loss == Loss.hinge();
        case UNSHIFTED_MAX -> loss == Loss.softmax();
        default -> true;
      };
    }
  }

  @Test
  void thereAreTwelve() {
    assertEquals(12, Fault.values().length);
  }

  static Stream<Loss> losses() {
    return Stream.of(Loss.softmax(), Loss.hinge());
  }

  static Stream<Arguments> faults() {
    return losses()
        .flatMap(
            loss ->
                Arrays.stream(Fault.values())
                    .filter(fault -> fault.concerns(loss))
                    .map(fault -> Arguments.of(loss, fault)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void everyFaultIsCaught(Loss loss, Fault fault) {
    assertThrows(
        AssertionError.class,
        () -> Verification.verify(loss, problem -> new Faulty(problem, fault)));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void theSameCodeWithoutFaultPasses(Loss loss) {
    Verification.verify(loss, problem -> new Faulty(problem, null));
  }

  /** A naive objective with room for one mistake, null for none. */
  private record Faulty(Problem problem, Fault fault) implements Evaluation {

    @Override
    public double evaluate(double[] parameters, double[] gradient) {
      if (fault != Fault.STALE_BUFFER) {
        Arrays.fill(gradient, 0);
      }
      double value = problem.penalty(parameters);
      for (int i = 0; i < problem.rows().length; i++) {
        double[] s = ReferenceMath.scores(problem, parameters, i);
        value += problem.share(i) * loss(s, problem.labels()[i]);
        addRow(i, scoreGradient(s, problem.labels()[i]), gradient);
      }
      if (fault != Fault.NO_L2) {
        for (int w = 0; w < problem.classes() * problem.columns(); w++) {
          gradient[w] += problem.l2() * parameters[w];
        }
      }
      if (fault == Fault.FLIPPED_SIGN) {
        Arrays.setAll(gradient, i -> -gradient[i]);
      }
      return value;
    }

    private double loss(double[] s, int label) {
      if (fault == Fault.UNSHIFTED_MAX) {
        return Math.log(Arrays.stream(s).map(Math::exp).sum()) - s[label];
      }
      return ReferenceMath.loss(problem.loss(), s, label);
    }

    private double[] scoreGradient(double[] s, int label) {
      double[] g = ReferenceMath.gradient(problem.loss(), s, label);
      if (fault == Fault.NO_TRUE_CLASS_TERM) {
        g[label] = problem.loss() == Loss.softmax() ? g[label] + 1 : 0;
      }
      if (fault == Fault.AT_LEAST_FOR_ABOVE) {
        for (int j = 0; j < s.length; j++) {
          if (j != label && s[j] - s[label] + 1 == 0) {
            g[j] = 1;
            g[label] -= 1;
          }
        }
      }
      if (fault == Fault.UNSHIFTED_MAX) {
        double sum = Arrays.stream(s).map(Math::exp).sum();
        Arrays.setAll(g, j -> Math.exp(s[j]) / sum - (j == label ? 1 : 0));
      }
      return g;
    }

    private void addRow(int row, double[] g, double[] gradient) {
      double factor = factor(row);
      int columns = problem.columns();
      int end = fault == Fault.SKIPPED_TAIL ? columns - columns % 8 : columns;
      for (int c = 0; c < g.length; c++) {
        int target = fault == Fault.WRONG_CLASS_ROW ? (c + 1) % g.length : c;
        if (fault != Fault.NO_BIAS) {
          gradient[problem.biasIndex(target)] += factor * g[c];
        }
        for (int d = 0; d < end; d++) {
          int weight =
              fault == Fault.TRANSPOSED ? d * g.length + c : problem.weightIndex(target, d);
          gradient[weight] += factor * g[c] * problem.rows()[row][d];
        }
      }
    }

    private double factor(int row) {
      if (fault == Fault.NO_MEAN) {
        return problem.weights() == null ? 1 : problem.weights()[row];
      }
      return fault == Fault.NO_WEIGHT ? 1.0 / problem.rows().length : problem.share(row);
    }
  }
}
