package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.loss.Loss;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A strongly convex objective has one minimum, and every solver finds it. */
@Tag("kernel")
class ConvergenceTest {

  private static final List<Loss> LOSSES =
      List.of(
          Loss.softmax(),
          Loss.softmax().smoothing(0.1),
          Loss.hinge(),
          Loss.hinge().margin(2),
          Loss.hinge().squared(),
          Loss.hinge().smoothed(0.5));

  /** Three classes that overlap, such that no loss is 0 at the minimum. */
  private static final Dataset DENSE = Samples.clusters(12, 60, 4, 3, 2);

  private static final Dataset SPARSE = Samples.sparse(DENSE);

  static List<Arguments> runs() {
    List<Arguments> runs = new ArrayList<>();
    for (Loss loss : LOSSES) {
      for (Solver solver : Solver.values()) {
        for (Precision precision : Precision.values()) {
          if (!solver.isForKinks() || !loss.isSmooth()) {
            runs.add(Arguments.of(loss, solver, precision, false));
            runs.add(Arguments.of(loss, solver, precision, true));
          }
        }
      }
    }
    return runs;
  }

  /**
   * The minimum is that of a run in double with a certificate far below the tolerance: 1e-6 of the
   * objective for smooth losses, and 1e-3 for kinks. AdamW minimises the objective only where
   * nothing decays.
   */
  @ParameterizedTest(name = "{0} {1} {2} sparse={3}")
  @MethodSource("runs")
  void everySolverFindsTheMinimum(Loss loss, Solver solver, Precision precision, boolean sparse) {
    Dataset data = sparse ? SPARSE : DENSE;
    double l2 = solver == Solver.ADAMW ? 0 : 0.1;
    assertMinimum(loss, l2, patient(loss, solver).l2(l2).precision(precision).fit(data));
  }

  /** Descent without momentum has a way of its own. */
  @ParameterizedTest
  @MethodSource("losses")
  void plainDescentFindsTheMinimum(Loss loss) {
    for (Precision precision : Precision.values()) {
      for (Dataset data : List.of(DENSE, SPARSE)) {
        Trainer plain = patient(loss, Solver.SGD).momentum(0).epochs(4000);
        assertMinimum(loss, 0.1, plain.l2(0.1).precision(precision).fit(data));
      }
    }
  }

  static List<Loss> losses() {
    return LOSSES;
  }

  private static void assertMinimum(Loss loss, double l2, Fit fit) {
    double tolerance = loss.isSmooth() ? 1e-6 : 1e-3;
    double minimum = minimum(loss, l2);
    assertEquals(minimum, objective(loss, l2, fit), tolerance * minimum, fit::toString);
    assertEquals(minimum, fit.objective(), tolerance * minimum, fit::toString);
    if (SolverOptions.isStochastic(fit.solver())) {
      assertFalse(fit.converged(), fit::toString);
    }
  }

  private static Trainer patient(Loss loss, Solver solver) {
    Trainer trainer = Trainer.of(loss).solver(solver).threads(1);
    return SolverOptions.isStochastic(solver)
        ? trainer.epochs(1000).batch(15)
        : trainer.tolerance(loss.isSmooth() ? 1e-5 : 1e-3);
  }

  /** Without a penalty kinks know no certificate: there a penalty too small to matter stands in. */
  private static double minimum(Loss loss, double l2) {
    double penalty = loss.isSmooth() ? l2 : Math.max(l2, 1e-6);
    Fit fit =
        Trainer.of(loss)
            .l2(penalty)
            .precision(Precision.DOUBLE)
            .tolerance(loss.isSmooth() ? 1e-9 : 1e-4)
            .maxIterations(5000)
            .fit(DENSE);
    assertTrue(fit.converged(), fit::toString);
    return fit.objective();
  }

  /** The objective of the model as it is, in double, whatever the run said. */
  private static double objective(Loss loss, double l2, Fit fit) {
    double[] parameters = FlatModel.parameters(fit.model());
    try (Objective exact = Objective.of(loss, DENSE, l2, true, Precision.DOUBLE, 1)) {
      return exact.evaluate(parameters, new double[parameters.length]);
    }
  }
}
