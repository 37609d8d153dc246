package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.Precision;
import io.github.lanewise.data.ClassWeights;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.model.LinearModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("kernel")
class TrainerTest {

  private static final Dataset VALIDATION = Samples.clusters(10, 20, 4, 2, 1);

  static Stream<Arguments> variants() {
    return Stream.of(Loss.softmax(), Loss.hinge())
        .flatMap(
            loss ->
                Stream.of(Solver.values())
                    .filter(solver -> solver != Solver.AUTO && !solver.isForKinks())
                    .flatMap(
                        solver ->
                            Stream.of(Precision.values())
                                .map(precision -> Arguments.of(loss, solver, precision))));
  }

  /** Twenty rows of thirty features with labels that mean nothing: a model can learn them all. */
  @ParameterizedTest
  @MethodSource("variants")
  void twentyRowsCanBeOverfitted(Loss loss, Solver solver, Precision precision) {
    Dataset noise = Samples.clusters(1, 20, 30, 2, 1);
    int[] labels = {0, 1, 2, 3, 3, 2, 1, 0, 0, 0, 1, 3, 2, 2, 1, 1, 3, 0, 2, 3};
    Dataset data = Dataset.of(noise.features(), labels, Samples.names(4));
    Trainer trainer = patient(loss, solver, precision, 300, 5).l2(0);
    assertEquals(1, trainer.fit(data).model().accuracy(data));
  }

  /** With patience of the kind that the solver knows. */
  private static Trainer patient(
      Loss loss, Solver solver, Precision precision, int steps, int batch) {
    Trainer trainer = Trainer.of(loss).solver(solver).precision(precision);
    return solver == Solver.LBFGS
        ? trainer.maxIterations(steps)
        : trainer.epochs(steps).batch(batch);
  }

  /** At a minimum that is found exactly the bound may be an ulp above the objective. */
  @ParameterizedTest
  @EnumSource(names = {"SMOOTHING", "DUAL"})
  void roundingMakesNoGapNegative(Solver solver) {
    Trainer trainer = Trainer.of(Loss.hinge()).l2(1).bias(false).precision(Precision.DOUBLE);
    for (int seed = 0; seed < 100; seed++) {
      Fit fit = trainer.solver(solver).fit(Samples.clusters(seed, 10, 2, 3, 1));
      assertTrue(fit.dualityGap() >= 0, fit::toString);
    }
  }

  /** No loss is below 0, so that not even a training without a step leaves more than all of it. */
  @ParameterizedTest
  @EnumSource(names = {"LBFGS", "SMOOTHING", "DUAL"})
  void noGapIsLargerThanTheObjective(Solver solver) {
    Trainer trainer = Trainer.of(solver == Solver.LBFGS ? Loss.softmax() : Loss.hinge());
    Fit fit = trainer.solver(solver).maxIterations(0).fit(Samples.clusters(1, 20, 3, 2, 1));
    assertEquals(fit.objective(), fit.dualityGap());
  }

  /** With a penalty there is one minimum, and in double L-BFGS gets as near as anyone can ask. */
  @Test
  void strongConvexityMeansConvergence() {
    Dataset data = Samples.clusters(2, 300, 12, 5, 2);
    Trainer trainer =
        Trainer.of(Loss.softmax()).precision(Precision.DOUBLE).l2(0.01).tolerance(1e-9);
    Fit fit = trainer.fit(data);
    assertTrue(fit.converged(), fit::stopReason);
    assertTrue(fit.gradientNorm() <= 1e-9, fit::toString);
    try (Objective objective =
        Objective.of(Loss.softmax(), data, 0.01, true, Precision.DOUBLE, 1)) {
      double[] gradient = new double[objective.parameterCount()];
      double value = objective.evaluate(parameters(fit.model()), gradient);
      assertEquals(fit.objective(), value);
      assertEquals(fit.gradientNorm(), Vectors.largest(gradient));
    }
  }

  private static double[] parameters(LinearModel model) {
    int weights = model.classes() * model.features();
    double[] parameters = new double[weights + model.classes()];
    for (int i = 0; i < weights; i++) {
      parameters[i] = model.weight(i / model.features(), i % model.features());
    }
    for (int c = 0; c < model.classes(); c++) {
      parameters[weights + c] = model.bias(c);
    }
    return parameters;
  }

  @Test
  void withoutPatienceNothingIsCertified() {
    Dataset data = Samples.clusters(2, 300, 12, 5, 2);
    Fit fit = Trainer.of(Loss.softmax()).maxIterations(2).fit(data);
    assertFalse(fit.converged());
    assertEquals(2, fit.iterations());
    assertEquals("iterations used up", fit.stopReason());
    assertFalse(Trainer.of(Loss.softmax()).solver(Solver.SGD).epochs(3).fit(data).converged());
  }

