package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.Precision;
import io.github.lanewise.data.ClassWeights;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.model.LinearModel;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ending a run from outside, beginning it elsewhere, and on whose threads it runs. */
@Tag("kernel")
@Timeout(600)
class RunControlTest {

  private static Trainer trainer(Solver solver) {
    return Trainer.of(Loss.softmax()).solver(solver);
  }

  private static BooleanSupplier after(int questions) {
    AtomicInteger asked = new AtomicInteger();
    return () -> asked.incrementAndGet() > questions;
  }

  /** Batches of 32 out of 100 rows: the sixth would be the second of the second epoch. */
  @Test
  void aCancelledDescentEndsBeforeTheNextBatch() {
    Dataset data = Samples.clusters(1, 100, 8, 3, 1);
    Trainer trainer = trainer(Solver.SGD).batch(32).schedule(Schedule.CONSTANT).epochs(2);
    Fit fit = trainer.cancelWhen(after(5)).fit(data);
    assertEquals("cancelled", fit.stopReason());
    assertFalse(fit.converged());
    assertEquals(5, fit.iterations());
    assertEquals(1, fit.epochs());
    assertEquals(1, fit.history().size());
    assertTrue(Double.isNaN(fit.objective()), "nobody knows it");
    String whole = trainer.epochs(1).fit(data).model().sha256();
    assertEquals(whole, trainer.cancelWhen(after(4)).fit(data).model().sha256());
  }

