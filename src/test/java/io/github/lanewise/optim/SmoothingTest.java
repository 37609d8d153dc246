package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Csv;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.SparseFeatures;
import io.github.lanewise.loss.HingeLoss;
import io.github.lanewise.loss.Loss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("kernel")
class SmoothingTest {

  private static final int[] PAIR = {0, 1};

  static Stream<Arguments> pairs() {
    Features dense = Features.of(new float[] {1, -1}, 2, 1);
    Features sparse =
        SparseFeatures.of(new long[] {0, 1, 2}, new int[] {0, 0}, new float[] {1, -1}, 1);
    return Stream.of(dense, sparse)
        .flatMap(
            features ->
                Stream.of(Precision.values())
                    .map(
                        precision ->
                            Arguments.of(Dataset.of(features, PAIR, Samples.names(2)), precision)));
  }

  /**
   * Rows 1 and -1 of classes 0 and 1: by symmetry w_0 = -w_1 = w and b = 0, the loss of both is
   * max(0, 1 - 2 w), the penalty lambda w^2, and for lambda below 2 the minimum lies in the kink at
   * w = 1/2. It is lambda / 4.
   */
  @ParameterizedTest
  @MethodSource("pairs")
  void findsTheMinimumInAKink(Dataset data, Precision precision) {
    double l2 = 0.5;
    Trainer trainer = Trainer.of(Loss.hinge()).solver(Solver.SMOOTHING);
    Fit fit = trainer.l2(l2).precision(precision).fit(data);
    assertEquals(Status.CONVERGED, fit.status(), fit::toString);
    assertTrue(fit.dualityGap() <= 1e-3 * fit.objective(), fit::toString);
    // Scores of size 1 in float: the objective is within a few 2^-24 of what it should be.
    assertTrue(fit.objective() >= l2 / 4 - 0x1p-21, fit::toString);
    assertTrue(fit.objective() - fit.dualityGap() <= l2 / 4 + 0x1p-21, fit::toString);
  }

  /**
   * What the bound is made of, by plain loops: slopes, repaired, feasible, and their dual value.
   */
  @ParameterizedTest
  @EnumSource
  void boundsAreDualValuesOfFeasiblePoints(Precision precision) {
    Random random = new Random(3);
    double l2 = 0.05;
    for (int round = 0; round < 5; round++) {
      Dataset data = weighted(Samples.clusters(round, 60, 5, 4, 2), random);
      for (boolean bias : new boolean[] {true, false}) {
        double[] parameters = random.doubles(4 * 5 + 4, -0.5, 0.5).toArray();
        HingeLoss loss = Loss.hinge().margin(2).smoothed(0.7);
        HingeDual dual = new HingeDual(data, 2, l2, Bias.of(bias));
        try (Objective smoothed = Objective.of(loss, data, 0, true, precision, 1)) {
          double unit = precision == Precision.FLOAT ? 0x1p-24 : 0x1p-53;
          // Sums of 60 terms; a slope is a score's error over the width; G enters over lambda.
          assertEquals(
              naiveBound(data, loss, parameters, l2, bias),
              dual.bound(smoothed, parameters),
              1000 * unit / l2);
        }
      }
    }
  }

  /** Nowhere between two dual points is a higher bound than that of their mixture. */
  @Test
  void mixturesGoAsHighAsTheyCan() {
    Random random = new Random(5);
    double l2 = 0.05;
    Dataset data = weighted(Samples.clusters(7, 60, 5, 4, 2), random);
    HingeLoss loss = Loss.hinge().smoothed(0.7);
    HingeDual dual = new HingeDual(data, 1, l2, Bias.FREE);
    try (Objective smoothed = Objective.of(loss, data, 0, true, Precision.DOUBLE, 1)) {
      for (int round = 0; round < 5; round++) {
        double[] first = dual.state().clone();
        double[] parameters = random.doubles(4 * 5 + 4, -0.5, 0.5).toArray();
        double[] second = naivePoint(data, loss, parameters, true);
        double bound = dual.bound(smoothed, parameters);
        double highest = naiveValue(second, l2);
        double curvature = 0;
        for (int d = 0; d < 20; d++) {
          curvature += (second[d] - first[d]) * (second[d] - first[d]) / l2;
        }
        for (int step = 0; step < 1000 && round > 0; step++) {
          double t = step / 1000.0;
          double[] mixed = new double[second.length];
          for (int d = 0; d < 20; d++) {
            mixed[d] = (1 - t) * first[d] + t * second[d];
          }
          mixed[20] = (1 - t) * first[24] + t * second[20];
          highest = Math.max(highest, naiveValue(mixed, l2));
        }
        // The top of a parabola is at most half a step of the grid away.
        assertTrue(bound <= highest + curvature / 2 * 0.0005 * 0.0005 + 1e-12);
        assertTrue(bound >= highest - 1e-12);
      }
    }
  }

  private static Dataset weighted(Dataset data, Random random) {
    float[] weights = new float[data.rows()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextInt(1, 9) / 4f;
    }
    return data.withWeights(weights);
  }

  private static double naiveBound(
      Dataset data, HingeLoss loss, double[] parameters, double l2, boolean bias) {
    return naiveValue(naivePoint(data, loss, parameters, bias), l2);
  }

  /** margin a - ||G||^2 / (2 lambda) of G [C x D] and a. */
  private static double naiveValue(double[] point, double l2) {
    double value = point[point.length - 1];
    for (int i = 0; i < point.length - 1; i++) {
      value -= point[i] * point[i] / (2 * l2);
    }
    return value;
  }

