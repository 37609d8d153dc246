package io.github.lanewise.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.data.Csv;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.InvalidDataException;
import io.github.lanewise.data.SparseFeatures;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.model.Evaluation;
import io.github.lanewise.optim.Fit;
import io.github.lanewise.optim.Solver;
import io.github.lanewise.optim.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class CrossValidationTest {

  private static final Trainer SOFTMAX = Trainer.of(Loss.softmax());
  private static final Trainer SGD = SOFTMAX.solver(Solver.SGD).epochs(3);

  /** A third of the digits. */
  private static Dataset digits() throws IOException {
    Dataset all = Csv.read(Path.of("docs", "data", "digits.csv.gz"), 1.0 / 16);
    return all.view(IntStream.range(0, all.rows()).filter(row -> row % 3 == 0).toArray());
  }

  /** The plain loop that everybody would write. */
  @Test
  void anEstimateIsTheMeanOverTheFolds() throws IOException {
    Dataset data = digits();
    double lambda = 1e-2;
    Trial trial = CrossValidation.of(SOFTMAX, 3).seed(5).path(data, lambda).best();
    Folds folds = Folds.stratified(data, 3, 5);
    double[] accuracy = new double[3];
    double[] loss = new double[3];
    for (int fold = 0; fold < 3; fold++) {
      Dataset.Split split = folds.split(fold);
      Evaluation evaluation =
          Evaluation.of(trainer(lambda, data, split).fit(split.train()).model(), split.test());
      accuracy[fold] = evaluation.accuracy();
      loss[fold] = evaluation.meanLoss();
    }
    double mean = (accuracy[0] + accuracy[1] + accuracy[2]) / 3;
    assertEquals(mean, trial.accuracy().mean(), 0);
    assertEquals((loss[0] + loss[1] + loss[2]) / 3, trial.loss().mean(), 0);
    double variance = 0;
    for (double each : accuracy) {
      variance += (each - mean) * (each - mean) / 2;
    }
    assertEquals(Math.sqrt(variance), trial.accuracy().deviation(), 1e-15);
    assertEquals(lambda, trial.l2());
    assertTrue(Double.isNaN(trial.learningRate()));
  }

  /** A penalty weighs as much against each row as in the training on all rows. */
  private static Trainer trainer(double lambda, Dataset data, Dataset.Split split) {
    return SOFTMAX.l2(lambda * ((double) data.rows() / split.train().rows()));
  }

  /** Weights count like copies also where they decide how much smaller a fold is. */
  @Test
  void theWeightOfAllRowsDoesNotMatter() {
    Dataset rows = separable(60);
    float[] weights = new float[60];
    for (float weight : new float[] {1, 4}) {
      Arrays.fill(weights, weight);
      assertEquals(
          CrossValidation.of(SGD, 3).path(rows, 1e-2).toString(),
          CrossValidation.of(SGD, 3).path(rows.withWeights(weights), 1e-2).toString());
    }
  }

  @Test
  void smallerPenaltiesStartFromTheModelOfLargerOnes() throws IOException {
    Dataset data = digits();
    double[] found =
        CrossValidation.of(SOFTMAX, 2).path(data, 1e-3, 1e-1).trials().stream()
            .mapToDouble(trial -> trial.loss().mean())
            .toArray();
    double[] expected = new double[2];
    for (int fold = 0; fold < 2; fold++) {
      Dataset.Split split = Folds.stratified(data, 2, 1).split(fold);
      Fit first = trainer(1e-1, data, split).fit(split.train());
      Fit second = trainer(1e-3, data, split).startFrom(first.model()).fit(split.train());
      expected[0] += Evaluation.of(first.model(), split.test()).meanLoss() / 2;
      expected[1] += Evaluation.of(second.model(), split.test()).meanLoss() / 2;
    }
    assertArrayEquals(expected, found);
  }

  @Test
  void nothingStartsFromATrainingThatDidNotConverge() throws IOException {
    Dataset data = digits();
    for (Trainer trainer : List.of(SGD, SOFTMAX.maxIterations(4))) {
      CrossValidation validation = CrossValidation.of(trainer, 2);
      Trial last = validation.path(data, 1e-1, 1e-3).trials().get(1);
      assertEquals(validation.path(data, 1e-3).best().toString(), last.toString());
    }
  }

  /** Whatever the trainer chooses for a loss, a path can start it from a model. */
  @Test
  void bothLossesHaveAPath() {
    for (Loss loss : List.of(Loss.softmax(), Loss.hinge())) {
      Selection found = CrossValidation.of(Trainer.of(loss), 2).path(separable(60), 1e-2, 1e-3);
      assertEquals(1, found.best().accuracy().mean(), found::toString);
      assertEquals(1e-2, found.best().l2());
    }
  }

  /** What a fold is tested on cannot change what it was trained on. */
  @Test
  void testRowsDoNotLeakIntoTraining() throws IOException {
    Dataset data = digits();
    Dataset.Split split = Folds.stratified(data, 4, 1).split(2);
    float[] changed = new float[data.rows() * data.columns()];
    int[] labels = data.labels();
    for (int row = 0; row < data.rows(); row++) {
      for (int d = 0; d < data.columns(); d++) {
        changed[row * data.columns() + d] = (float) data.features().get(row, d);
      }
    }
    int[] numbers = IntStream.range(0, data.rows()).toArray();
    Dataset numbered =
        Dataset.of(
            Features.of(IntStream.of(numbers).asDoubleStream().toArray(), data.rows(), 1), labels);
    Dataset test = Folds.stratified(numbered, 4, 1).split(2).test();
    for (int i = 0; i < test.rows(); i++) {
      int row = (int) test.features().get(i, 0);
      for (int d = 0; d < data.columns(); d++) {
        changed[row * data.columns() + d] = 1000;
      }
    }
    Dataset poisoned =
        Dataset.of(Features.of(changed, data.rows(), data.columns()), labels, data.labelNames());
    for (Trainer trainer : List.of(SOFTMAX.maxIterations(20), SGD)) {
      assertEquals(
          trainer.fit(split.train()).model().sha256(),
          trainer.fit(Folds.stratified(poisoned, 4, 1).split(2).train()).model().sha256());
    }
  }

  @Test
  void theBestPenaltyIsNeitherTheLargestNorAnAccident() throws IOException {
    Dataset data = digits();
    List<Integer> told = new ArrayList<>();
    CrossValidation validation = CrossValidation.of(SOFTMAX, 4).listener(told::add);
    Selection found = validation.path(data, 1e-3, 10, 1e-2, 1);
    assertEquals(List.of(10.0, 1.0, 1e-2, 1e-3), found.trials().stream().map(Trial::l2).toList());
    assertEquals(IntStream.rangeClosed(1, 16).boxed().toList(), told);
    assertTrue(found.best().l2() < 1, found::toString);
    assertTrue(found.best().accuracy().mean() > 0.93, found::toString);
    for (Trial trial : found.trials()) {
      assertTrue(trial.accuracy().mean() <= found.best().accuracy().mean());
    }
    Selection byLoss = validation.criterion(Criterion.LOSS).path(data, 1e-3, 10, 1e-2, 1);
    for (Trial trial : byLoss.trials()) {
      assertTrue(trial.loss().mean() >= byLoss.best().loss().mean());
    }
    assertEquals(4, found.toString().lines().count());
    assertEquals(1, found.toString().lines().filter(line -> line.startsWith("* ")).count());
  }

  @Test
  void resultsDoNotDependOnThreads() throws IOException {
    Dataset data = digits();
    for (Trainer trainer : List.of(SOFTMAX.maxIterations(10), SGD)) {
      String alone = CrossValidation.of(trainer.threads(1), 3).path(data, 1, 0.1).toString();
      assertEquals(alone, CrossValidation.of(trainer.threads(3), 3).path(data, 1, 0.1).toString());
    }
  }

  @Test
  void aGridPrefersLargePenaltiesAndKeepsRatesInOrder() {
    Dataset data = separable(60);
    Selection found =
        CrossValidation.of(SGD, 2)
            .grid(data, new double[] {1e-4, 1e-3}, new double[] {0.5, Double.NaN});
    assertEquals(List.of(1e-3, 1e-3, 1e-4, 1e-4), found.trials().stream().map(Trial::l2).toList());
    assertEquals(
        List.of(0.5, Double.NaN, 0.5, Double.NaN),
        found.trials().stream().map(Trial::learningRate).toList());
    assertEquals(1, found.best().accuracy().mean());
    assertEquals(found.trials().get(0), found.best());
  }

  @Test
  void aRandomSearchStaysInItsRanges() {
    Dataset data = separable(60);
    CrossValidation validation = CrossValidation.of(SGD, 2);
    Range l2 = new Range(1e-6, 1e-2);
    Range rates = new Range(0.1, 0.4);
    Selection found = validation.random(data, 8, l2, rates);
    assertEquals(8, found.trials().stream().map(Trial::l2).distinct().count());
    for (Trial trial : found.trials()) {
      assertTrue(trial.l2() >= 1e-6 && trial.l2() <= 1e-2);
      assertTrue(trial.learningRate() >= 0.1 && trial.learningRate() <= 0.4);
    }
    assertTrue(found.trials().stream().filter(trial -> trial.l2() < 1e-4).count() >= 2);
    assertEquals(found.toString(), validation.random(data, 8, l2, rates).toString());
    String other = validation.seed(2).random(data, 8, l2, rates).toString();
    assertTrue(!other.equals(found.toString()));
  }

  /** A learning rate that diverges loses; if all diverge, nobody wins. */
  @Test
  void failuresAreNeverChosen() {
    Dataset data = separable(60);
    CrossValidation validation = CrossValidation.of(SGD.epochs(40), 2);
    double[] l2 = {10};
    Selection found = validation.grid(data, l2, new double[] {1e30, 0.01});
    assertTrue(Double.isNaN(found.trials().get(0).accuracy().mean()), found::toString);
    assertEquals(0.01, found.best().learningRate());
    assertThrows(ArithmeticException.class, () -> validation.grid(data, l2, new double[] {1e30}));
  }

  @Test
  void sparseRowsGiveWhatDenseOnesGive() {
    Dataset dense = separable(90);
    long[] pointers = IntStream.rangeClosed(0, 90).asLongStream().map(row -> 3 * row).toArray();
    int[] indices = IntStream.range(0, 270).map(k -> k % 3).toArray();
    float[] values = new float[270];
    for (int k = 0; k < 270; k++) {
      values[k] = (float) dense.features().get(k / 3, k % 3);
    }
    Dataset sparse =
        Dataset.of(
            SparseFeatures.of(pointers, indices, values, 3), dense.labels(), dense.labelNames());
    CrossValidation validation = CrossValidation.of(SOFTMAX.maxIterations(15), 3);
    assertEquals(
        validation.path(dense, 1e-2, 1e-3).toString(),
        validation.path(sparse, 1e-2, 1e-3).toString());
  }

  /** Half a search has nothing to say: no estimate is made of fewer folds than asked for. */
  @Test
  void aCancelledSearchChoosesNothing() {
    Dataset data = separable(60);
    for (int trainings : new int[] {0, 1, 3}) {
      AtomicInteger finished = new AtomicInteger();
      CrossValidation validation =
          CrossValidation.of(SOFTMAX.threads(1).cancelWhen(() -> finished.get() == trainings), 2)
              .listener(finished::set);
      CancellationException cancelled =
          assertThrows(CancellationException.class, () -> validation.path(data, 1e-2, 1e-3));
      String fold = "in fold " + (trainings / 2 + 1) + " of 2, at l2 ";
      assertTrue(cancelled.getMessage().contains(fold), cancelled::getMessage);
      assertEquals(trainings, finished.get());
    }
  }

  /** Side by side, too: a training that ends has asked at least once whether to go on. */
  @Test
  void aCancelledSearchEndsOnAllThreads() {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger finished = new AtomicInteger();
    CrossValidation validation =
        CrossValidation.of(SOFTMAX.threads(3).cancelWhen(() -> asked.incrementAndGet() > 5), 4)
            .listener(finished::set);
    assertThrows(
        CancellationException.class, () -> validation.path(separable(60), 1e-1, 1e-2, 1e-3));
    assertTrue(finished.get() <= 5, finished::toString);
  }

  @Test
  void trainingsCannotShareACheckpoint() {
    Trainer kept = SOFTMAX.checkpoint(Path.of("run"), 1);
    String message =
        assertThrows(IllegalArgumentException.class, () -> CrossValidation.of(kept, 5))
            .getMessage();
    assertTrue(message.contains("checkpoint") && message.contains("5 folds"), message);
    assertEquals(Optional.of(Path.of("run")), kept.checkpoint());
    assertEquals(Optional.empty(), SOFTMAX.checkpoint());
  }

  private static Dataset separable(int rows) {
    SplittableRandom random = new SplittableRandom(3);
    float[] values = new float[rows * 3];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = row % 3;
      for (int d = 0; d < 3; d++) {
        values[row * 3 + d] = random.nextInt(100) / 100f + (d == labels[row] ? 2 : 0);
      }
    }
    return Dataset.of(Features.of(values, rows, 3), labels);
  }

  @Test
  void refusesWhatCannotBeSearched() {
    Dataset data = separable(9);
    assertThrows(IllegalArgumentException.class, () -> CrossValidation.of(SOFTMAX, 1));
    CrossValidation validation = CrossValidation.of(SOFTMAX, 3);
    assertThrows(IllegalArgumentException.class, () -> validation.path(data));
    assertThrows(IllegalArgumentException.class, () -> validation.path(data, 1, -1));
    assertThrows(
        IllegalArgumentException.class,
        () -> validation.grid(data, new double[] {1}, new double[0]));
    Range range = new Range(1, 2);
    assertThrows(IllegalArgumentException.class, () -> validation.random(data, 0, range, range));
    for (double[] bad : new double[][] {{0, 1}, {2, 1}, {1, Double.NaN}, {1, 1 / 0.0}}) {
      assertThrows(IllegalArgumentException.class, () -> new Range(bad[0], bad[1]));
    }
    CrossValidation many = CrossValidation.of(SOFTMAX, 10);
    assertThrows(InvalidDataException.class, () -> many.path(data, 1));
  }
}