  /** More data than one block, batches of several blocks; the digest tells the last bit. */
  @ParameterizedTest
  @MethodSource("variants")
  void threadsAndRepetitionsGiveTheSameModel(Loss loss, Solver solver, Precision precision) {
    Dataset data = Samples.clusters(3, 2000, 20, 6, 2);
    Trainer trainer = patient(loss, solver, precision, 3, 600);
    String expected = trainer.threads(1).fit(data).model().sha256();
    for (int threads : new int[] {1, 2, 5}) {
      assertEquals(expected, trainer.threads(threads).fit(data).model().sha256());
    }
  }

  @Test
  void theSeedDecidesTheOrderOfRows() {
    Dataset data = Samples.clusters(4, 200, 8, 3, 2);
    Trainer trainer = Trainer.of(Loss.hinge()).epochs(2).batch(16);
    String one = trainer.seed(1).fit(data).model().sha256();
    assertEquals(one, trainer.fit(data).model().sha256());
    assertNotEquals(one, trainer.seed(2).fit(data).model().sha256());
  }

  @Test
  void withoutABiasItStaysZero() {
    Dataset data = Samples.clusters(5, 100, 8, 3, 1);
    for (Solver solver : new Solver[] {Solver.LBFGS, Solver.SGD}) {
      LinearModel model = Trainer.of(Loss.softmax()).solver(solver).bias(false).fit(data).model();
      for (int c = 0; c < 3; c++) {
        assertEquals(0, model.bias(c));
      }
    }
  }

  @Test
  void aDivergingRateIsReportedWithEpochAndRate() {
    Dataset data = Samples.clusters(6, 200, 8, 3, 1);
    for (Loss loss : new Loss[] {Loss.softmax(), Loss.hinge()}) {
      for (Precision precision : Precision.values()) {
        Trainer trainer =
            Trainer.of(loss)
                .solver(Solver.SGD)
                .precision(precision)
                .schedule(Schedule.CONSTANT)
                .l2(0.1)
                .learningRate(1e4);
        ArithmeticException thrown =
            assertThrows(ArithmeticException.class, () -> trainer.fit(data));
        assertTrue(thrown.getMessage().matches("(?s).*epoch \\d+.*10000\\.0.*"), thrown::toString);
      }
    }
  }

  @Test
  void aListenerHearsEveryStep() {
    Dataset data = Samples.clusters(7, 100, 8, 3, 1);
    for (Solver solver : new Solver[] {Solver.LBFGS, Solver.SGD}) {
      List<Progress> heard = new ArrayList<>();
      Fit fit = Trainer.of(Loss.softmax()).solver(solver).fit(data, heard::add);
      assertEquals(fit.history(), heard);
      assertEquals(solver, fit.solver());
      double first = heard.get(0).objective();
      double last = heard.get(heard.size() - 1).objective();
      assertTrue(last < first, first + " to " + last);
      long rows = 0;
      for (Progress progress : heard) {
        assertTrue(progress.rows() >= rows);
        rows = progress.rows();
      }
      assertEquals(100L * fit.epochs(), rows);
    }
  }

  @Test
  void autoTakesTheSolverThatSuitsTheLoss() {
    Dataset data = Samples.clusters(8, 50, 4, 2, 1);
    assertEquals(Solver.LBFGS, Trainer.of(Loss.softmax()).fit(data).solver());
    assertEquals(Solver.LBFGS, Trainer.of(Loss.hinge().squared()).fit(data).solver());
    assertEquals(Solver.SGD, Trainer.of(Loss.hinge()).epochs(1).fit(data).solver());
    assertEquals(Solver.SGD, Trainer.of(Loss.softmax()).epochs(1).fit(data).solver());
  }