  /** G [C x D] row by row, then margin times the mean slope. */
  private static double[] naivePoint(
      Dataset data, HingeLoss loss, double[] parameters, boolean bias) {
    int classes = data.classes();
    int columns = data.columns();
    double total = 0;
    for (float weight : data.weights()) {
      total += weight;
    }
    double[][] slopes = new double[data.rows()][];
    double[][] flow = new double[classes][classes];
    for (int i = 0; i < slopes.length; i++) {
      double[] scores = new double[classes];
      for (int c = 0; c < classes; c++) {
        scores[c] = parameters[classes * columns + c];
        for (int d = 0; d < columns; d++) {
          scores[c] += parameters[c * columns + d] * data.features().get(i, d);
        }
      }
      slopes[i] = loss.gradient(scores, data.labels()[i]);
      for (int c = 0; c < classes; c++) {
        flow[data.labels()[i]][c] += data.weights()[i] * slopes[i][c] / total;
      }
    }
    double[] factors = bias ? Circulation.factors(flow) : new double[] {1, 1, 1, 1};
    double[] sums = new double[classes];
    double[] point = new double[classes * columns + 1];
    for (int i = 0; i < slopes.length; i++) {
      double factor = factors[data.labels()[i]];
      for (int c = 0; c < classes; c++) {
        double alpha = factor * slopes[i][c];
        assertTrue(c == data.labels()[i] ? alpha <= 0 : alpha >= 0 && alpha <= 1);
        double share = data.weights()[i] / total * alpha;
        sums[c] += share;
        point[classes * columns] += c == data.labels()[i] ? 0 : loss.margin() * share;
        for (int d = 0; d < columns; d++) {
          point[c * columns + d] += share * data.features().get(i, d);
        }
      }
    }
    for (int c = 0; c < classes; c++) {
      assertTrue(!bias || Math.abs(sums[c]) < 1e-13, "class " + c + ": " + sums[c]);
    }
    return point;
  }

  /** Both sides of the gap meet, in double, far below the default tolerance. */
  @ParameterizedTest
  @EnumSource
  void theGapCloses(BiasChoice choice) {
    Dataset data = weighted(Samples.clusters(4, 150, 6, 3, 3), new Random(4));
    Fit fit =
        Trainer.of(Loss.hinge())
            .bias(choice == BiasChoice.FREE)
            .precision(Precision.DOUBLE)
            .l2(0.01)
            .tolerance(1e-6)
            .fit(data);
    assertEquals(Status.CONVERGED, fit.status(), fit::toString);
    assertTrue(fit.dualityGap() >= 0 && fit.dualityGap() <= 1e-6 * fit.objective());
    assertEquals(Loss.hinge(), fit.model().loss());
  }

  /** Where a small gradient in b costs the bound more than all of the gradient in W does. */
  @Test
  void theGapClosesOnDigits() throws IOException {
    Dataset digits = Csv.read(Path.of("docs/data/digits.csv.gz"), 1.0 / 16);
    Fit fit =
        Trainer.of(Loss.hinge()).precision(Precision.DOUBLE).l2(0.01).tolerance(1e-4).fit(digits);
    assertTrue(fit.converged(), () -> fit + ": " + fit.stopReason());
  }

  enum BiasChoice {
    FREE,
    NONE
  }

  @Test
  void withoutPatienceTheGapIsToldAndNothingCertified() {
    Dataset data = Samples.clusters(4, 150, 6, 3, 3);
    Fit fit = Trainer.of(Loss.hinge()).maxIterations(5).fit(data);
    assertEquals(Status.BUDGET_SPENT, fit.status());
    assertFalse(fit.converged());
    assertTrue(fit.dualityGap() > 1e-3 * fit.objective(), fit::toString);
  }

  @Test
  void aCancelledRunHasTheBestModelSoFar() {
    Dataset data = Samples.clusters(4, 150, 6, 3, 3);
    Trainer trainer = Trainer.of(Loss.hinge()).tolerance(1e-9);
    int[] steps = {0};
    Fit fit = trainer.cancelWhen(() -> steps[0] >= 60).fit(data, step -> steps[0] = step.step());
    assertEquals(Status.CANCELLED, fit.status());
    assertEquals(fit.history().getLast().objective(), fit.objective());
    assertEquals(0, trainer.cancelWhen(() -> true).fit(data).model().weight(1, 2));
  }

  @Test
  void anInterruptedRunGoesOnToTheSameModel(@TempDir Path folder) {
    Dataset data = Samples.clusters(4, 150, 6, 3, 3);
    Trainer trainer = Trainer.of(Loss.hinge()).maxIterations(120).tolerance(1e-9);
    Fit expected = trainer.fit(data);
    Trainer kept = trainer.checkpoint(folder.resolve("run"), 1).resume(true);
    AtomicInteger asked = new AtomicInteger();
    kept.cancelWhen(() -> asked.incrementAndGet() > 100).fit(data);
    Fit fit = kept.fit(data);
    assertEquals(expected.model().sha256(), fit.model().sha256());
    assertEquals(expected.dualityGap(), fit.dualityGap());
    assertEquals(expected.epochs(), fit.epochs());
    assertTrue(fit.history().size() < expected.history().size(), "it was not resumed");
  }

  @Test
  void autoTakesItForPenalisedKinksOnly() {
    Dataset data = Samples.clusters(4, 20, 6, 3, 3);
    assertEquals(Solver.SGD, Trainer.of(Loss.hinge()).l2(0).fit(data).solver());
    assertEquals(Solver.LBFGS, Trainer.of(Loss.hinge().squared()).fit(data).solver());
  }
}
