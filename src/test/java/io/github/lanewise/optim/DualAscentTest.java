package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.Precision;
import io.github.lanewise.data.ClassWeights;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.loss.HingeLoss;
import io.github.lanewise.loss.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernel")
class DualAscentTest {

  private static final double L2 = 0.02;

  private static Dataset data() {
    Dataset data = Samples.clusters(4, 150, 6, 3, 3);
    Random random = new Random(4);
    float[] weights = new float[data.rows()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextInt(5) / 4f;
    }
    return data.withWeights(weights);
  }

  private static Trainer trainer(HingeLoss loss, Bias bias, Precision precision) {
    Trainer trainer = Trainer.of(loss).l2(L2).precision(precision).threads(1);
    return bias == Bias.PENALISED ? trainer.penalizeBias(true) : trainer.bias(bias == Bias.FREE);
  }

  static List<Arguments> runs() {
    List<Arguments> runs = new ArrayList<>();
    for (Bias bias : Bias.values()) {
      for (Precision precision : Precision.values()) {
        for (double margin : new double[] {1, 2.5}) {
          runs.add(Arguments.of(bias, precision, margin));
        }
      }
    }
    return runs;
  }

  /** Two solvers with nothing in common but the objective: each is above the other's bound. */
  @ParameterizedTest
  @MethodSource("runs")
  void meetsSmoothing(Bias bias, Precision precision, double margin) {
    HingeLoss loss = Loss.hinge().margin(margin);
    Trainer trainer = trainer(loss, bias, precision).classWeights(ClassWeights.balanced());
    Fit other = trainer.solver(Solver.SMOOTHING).fit(data());
    Fit fit = trainer.solver(Solver.DUAL).fit(data());
    assertTrue(fit.converged(), fit::toString);
    assertTrue(fit.dualityGap() <= 1e-3 * fit.objective(), fit::toString);
    // Objectives of 150 rows are sums in float, or exact beside that.
    double rounding = 1000 * 0x1p-24 * fit.objective();
    assertTrue(fit.objective() >= other.objective() - other.dualityGap() - rounding);
    assertTrue(other.objective() >= fit.objective() - fit.dualityGap() - rounding);
    assertEquals(bias == Bias.NONE, fit.model().bias(0) == 0);
  }

  @ParameterizedTest
  @EnumSource
  void theGapClosesInDouble(Bias bias) {
    Trainer trainer = trainer(Loss.hinge(), bias, Precision.DOUBLE).solver(Solver.DUAL);
    Fit fit = trainer.tolerance(1e-6).fit(data());
    assertTrue(fit.converged(), fit::toString);
    assertTrue(fit.dualityGap() >= 0 && fit.dualityGap() <= 1e-6 * fit.objective());
    Fit seeded = trainer.tolerance(1e-6).seed(2).fit(data());
    assertNotEquals(fit.model().sha256(), seeded.model().sha256());
    assertEquals(fit.objective(), seeded.objective(), 1e-6 * fit.objective());
  }

  @ParameterizedTest
  @EnumSource
  void sparseRowsAndThreadsGiveTheSameBits(Precision precision) {
    Dataset dense = Samples.clusters(5, 300, 40, 5, 3);
    for (Bias bias : Bias.values()) {
      Trainer trainer = trainer(Loss.hinge(), bias, precision).solver(Solver.DUAL);
      Fit expected = trainer.fit(dense);
      Fit fit = trainer.threads(3).fit(Samples.sparse(dense));
      assertEquals(expected.model().sha256(), fit.model().sha256());
      assertEquals(expected.objective(), fit.objective());
      assertEquals(expected.gradientNorm(), fit.gradientNorm());
      assertEquals(expected.dualityGap(), fit.dualityGap());
    }
  }