  /** L-BFGS asks once before it begins, and then before every evaluation of a line search. */
  @Test
  void aCancelledLbfgsKeepsItsLastStep() {
    Dataset data = Samples.clusters(1, 100, 8, 3, 1);
    Trainer trainer = trainer(Solver.LBFGS).tolerance(0);
    Fit fit = trainer.cancelWhen(after(7)).fit(data);
    assertEquals("cancelled", fit.stopReason());
    Fit same = trainer.maxIterations(fit.iterations()).fit(data);
    assertEquals(same.model().sha256(), fit.model().sha256());
    assertEquals(same.objective(), fit.objective());
    assertEquals(same.gradientNorm(), fit.gradientNorm());
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"AUTO", "SMOOTHING", "DUAL"})
  void aRunCancelledAtOnceReturnsWhereItBegan(Solver solver) {
    Dataset data = Samples.clusters(1, 100, 8, 3, 1);
    Fit fit = trainer(solver).cancelWhen(() -> true).fit(data);
    assertEquals(0, fit.iterations());
    assertEquals(0, fit.model().weight(1, 2));
    assertTrue(fit.history().isEmpty());
  }

  /** Few rows with labels that mean nothing: what is learnt from them is worse than nothing. */
  @Test
  void earlyStoppingReturnsTheBestModel() {
    Dataset noise = Samples.clusters(2, 120, 30, 2, 2);
    int[] labels = IntStream.range(0, 120).map(row -> row * row % 7 % 3).toArray();
    Dataset data = Dataset.of(noise.features(), labels, Samples.names(3));
    Dataset.Split split = data.split(0.5, 1);
    for (Solver solver : new Solver[] {Solver.LBFGS, Solver.SGD, Solver.ADAM}) {
      Fit fit = trainer(solver).l2(0).earlyStopping(split.test(), 3, 0).fit(split.train());
      List<Progress> history = fit.history();
      Progress best = history.get(0);
      for (Progress progress : history) {
        best = progress.validation() < best.validation() ? progress : best;
      }
      assertEquals(best.step() + 3, history.getLast().step(), solver::toString);
      String reason = "no improvement on the validation rows; the best model is that of step ";
      assertEquals(reason + best.step(), fit.stopReason());
      assertFalse(fit.converged());
      double loss = meanLoss(fit.model(), split.test());
      // The model's parameters are rounded to float, and so are its scores.
      assertEquals(best.validation(), loss, 1e-5 * loss);
    }
  }

  private static double meanLoss(LinearModel model, Dataset data) {
    double sum = 0;
    for (int row = 0; row < data.rows(); row++) {
      double[] scores = model.scores(data.features(), row, 1).values();
      sum += Loss.softmax().value(scores, data.label(row));
    }
    return sum / data.rows();
  }

  @Test
  void earlyStoppingLeavesARunThatKeepsImprovingAlone() {
    Dataset data = Samples.clusters(3, 200, 8, 3, 1);
    Trainer trainer = trainer(Solver.LBFGS).l2(0).tolerance(1e-2);
    Fit plain = trainer.fit(data);
    Fit judged = trainer.earlyStopping(data, 5, 0).fit(data);
    assertTrue(judged.converged(), judged::stopReason);
    assertEquals(plain.model().sha256(), judged.model().sha256());
  }

  /** What ended the run is told whatever model it leaves. */
  @Test
  void aCancelledRunWithPatienceIsCancelled() {
    Dataset noise = Samples.clusters(2, 120, 30, 2, 2);
    int[] labels = IntStream.range(0, 120).map(row -> row * row % 7 % 3).toArray();
    Dataset data = Dataset.of(noise.features(), labels, Samples.names(3));
    Dataset.Split split = data.split(0.5, 1);
    Trainer trainer = trainer(Solver.LBFGS).l2(0).earlyStopping(split.test(), 100, 0);
    int[] steps = {0};
    Fit fit =
        trainer
            .cancelWhen(() -> steps[0] == 8)
            .fit(split.train(), progress -> steps[0] = progress.step());
    assertEquals(Status.CANCELLED, fit.status());
    assertTrue(fit.stopReason().startsWith("cancelled; the best model is that"), fit::stopReason);
    assertEquals(Status.BUDGET_SPENT, trainer.maxIterations(8).fit(split.train()).status());
  }

  /** Balanced, one row of a rare class weighs what many of the others weigh, in judging too. */
  @Test
  void validationRowsAreWeighedByTheirClass() {
    Dataset data = Samples.clusters(3, 60, 4, 3, 2).view(IntStream.range(0, 40).toArray());
    Dataset judged = data.select(new int[] {0, 1, 2, 3, 6, 9, 12, 15});
    ClassWeights weights = ClassWeights.balanced();
    Trainer trainer = trainer(Solver.LBFGS).maxIterations(3);
    assertEquals(
        validations(trainer.earlyStopping(weights.weigh(judged), 9, 0).fit(weights.weigh(data))),
        validations(trainer.classWeights(weights).earlyStopping(judged, 9, 0).fit(data)));
  }

  private static List<Double> validations(Fit fit) {
    return fit.history().stream().map(Progress::validation).toList();
  }

  /** An improvement that is too small does not count for patience, but its model is kept. */
  @Test
  void aSmallImprovementIsNoReasonToGoOn() {
    Dataset data = Samples.clusters(3, 200, 8, 3, 1);
    Fit fit = trainer(Solver.LBFGS).earlyStopping(data, 2, 1e9).fit(data);
    assertEquals(2, fit.iterations());
    assertEquals("no improvement on the validation rows", fit.stopReason());
  }

  @ParameterizedTest
  @EnumSource
  void aRunCanBeginAtAModel(Precision precision) {
    Dataset data = Samples.clusters(4, 200, 8, 3, 1);
    for (boolean standardize : new boolean[] {false, true}) {
      Trainer trainer =
          trainer(Solver.LBFGS)
              .precision(precision)
              .standardize(standardize)
              .tolerance(precision == Precision.FLOAT ? 1e-4 : 1e-9);
      Fit first = trainer.fit(data);
      assertTrue(first.converged(), first::stopReason);
      Fit second =
          trainer.tolerance(2 * first.gradientNorm() + 1e-5).startFrom(first.model()).fit(data);
      assertEquals(0, second.iterations(), second::toString);
      assertEquals(first.objective(), second.objective(), 1e-6);
    }
  }

  /** The thread that trains is the executor's only one: nobody will ever help. */
  @Test
  void anExecutorThatRunsTheTrainingItselfIsEnough() throws Exception {
    Dataset data = Samples.clusters(5, 3000, 20, 6, 2);
    Trainer trainer = trainer(Solver.LBFGS).maxIterations(5).threads(4);
    String expected = trainer.fit(data).model().sha256();
    ExecutorService one = Executors.newSingleThreadExecutor();
    try {
      Fit fit = one.submit(() -> trainer.executor(one).fit(data)).get();
      assertEquals(expected, fit.model().sha256());
      assertEquals(1, fit.threads());
    } finally {
      one.shutdownNow();
    }
  }

  @Test
  void helpersRunOnTheExecutorAndNoMoreThanAskedFor() {
    Dataset data = Samples.clusters(5, 3000, 20, 6, 2);
    AtomicInteger threads = new AtomicInteger();
    ExecutorService many =
        Executors.newCachedThreadPool(
            work -> {
              threads.incrementAndGet();
              return new Thread(work);
            });
    try {
      Trainer trainer = trainer(Solver.LBFGS).maxIterations(5).threads(3);
      Fit fit = trainer.executor(many).fit(data);
      assertEquals(trainer.fit(data).model().sha256(), fit.model().sha256());
      assertTrue(fit.threads() <= 3, () -> "threads: " + fit.threads());
      assertTrue(threads.get() >= 1, "nobody was asked");
      assertFalse(many.isShutdown());
    } finally {
      many.shutdownNow();
    }
  }

  @Test
  void otherColumnsOrClassesAreRefused() {
    Dataset data = Samples.clusters(6, 60, 4, 3, 1);
    Dataset wide = Samples.clusters(6, 60, 5, 3, 1);
    Dataset more = Samples.clusters(6, 60, 4, 4, 1);
    Trainer trainer = trainer(Solver.LBFGS).maxIterations(3);
    LinearModel model = trainer.fit(data).model();
    refused(
        "startFrom: 4 must be 5, the features of the data",
        () -> trainer.startFrom(model).fit(wide));
    refused("startFrom: 3 classes, the data has 4", () -> trainer.startFrom(model).fit(more));
    refused(
        "startFrom: the model has a bias, which the option bias = false excludes",
        () -> trainer.startFrom(model).bias(false).fit(data));
    refused(
        "validation: 4 must be 5, the features of the data",
        () -> trainer.earlyStopping(data, 1, 0).fit(wide));
    refused(
        "validation: 3 classes, the data has 4", () -> trainer.earlyStopping(data, 1, 0).fit(more));
    Dataset renamed = data.withLabelNames(List.of("0", "2", "1"));
    refused(
        "validation: class 1 is \"1\", in the data it is \"2\"",
        () -> trainer.earlyStopping(data, 1, 0).fit(renamed));
  }

  private static void refused(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }

  @Test
  void aMissingListenerIsRefused() {
    Dataset data = Samples.clusters(6, 60, 4, 3, 1);
    Trainer trainer = trainer(Solver.LBFGS).maxIterations(1);
    assertEquals(
        "listener",
        assertThrows(NullPointerException.class, () -> trainer.fit(data, null)).getMessage());
  }
}
