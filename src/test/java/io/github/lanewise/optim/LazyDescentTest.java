package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.loss.Loss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("kernel")
class LazyDescentTest {

  private static final int ROWS = 120;
  private static final int BATCH = 8;
  private static final int EPOCHS = 3;
  private static final double RATE = 0.05;

  @TempDir private Path folder;

  private static Dataset rows() {
    return weighted(Samples.sparse(Samples.clusters(4, ROWS, 15, 3, 1)));
  }

  private static Dataset weighted(Dataset rows) {
    float[] weights = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      weights[i] = i % 3;
    }
    return rows.withWeights(weights);
  }

  private static double[] trained(Loss loss, double l2, boolean bias, boolean lazy) {
    Dataset data = lazy ? rows() : weighted(Samples.clusters(4, ROWS, 15, 3, 1));
    try (Objective objective = Objective.of(loss, data, l2, bias, Precision.DOUBLE, 1)) {
      double[] parameters = new double[objective.parameterCount()];
      UpdateRule rule = new Momentum(0, parameters.length);
      Descent descent =
          lazy ? objective.lazyDescent(parameters) : new EagerDescent(objective, parameters, rule);
      new StochasticDescent(EPOCHS, BATCH, RATE, Schedule.COSINE, 5)
          .minimise(
              objective,
              ROWS,
              parameters,
              descent,
              new Monitor(step -> {}, () -> false, null, null));
      return parameters;
    }
  }

  /**
   * Small penalties, some that make s so small that it is folded into V, in some steps or in all,
   * one that makes it 0 in the first, and one that turns its sign; of the hinge, which is wide
   * enough for this rate, rows without a violated margin stay out. A step at this rate brings two
   * points no further apart, and rounds each parameter as often as it has terms: the rows of a
   * batch, and some ten more.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-3, 2, 19.99, 20, 30})
  void stepsAreThoseOfTheObjective(double l2) {
    for (Loss loss : List.of(Loss.softmax(), Loss.hinge().smoothed(2))) {
      for (boolean bias : new boolean[] {true, false}) {
        double[] eager = trained(loss, l2, bias, false);
        double largest = DoubleStream.of(eager).map(Math::abs).max().getAsDouble();
        double steps = EPOCHS * ROWS / BATCH;
        double tolerance = steps * (BATCH + 10) * 0x1p-53 * Math.sqrt(eager.length) * (1 + largest);
        assertArrayEquals(eager, trained(loss, l2, bias, true), tolerance);
      }
    }
  }

  @Test
  void anInterruptedRunGoesOnToTheSameModel() throws IOException {
    Trainer trainer =
        Trainer.of(Loss.hinge()).solver(Solver.SGD).momentum(0).l2(1e-2).epochs(9).batch(BATCH);
    String expected = trainer.fit(rows()).model().sha256();
    for (int interrupted : IntStream.rangeClosed(1, 4).toArray()) {
      Path file = folder.resolve("run" + interrupted);
      Trainer kept = trainer.checkpoint(file, 2);
      AtomicInteger epochs = new AtomicInteger();
      kept.cancelWhen(() -> epochs.get() == 2 * interrupted)
          .fit(rows(), progress -> epochs.set(progress.step()));
      assertEquals(expected, kept.resume(true).fit(rows()).model().sha256());
    }
  }

  @Test
  void anEpochTellsTheWholeObjective() {
    Trainer trainer =
        Trainer.of(Loss.softmax()).precision(Precision.DOUBLE).solver(Solver.SGD).momentum(0);
    Fit fit = trainer.l2(3).epochs(1).batch(ROWS).learningRate(1e-9).fit(rows());
    Fit start = trainer.l2(3).epochs(2).batch(ROWS).learningRate(0.1).fit(rows());
    Fit next =
        trainer.l2(3).epochs(1).batch(ROWS).learningRate(1e-9).startFrom(start.model()).fit(rows());
    assertEquals(fit.objective(), fit.history().getLast().objective(), 1e-7);
    assertEquals(next.objective(), next.history().getLast().objective(), 1e-7);
  }

  /** Of rows in several slots, and dense ones. */
  @ParameterizedTest
  @EnumSource
  void theFitTellsTheObjectiveAtItsModel(Precision precision) {
    Dataset dense = Samples.clusters(4, 3000, 15, 3, 1);
    for (Dataset data : List.of(Samples.sparse(dense), dense)) {
      for (Loss loss : List.of(Loss.softmax(), Loss.hinge())) {
        for (boolean bias : new boolean[] {true, false}) {
          Trainer trainer = Trainer.of(loss).solver(Solver.SGD).momentum(0).epochs(2).l2(0.1);
          Fit fit = trainer.bias(bias).precision(precision).threads(2).fit(data);
          try (Objective objective = Objective.of(loss, data, 0.1, bias, precision, 1)) {
            double[] gradient = new double[objective.parameterCount()];
            double value = objective.evaluate(FlatModel.parameters(fit.model()), gradient);
            assertEquals(value, fit.objective());
            assertEquals(Vectors.largest(gradient), fit.gradientNorm());
          }
        }
      }
    }
  }
}