  /** Rows 1 and -1: the minimum lies in the kink, at lambda / 4, see SmoothingTest. */
  @Test
  void findsTheMinimumInAKink() {
    Features features = Features.of(new float[] {1, -1}, 2, 1);
    Dataset data = Dataset.of(features, new int[] {0, 1}, Samples.names(2));
    Fit fit = Trainer.of(Loss.hinge()).solver(Solver.DUAL).l2(0.5).fit(data);
    assertTrue(fit.converged(), fit::toString);
    assertEquals(0.125, fit.objective(), 0.125 * 1e-3);
  }

  /** Weights that cost much leave everything to the bias, which must get there all the same. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 10, 100})
  void strongPenaltiesLeaveTheBiasFree(double l2) {
    IntStream unbalanced = IntStream.range(0, 90).filter(r -> r % 4 < 2 || r < 20);
    Dataset data = Samples.clusters(4, 100, 3, 4, 1).select(unbalanced.toArray());
    Trainer trainer = Trainer.of(Loss.hinge()).l2(l2).solver(Solver.DUAL).maxIterations(100);
    Fit fit = trainer.fit(data);
    assertTrue(fit.converged(), fit::toString);
  }

  /** Whatever is tolerated, an objective has been computed. */
  @Test
  void aToleranceAboveOneStillTrains() {
    Fit fit = Trainer.of(Loss.hinge()).solver(Solver.DUAL).tolerance(2).fit(data());
    assertTrue(fit.converged() && Double.isFinite(fit.objective()), fit::toString);
    assertTrue(fit.iterations() >= 1, fit::toString);
  }

  /** One class has no way back to it: b goes where its score matters no more, and W stays. */
  @Test
  void oneRowIsSeparatedByTheBiasAlone() {
    Dataset data =
        Dataset.of(Features.of(new float[] {3, -1}, 1, 2), new int[] {1}, Samples.names(3));
    Fit fit = Trainer.of(Loss.hinge()).solver(Solver.DUAL).fit(data);
    assertTrue(fit.converged(), fit::toString);
    assertEquals(0, fit.objective());
    assertEquals(1, fit.model().accuracy(data));
    Trainer unbiased = Trainer.of(Loss.hinge()).bias(false).l2(10).solver(Solver.DUAL);
    Fit bound = unbiased.fit(data);
    assertTrue(bound.converged(), bound::toString);
    Fit expected = unbiased.solver(Solver.SMOOTHING).fit(data);
    assertEquals(expected.objective(), bound.objective(), 1e-3 * expected.objective());
  }

  @Test
  void aClassWithoutRowsIsNeverPredicted() {
    Dataset two = Samples.clusters(6, 80, 4, 2, 2);
    Dataset data = Dataset.of(two.features(), two.labels(), Samples.names(3));
    Trainer trainer = Trainer.of(Loss.hinge()).l2(L2);
    Fit fit = trainer.solver(Solver.DUAL).fit(data);
    assertTrue(fit.converged(), fit::toString);
    double expected = trainer.solver(Solver.SMOOTHING).fit(two).objective();
    assertEquals(expected, fit.objective(), 2e-3 * expected);
  }

  /** Nothing to learn from: an empty row without a bias, and rows that weigh nothing. */
  @Test
  void rowsWithoutCurvatureOrWeightDoNoHarm() {
    float[] values = {0, 0, 1, 2, -1, 1, 9, 9};
    Dataset data =
        Dataset.of(Features.of(values, 4, 2), new int[] {0, 0, 1, 1}, Samples.names(2))
            .withWeights(new float[] {1, 1, 1, 0});
    for (boolean bias : new boolean[] {true, false}) {
      Trainer trainer = Trainer.of(Loss.hinge()).l2(0.1).bias(bias);
      double expected = trainer.solver(Solver.SMOOTHING).fit(data).objective();
      Fit fit = trainer.solver(Solver.DUAL).fit(data);
      assertTrue(fit.converged(), fit::toString);
      assertEquals(expected, fit.objective(), 2e-3 * expected);
    }
  }

