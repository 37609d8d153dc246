package io.github.lanewise.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.lanewise.loss.HingeLoss;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.loss.SoftmaxLoss;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows that {@link Verification} can fail: each of seventeen classic mistakes is caught. */
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
    STALE_BUFFER,
    NO_SMOOTHING,
    SMOOTHING_OF_OTHERS,
    MARGIN_OF_ONE,
    HALF_SLOPE,
    UNLIMITED_SLOPE;

    boolean concerns(Loss loss) {
      return switch (this) {
        case AT_LEAST_FOR_ABOVE -> loss == Loss.hinge();
        case UNSHIFTED_MAX -> loss == Loss.softmax();
        case NO_SMOOTHING, SMOOTHING_OF_OTHERS ->
            loss instanceof SoftmaxLoss softmax && softmax.smoothing() > 0;
        case MARGIN_OF_ONE -> loss instanceof HingeLoss hinge && hinge.margin() != 1;
        case HALF_SLOPE -> loss instanceof HingeLoss hinge && hinge.steepness() == 2;
        case UNLIMITED_SLOPE ->
            loss instanceof HingeLoss hinge
                && hinge.limit() == 1
                && hinge.steepness() < Double.POSITIVE_INFINITY;
        default -> true;
      };
    }
  }

  @Test
  void thereAreSeventeen() {
    assertEquals(17, Fault.values().length);
  }

  static Stream<Loss> losses() {
    return Losses.all();
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
      double[] g = ReferenceMath.gradient(mistaken(problem.loss()), s, label);
      if (fault == Fault.NO_TRUE_CLASS_TERM) {
        g[label] = problem.loss() instanceof SoftmaxLoss ? g[label] + 1 : 0;
      }
      if (fault == Fault.SMOOTHING_OF_OTHERS) {
        shareWithOthers(g, label);
      }
      if (fault == Fault.HALF_SLOPE) {
        Arrays.setAll(g, j -> g[j] / 2);
      }
      if (fault == Fault.UNLIMITED_SLOPE) {
        removeLimit(s, label, g);
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

    /** The loss that the gradient takes this one for. */
    private Loss mistaken(Loss loss) {
      if (fault == Fault.NO_SMOOTHING) {
        return Loss.softmax();
      }
      return fault == Fault.MARGIN_OF_ONE ? ((HingeLoss) loss).margin(1) : loss;
    }

    /** Divides epsilon among the C - 1 other classes in the place of all C. */
    private void shareWithOthers(double[] g, int label) {
      double epsilon = ((SoftmaxLoss) problem.loss()).smoothing();
      int classes = g.length;
      for (int j = 0; j < classes; j++) {
        double given = j == label ? 0 : epsilon / (classes - 1);
        g[j] += epsilon / classes - given;
      }
    }

    private void removeLimit(double[] s, int label, double[] g) {
      HingeLoss hinge = (HingeLoss) problem.loss();
      Arrays.fill(g, 0);
      for (int j = 0; j < g.length; j++) {
        if (j != label) {
          g[j] = hinge.steepness() * Math.max(0, ReferenceMath.violation(hinge, s, j, label));
          g[label] -= g[j];
        }
      }
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