  @Test
  void aFitSaysHowItEndedWhateverTheLocale() {
    Fit fit =
        new Fit(
            null,
            Solver.LBFGS,
            0.259249,
            8e-7,
            Double.NaN,
            93,
            95,
            Status.CONVERGED,
            "gradient within tolerance",
            1,
            Precision.FLOAT,
            2,
            List.of(),
            List.of());
    assertEquals(
        "converged after 93 iterations: objective 0.259249, |gradient| 8e-07", fit.toString());
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("l2", t -> t.l2(-1)),
        refusal("l2", t -> t.l2(Double.NaN)),
        refusal("l2", t -> t.l2(Double.POSITIVE_INFINITY)),
        refusal("maxIterations", t -> t.maxIterations(-1)),
        refusal("tolerance", t -> t.tolerance(-1e-9)),
        refusal("tolerance", t -> t.tolerance(Double.NaN)),
        refusal("epochs", t -> t.epochs(0)),
        refusal("batch", t -> t.batch(0)),
        refusal("learningRate", t -> t.learningRate(0)),
        refusal("learningRate", t -> t.learningRate(Double.NaN)),
        refusal("learningRate", t -> t.learningRate(Double.POSITIVE_INFINITY)),
        refusal("momentum", t -> t.momentum(1)),
        refusal("momentum", t -> t.momentum(-0.1)),
        refusal("patience", t -> t.earlyStopping(VALIDATION, 0, 0)),
        refusal("minImprovement", t -> t.earlyStopping(VALIDATION, 1, -1)),
        refusal("minImprovement", t -> t.earlyStopping(VALIDATION, 1, Double.NaN)),
        refusal("threads", t -> t.threads(0)));
  }

  private static Arguments refusal(String option, UnaryOperator<Trainer> change) {
    return Arguments.of(option, change);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void optionsOutOfRangeAreRefusedByName(String option, UnaryOperator<Trainer> change) {
    Trainer trainer = Trainer.of(Loss.softmax());
    String message =
        assertThrows(IllegalArgumentException.class, () -> change.apply(trainer)).getMessage();
    assertTrue(message.startsWith(option + ": "), message);
  }

  @Test
  void missingArgumentsAreRefusedByName() {
    Trainer trainer = Trainer.of(Loss.softmax());
    missing("loss", () -> Trainer.of(null));
    missing("solver", () -> trainer.solver(null));
    missing("schedule", () -> trainer.schedule(null));
    missing("precision", () -> trainer.precision(null));
    missing("executor", () -> trainer.executor(null));
    missing("cancelWhen", () -> trainer.cancelWhen(null));
    missing("startFrom", () -> trainer.startFrom(null));
    missing("validation", () -> trainer.earlyStopping(null, 1, 0));
    missing("data", () -> trainer.fit(null));
  }

  private static void missing(String name, Runnable call) {
    assertEquals(name, assertThrows(NullPointerException.class, call::run).getMessage());
  }

  /** A trainer is a value: changing an option changes a copy. */
  @Test
  void aTrainerNeverChanges() {
    Dataset data = Samples.clusters(9, 60, 4, 3, 1);
    Trainer trainer = Trainer.of(Loss.softmax()).maxIterations(3);
    String before = trainer.fit(data).model().sha256();
    trainer.l2(1).bias(false).solver(Solver.LBFGS).maxIterations(1).precision(Precision.DOUBLE);
    assertEquals(before, trainer.fit(data).model().sha256());
  }

  /** Class weights are row weights that the trainer works out. */
  @Test
  void classWeightsAreRowWeights() {
    Dataset data = Samples.clusters(5, 60, 3, 4, 1.5);
    Trainer trainer = Trainer.of(Loss.softmax()).maxIterations(20).threads(1);
    for (ClassWeights weights : List.of(ClassWeights.balanced(), ClassWeights.of(1, 2, 0.5, 3))) {
      assertEquals(
          trainer.fit(weights.weigh(data)).model().sha256(),
          trainer.classWeights(weights).fit(data).model().sha256());
    }
  }

  /** Threads share out blocks of up to 256 rows: one without a block has no buffers either. */
  @Test
  void threadsWithoutWorkNeedNoHeap() {
    Trainer trainer = Trainer.of(Loss.softmax());
    Dataset one = Samples.clusters(5, 256, 3, 4, 1.5);
    Dataset two = Samples.clusters(5, 257, 3, 4, 1.5);
    assertEquals(trainer.threads(1).heapBytes(one), trainer.threads(5000).heapBytes(one));
    assertEquals(trainer.threads(2).heapBytes(two), trainer.threads(5000).heapBytes(two));
    assertTrue(trainer.threads(1).heapBytes(two) < trainer.threads(2).heapBytes(two));
  }

  /** What a class with soft targets is taught, it predicts. */
  @Test
  void softTargetsAreLearned() {
    Dataset data =
        Dataset.of(Features.of(new float[] {1, 1}, 2, 1), new int[] {0, 1})
            .withTargets(new float[] {0.75f, 0.25f, 0.75f, 0.25f});
    Trainer trainer = Trainer.of(Loss.softmax()).l2(0).tolerance(1e-9).precision(Precision.DOUBLE);
    double[] learned = trainer.fit(data).model().probabilities(new double[] {1});
    // The gradient in b is P - T, and its largest entry at most 1e-9.
    assertArrayEquals(new double[] {0.75, 0.25}, learned, 2e-9);
  }
}