  /** Every epoch is told; a bound that is not there yet is no certificate. */
  @Test
  void withoutPatienceNothingIsCertified() {
    Trainer trainer = Trainer.of(Loss.hinge()).solver(Solver.DUAL).l2(1e-3);
    for (int epochs : new int[] {0, 2}) {
      Fit fit = trainer.maxIterations(epochs).fit(data());
      assertEquals(Status.BUDGET_SPENT, fit.status());
      assertEquals(epochs, fit.iterations());
      assertEquals(epochs, fit.history().size());
      assertTrue(fit.dualityGap() > 1e-3 * fit.objective(), fit::toString);
    }
    assertEquals(2, trainer.maxIterations(0).fit(data()).objective(), 1e-6);
  }

  /** Most visits would find next to nothing: half of the rows and more are left out. */
  @Test
  void rowsNearTheirOptimumRest() {
    Fit fit =
        trainer(Loss.hinge(), Bias.NONE, Precision.DOUBLE)
            .tolerance(1e-6)
            .solver(Solver.DUAL)
            .fit(data());
    assertTrue(fit.converged() && fit.epochs() < 0.4 * fit.iterations(), fit.epochs() + " " + fit);
  }

  /** What visits see before they move is about the objective, and in the end the objective. */
  @Test
  void epochsTellTheObjective() {
    Trainer trainer = trainer(Loss.hinge(), Bias.FREE, Precision.DOUBLE).solver(Solver.DUAL);
    Fit fit = trainer.tolerance(1e-5).fit(data());
    double last = fit.history().getLast().objective();
    assertEquals(fit.objective(), last, 1e-4 * fit.objective());
    assertTrue(fit.history().get(0).objective() > 1.2 * last);
  }

  /** A sum of 150 terms, none above a fiftieth of 10, is off by 150 roundings of 30 at most. */
  @ParameterizedTest
  @MethodSource("runs")
  void theFitTellsTheObjectiveAtItsModel(Bias bias, Precision precision, double margin) {
    HingeLoss loss = Loss.hinge().margin(margin);
    Fit fit = trainer(loss, bias, precision).solver(Solver.DUAL).fit(data());
    double rounding = precision == Precision.FLOAT ? 0x1p-24 : 0x1p-53;
    try (Objective objective =
        Objective.of(loss, data(), L2, bias, precision, new Workers(1), null)) {
      double[] gradient = new double[objective.parameterCount()];
      double value = objective.evaluate(FlatModel.parameters(fit.model()), gradient);
      assertEquals(value, fit.objective(), 150 * rounding * value);
      assertEquals(Vectors.largest(gradient), fit.gradientNorm(), 150 * rounding * 30);
    }
  }

  @Test
  void aCancelledRunHasTheModelOfItsVisits() {
    Trainer trainer = Trainer.of(Loss.hinge()).solver(Solver.DUAL).l2(1e-3).tolerance(0);
    int[] steps = {0};
    Fit fit = trainer.cancelWhen(() -> steps[0] >= 4).fit(data(), step -> steps[0] = step.step());
    assertEquals(Status.CANCELLED, fit.status());
    assertEquals(4, fit.iterations());
    Fit same = Trainer.of(Loss.hinge()).solver(Solver.DUAL).l2(1e-3).maxIterations(4).fit(data());
    // But for the rounding of some 600 visits, which the last epoch's certificate cleans up.
    double weight = same.model().weight(1, 2);
    assertEquals(weight, fit.model().weight(1, 2), 600 * 0x1p-24 * Math.abs(weight));
    assertEquals(0, trainer.cancelWhen(() -> true).fit(data()).model().weight(1, 2));
  }

  /** Visits do not overshoot, however long rows are; only weights may have no room in a float. */
  @Test
  void divergenceNamesTheRemedy() {
    int[] labels = {0, 1, 1, 0};
    Trainer trainer = Trainer.of(Loss.hinge().margin(10)).solver(Solver.DUAL).maxIterations(9);
    Features large = Features.of(new float[] {1e30f, 2e30f, 3e30f, 4e30f}, 4, 1);
    assertTrue(
        Double.isFinite(trainer.fit(Dataset.of(large, labels, Samples.names(2))).objective()));
    Features small = Features.of(new float[] {1e-38f, -1e-38f, -1e-38f, 1e-38f}, 4, 1);
    Dataset data = Dataset.of(small, labels, Samples.names(2));
    Trainer unpenalised = trainer.l2(1e-90).bias(false);
    String message =
        assertThrows(ArithmeticException.class, () -> unpenalised.fit(data)).getMessage();
    assertTrue(message.contains("epoch 2") && message.contains("scale the features"), message);
  }

