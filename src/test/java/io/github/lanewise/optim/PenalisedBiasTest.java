package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.loss.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A penalised bias is the weight of one more feature, which is 1 in every row. */
@Tag("kernel")
class PenalisedBiasTest {

  private static final int ROWS = 60;
  private static final int COLUMNS = 4;
  private static final int CLASSES = 3;
  private static final double L2 = 0.1;

  /** More rows of one class than of the others, so that a bias is worth its penalty. */
  private static final Dataset DATA = shifted(Samples.clusters(12, ROWS, COLUMNS, CLASSES, 2));

  private static final Dataset WITH_ONES = withOnes(DATA);

  private static Dataset shifted(Dataset data) {
    int[] labels = data.labels();
    for (int row = 0; row < 15; row++) {
      labels[row] = 2;
    }
    return Dataset.of(data.features(), labels, data.labelNames());
  }

  private static Dataset withOnes(Dataset data) {
    int width = data.columns() + 1;
    float[] values = new float[data.rows() * width];
    for (int i = 0; i < values.length; i++) {
      int d = i % width;
      values[i] = d == width - 1 ? 1 : (float) data.features().get(i / width, d);
    }
    return Dataset.of(Features.of(values, data.rows(), width), data.labels(), data.labelNames());
  }

  /** W [C x D] and b [C] as W [C x (D + 1)], followed by no bias. */
  private static double[] widened(double[] parameters) {
    double[] widened = new double[CLASSES * (COLUMNS + 2)];
    for (int c = 0; c < CLASSES; c++) {
      System.arraycopy(parameters, c * COLUMNS, widened, c * (COLUMNS + 1), COLUMNS);
      widened[c * (COLUMNS + 1) + COLUMNS] = parameters[CLASSES * COLUMNS + c];
    }
    return widened;
  }

  private static Objective penalised(Loss loss, Precision precision) {
    return Objective.of(loss, DATA, L2, Bias.PENALISED, precision, new Workers(1), null);
  }

  @ParameterizedTest
  @EnumSource
  void valueAndGradientAreThoseOfOneMoreFeature(Precision precision) {
    double[] parameters =
        new Random(1).doubles(CLASSES * (COLUMNS + 1), -1, 1).map(x -> (float) x).toArray();
    // Sums of 60 terms of size 10 at most.
    double tolerance = precision == Precision.FLOAT ? 600 * 0x1p-24 : 600 * 0x1p-53;
    for (Loss loss : List.of(Loss.softmax(), Loss.hinge().squared())) {
      try (Objective objective = penalised(loss, precision);
          Objective wide = Objective.of(loss, WITH_ONES, L2, false, precision, 1)) {
        double[] gradient = new double[parameters.length];
        double[] expected = new double[wide.parameterCount()];
        double value = objective.evaluate(parameters, gradient);
        assertEquals(wide.evaluate(widened(parameters), expected), value, tolerance);
        assertArrayEquals(expected, widened(gradient), tolerance);
      }
    }
  }

  static List<Arguments> runs() {
    List<Arguments> runs = new ArrayList<>();
    for (Solver solver : Solver.values()) {
      for (Precision precision : Precision.values()) {
        runs.add(Arguments.of(Loss.hinge(), solver, precision));
        if (!solver.isForKinks()) {
          runs.add(Arguments.of(Loss.softmax(), solver, precision));
        }
      }
    }
    return runs;
  }

  /** AdamW decays both alike, and minimises nothing. */
  @ParameterizedTest
  @MethodSource("runs")
  void everySolverFindsTheMinimumOfOneMoreFeature(Loss loss, Solver solver, Precision precision) {
    Trainer trainer = Trainer.of(loss).l2(L2).solver(solver).precision(precision).threads(1);
    if (SolverOptions.isStochastic(solver)) {
      trainer = trainer.epochs(1000).batch(15).learningRate(0.05);
    }
    double expected = trainer.bias(false).fit(WITH_ONES).objective();
    double tolerance = loss.isSmooth() ? 1e-5 : 1e-3;
    Fit fit = trainer.penalizeBias(true).fit(DATA);
    assertEquals(expected, fit.objective(), tolerance * expected, fit::toString);
    assertNotEquals(0, fit.model().bias(0));
  }

  @Test
  void descentWithoutMomentumPenalisesItToo() {
    Trainer trainer =
        Trainer.of(Loss.softmax())
            .threads(1)
            .l2(L2)
            .momentum(0)
            .epochs(1000)
            .batch(15)
            .learningRate(0.5);
    double expected = trainer.bias(false).fit(WITH_ONES).objective();
    assertEquals(expected, trainer.penalizeBias(true).fit(DATA).objective(), 1e-5 * expected);
  }

  /** The bound stays one, and tight: both sides meet without the repair that a free bias needs. */
  @Test
  void theHingesGapClosesAndBoundsTheMinimum() {
    Trainer trainer = Trainer.of(Loss.hinge()).l2(L2).precision(Precision.DOUBLE).tolerance(1e-6);
    for (boolean standardize : new boolean[] {false, true}) {
      Fit fit = trainer.standardize(standardize).penalizeBias(true).fit(DATA);
      assertTrue(fit.converged(), fit::toString);
      assertTrue(fit.dualityGap() >= 0 && fit.dualityGap() <= 1e-6 * fit.objective());
      Fit free = trainer.standardize(standardize).fit(DATA);
      assertTrue(fit.objective() > free.objective(), fit + "; " + free);
    }
    Fit wide = trainer.bias(false).fit(WITH_ONES);
    Fit fit = trainer.penalizeBias(true).fit(DATA);
    assertEquals(wide.objective(), fit.objective(), 2e-6 * wide.objective());
  }

  /** What L-BFGS does of its own accord with unscaled columns leaves the penalty where it is. */
  @Test
  void otherVariablesChangeNoMinimum() {
    float[] values = new float[ROWS * COLUMNS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) DATA.features().get(i / COLUMNS, i % COLUMNS) * 50 + 100;
    }
    Dataset large =
        Dataset.of(Features.of(values, ROWS, COLUMNS), DATA.labels(), DATA.labelNames());
    Trainer trainer =
        Trainer.of(Loss.softmax())
            .l2(L2)
            .precision(Precision.DOUBLE)
            .maxIterations(5000)
            .tolerance(1e-9);
    Fit fit = trainer.penalizeBias(true).fit(large);
    Fit wide = trainer.bias(false).fit(withOnes(large));
    assertTrue(fit.converged() && wide.converged(), fit + "; " + wide);
    assertEquals(wide.objective(), fit.objective(), 1e-9);
    assertArrayEquals(
        FlatModel.parameters(wide.model()), widened(FlatModel.parameters(fit.model())), 1e-5);
  }
}