  @Test
  void autoTakesItForSparseRowsWhereNothingStandsInTheWay() {
    Dataset dense = Samples.clusters(4, 20, Whitening.MAX_COLUMNS + 1, 3, 3);
    Dataset sparse = Samples.sparse(dense);
    Dataset narrow = Samples.sparse(Samples.clusters(4, 20, Whitening.MAX_COLUMNS, 3, 3));
    Trainer hinge = Trainer.of(Loss.hinge());
    Fit fit = hinge.fit(sparse);
    assertEquals(Solver.DUAL, fit.solver());
    assertEquals(hinge.solver(Solver.DUAL).heapBytes(sparse), hinge.heapBytes(sparse));
    assertEquals(Solver.SMOOTHING, hinge.fit(narrow).solver());
    assertEquals(Solver.SMOOTHING, hinge.fit(dense).solver());
    assertEquals(Solver.SMOOTHING, hinge.standardize(true).fit(sparse).solver());
    assertEquals(Solver.SMOOTHING, hinge.startFrom(fit.model()).fit(sparse).solver());
    assertEquals(Solver.SGD, hinge.l2(0).fit(sparse).solver());
    assertEquals(Solver.LBFGS, Trainer.of(Loss.hinge().squared()).fit(sparse).solver());
  }

  @Test
  void theHeapForItsVariablesIsCounted() {
    Dataset sparse = Samples.sparse(Samples.clusters(4, 2000, 6, 3, 3));
    Trainer trainer = Trainer.of(Loss.hinge()).threads(1);
    long more =
        trainer.solver(Solver.DUAL).heapBytes(sparse)
            - trainer.solver(Solver.SGD).heapBytes(sparse);
    assertTrue(more >= 2000 * 3 * Double.BYTES && more <= 2000 * 8 * Double.BYTES, "" + more);
  }

  @Test
  void rowsWithoutWeightLeaveNoGap() {
    Features features = Features.of(new float[] {1, 2, 3, 4, 5, 6}, 6, 1);
    Dataset data =
        Dataset.of(features, new int[] {0, 1, 2, 1, 0, 0}, Samples.names(3))
            .withWeights(new float[] {1, 0, 0, 0, 0, 0});
    Fit fit = Trainer.of(Loss.hinge()).solver(Solver.DUAL).fit(data);
    assertTrue(fit.converged() && fit.dualityGap() <= 1e-3 * fit.objective(), fit::toString);
  }

  @Test
  void trialsEndSoonerUnlessAToleranceIsGiven() {
    Dataset data = data();
    Trainer trainer = Trainer.of(Loss.hinge()).solver(Solver.DUAL).l2(L2);
    Fit trial = trainer.forTrials().fit(data);
    Fit fit = trainer.fit(data);
    assertTrue(trial.converged() && trial.dualityGap() <= 0.1 * trial.objective());
    assertTrue(trial.iterations() < fit.iterations(), trial::toString);
    Fit strict = trainer.forTrials().tolerance(1e-3).fit(data);
    assertEquals(fit.model().sha256(), strict.model().sha256());
  }

  @Test
  void labelsAreNeeded() {
    Dataset data = Samples.clusters(1, 6, 2, 2, 1);
    float[] targets = new float[12];
    Arrays.fill(targets, 0.5f);
    Trainer trainer = Trainer.of(Loss.hinge()).solver(Solver.DUAL);
    assertThrows(IllegalArgumentException.class, () -> trainer.fit(data.withTargets(targets)));
    assertFalse(trainer.fit(data).history().isEmpty());
  }
}
