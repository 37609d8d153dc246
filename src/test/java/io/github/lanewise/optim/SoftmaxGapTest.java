package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.loss.SoftmaxLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The bound on how far softmax is above its minimum. */
@Tag("kernel")
class SoftmaxGapTest {

  private static final int ROWS = 60;
  private static final int COLUMNS = 5;
  private static final int CLASSES = 4;
  private static final double L2 = 0.05;

  private static final SoftmaxLoss SMOOTHED = Loss.softmax().smoothing(0.1);

  /** Rows with weights and soft targets, or with labels alone. */
  private static Dataset data(boolean plain) {
    Dataset data = Samples.clusters(5, ROWS, COLUMNS, CLASSES, 2);
    return plain ? data : withTargets(data, new Random(6));
  }

  private static Dataset withTargets(Dataset data, Random random) {
    float[] weights = new float[ROWS];
    float[] targets = new float[ROWS * CLASSES];
    for (int row = 0; row < ROWS; row++) {
      weights[row] = random.nextInt(1, 9) / 4f;
      targets[row * CLASSES + data.labels()[row]] += 0.75f;
      targets[row * CLASSES + random.nextInt(CLASSES)] += 0.25f;
    }
    return data.withWeights(weights).withTargets(targets);
  }

  private static double unit(Precision precision) {
    return precision == Precision.FLOAT ? 0x1p-24 : 0x1p-53;
  }

  /**
   * The bound is f - D(a), with D the dual's value by plain loops at a point a that is feasible.
   */
  @ParameterizedTest
  @EnumSource
  void theBoundIsTheGapToAFeasiblePointOfTheDual(Precision precision) {
    Random random = new Random(3);
    for (boolean plain : new boolean[] {true, false}) {
      for (Dataset rows : List.of(data(plain), spread(data(plain)))) {
        double[] parameters = random.doubles(CLASSES * (COLUMNS + 1), -0.5, 0.5).toArray();
        for (Bias bias : Bias.values()) {
          zeroWithout(bias, parameters);
          double[] gradient = new double[parameters.length];
          try (Objective objective =
              Objective.of(SMOOTHED, rows, L2, bias, precision, new Workers(2), null)) {
            double value = objective.evaluate(parameters, gradient);
            // Sums of 60 terms of size 10 at most, squared and over lambda.
            assertEquals(
                value - dual(rows, parameters, bias),
                objective.gap(parameters, gradient),
                6000 * unit(precision) / L2);
          }
        }
      }
    }
  }

  /** Most of its features are 0, as sparse rows. */
  private static Dataset spread(Dataset data) {
    float[] values = new float[ROWS * COLUMNS];
    for (int i = 0; i < values.length; i += 3) {
      values[i] = (float) data.features().get(i / COLUMNS, i % COLUMNS);
    }
    Dataset dense =
        Dataset.of(Features.of(values, ROWS, COLUMNS), data.labels(), data.labelNames());
    Dataset sparse = Samples.sparse(dense);
    return data.hasTargets() ? withTargets(sparse, new Random(7)) : sparse;
  }

  private static void zeroWithout(Bias bias, double[] parameters) {
    for (int c = 0; bias == Bias.NONE && c < CLASSES; c++) {
      parameters[CLASSES * COLUMNS + c] = 0;
    }
  }

  /** D(a) = mean_i H(a_i) - ||mean_i (a_i - t_i) (x_i, 1 if penalised)^T||^2 / (2 lambda). */
  private static double dual(Dataset data, double[] parameters, Bias bias) {
    double[] weights = new double[ROWS];
    double sum = 0;
    for (int row = 0; row < ROWS; row++) {
      weights[row] = data.weights() == null ? 1 : data.weights()[row];
      sum += weights[row];
    }
    double[][] points = new double[ROWS][];
    double[] excess = new double[CLASSES];
    double[] shares = new double[CLASSES];
    for (int row = 0; row < ROWS; row++) {
      weights[row] /= sum;
      points[row] = probabilities(data, parameters, row);
      for (int c = 0; c < CLASSES; c++) {
        excess[c] += weights[row] * (points[row][c] - target(data, row, c));
        shares[c] += weights[row] * points[row][c];
      }
    }
    double entropy = 0;
    double[] slopes = new double[CLASSES * (COLUMNS + 1)];
    for (int row = 0; row < ROWS; row++) {
      double[] a = bias == Bias.FREE ? moved(points[row], excess, shares) : points[row];
      for (int c = 0; c < CLASSES; c++) {
        assertTrue(a[c] >= 0);
        entropy -= weights[row] * a[c] * Math.log(a[c]);
        double slope = weights[row] * (a[c] - target(data, row, c));
        slopes[CLASSES * COLUMNS + c] += slope;
        for (int d = 0; d < COLUMNS; d++) {
          slopes[c * COLUMNS + d] += slope * data.features().get(row, d);
        }
      }
    }
    double squares = 0;
    for (int i = 0; i < slopes.length; i++) {
      boolean weight = i < CLASSES * COLUMNS;
      squares += weight || bias == Bias.PENALISED ? slopes[i] * slopes[i] : 0;
      assertTrue(weight || bias != Bias.FREE || Math.abs(slopes[i]) < 1e-15, "not feasible");
    }
    return entropy - squares / (2 * L2);
  }

  private static double target(Dataset data, int row, int c) {
    return 0.9 * data.target(row, c) + 0.1 / CLASSES;
  }

  private static double[] probabilities(Dataset data, double[] parameters, int row) {
    double[] p = new double[CLASSES];
    double sum = 0;
    for (int c = 0; c < CLASSES; c++) {
      double score = parameters[CLASSES * COLUMNS + c];
      for (int d = 0; d < COLUMNS; d++) {
        score += parameters[c * COLUMNS + d] * data.features().get(row, d);
      }
      p[c] = Math.exp(score);
      sum += p[c];
    }
    for (int c = 0; c < CLASSES; c++) {
      p[c] /= sum;
    }
    return p;
  }

  /** Each class with an excess gives the same part of it in every row, to those that lack some. */
  private static double[] moved(double[] p, double[] excess, double[] shares) {
    double missing = 0;
    double pool = 0;
    for (int c = 0; c < CLASSES; c++) {
      missing += Math.max(0, -excess[c]);
      pool += Math.max(0, excess[c]) / shares[c] * p[c];
    }
    double[] a = new double[CLASSES];
    for (int c = 0; c < CLASSES; c++) {
      a[c] =
          excess[c] > 0 ? p[c] - excess[c] / shares[c] * p[c] : p[c] - excess[c] / missing * pool;
    }
    return a;
  }

  static List<Trainer> trainers() {
    List<Trainer> trainers = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      for (boolean standardize : new boolean[] {false, true}) {
        Trainer trainer =
            Trainer.of(SMOOTHED).l2(L2).precision(precision).standardize(standardize).threads(1);
        trainers.addAll(List.of(trainer, trainer.bias(false), trainer.penalizeBias(true)));
      }
    }
    return trainers;
  }

  /**
   * On the way to the minimum the objective is never farther above it than the gap says, and at the
   * minimum the gap is next to nothing: with scaled columns, and with columns for which L-BFGS
   * changes its variables.
   */
  @ParameterizedTest
  @MethodSource("trainers")
  void theGapBoundsTheWayToTheMinimumAndCloses(Trainer trainer) {
    for (boolean plain : new boolean[] {true, false}) {
      for (Dataset rows : List.of(data(plain), Samples.sparse(data(true)), large(data(plain)))) {
        Fit best =
            trainer.precision(Precision.DOUBLE).tolerance(1e-11).maxIterations(5000).fit(rows);
        assertTrue(best.dualityGap() <= 1e-8, best::toString);
        for (int iterations = 0; iterations < 12; iterations++) {
          Fit fit = trainer.tolerance(0).maxIterations(iterations).fit(rows);
          assertEquals(Status.BUDGET_SPENT, fit.status());
          double above = fit.objective() - best.objective();
          // Scores of raw columns have terms of size 100.
          double noise = 200 * unit(fit.precision()) * fit.objective();
          assertTrue(fit.dualityGap() >= above - noise, fit + ", above " + above);
        }
      }
    }
  }

  private static Dataset large(Dataset data) {
    float[] values = new float[ROWS * COLUMNS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) data.features().get(i / COLUMNS, i % COLUMNS) * 50 + 100;
    }
    Features features = Features.of(values, ROWS, COLUMNS);
    Dataset large = Dataset.of(features, data.labels(), data.labelNames());
    return data.hasTargets() ? withTargets(large, new Random(6)) : large;
  }

  @Test
  void withoutAPenaltyOnAllDirectionsThereIsNone() {
    Trainer softmax = Trainer.of(Loss.softmax());
    Trainer squared = Trainer.of(Loss.hinge().squared());
    assertEquals(Double.NaN, softmax.l2(0).fit(data(true)).dualityGap());
    assertEquals(Double.NaN, squared.fit(data(true)).dualityGap());
    Trainer penalised = squared.penalizeBias(true);
    Fit best = penalised.precision(Precision.DOUBLE).tolerance(1e-10).fit(data(true));
    Fit fit = penalised.maxIterations(5).fit(data(true));
    assertTrue(best.dualityGap() <= 1e-10, best::toString);
    assertTrue(fit.dualityGap() >= fit.objective() - best.objective(), fit::toString);
  }

  /** A class without rows gives away all that it has; the bias that would tell is far away. */
  @Test
  void aClassWithoutRowsIsBoundedToo() {
    int[] labels = data(true).labels();
    Dataset data = Dataset.of(data(true).features(), labels, Samples.names(CLASSES + 1));
    Trainer trainer = Trainer.of(Loss.softmax()).l2(L2).precision(Precision.DOUBLE);
    Fit fit = trainer.maxIterations(3).fit(data);
    double least = trainer.maxIterations(2000).tolerance(1e-10).fit(data).objective();
    assertTrue(fit.dualityGap() >= fit.objective() - least, fit::toString);
  }

  /**
   * Where the probability that is to grow underflows, the logarithm of it is taken all the same.
   */
  @Test
  void tinyProbabilitiesGrowAtAFinitePrice() {
    Balance balance = Balance.of(new double[] {0.25, -0.25}, new double[] {0.25, 0.75});
    double[] row = {1000, 0};
    double divergence = balance.move(row, 0, new double[2]);
    assertEquals(-0.5, row[0]);
    assertEquals(0.5, row[1]);
    // a = (1/2, 1/2), log p = (0, -1000).
    assertEquals(Math.log(0.5) + 500, divergence, 1e-13 * 500);
    assertEquals(null, Balance.of(new double[2], new double[] {0.25, 0.75}));
  }

  /** Tiny features have tiny gradients, and as much to gain as others. */
  @Test
  void aSmallGradientFarFromTheMinimumIsPointedOut() {
    float[] values = {1e-5f, -1e-5f, 2e-5f, -2e-5f};
    Dataset rows = Dataset.of(Features.of(values, 4, 1), new int[] {0, 1, 0, 1}, Samples.names(2));
    Trainer trainer = Trainer.of(Loss.softmax()).l2(1e-14);
    Fit loose = trainer.fit(rows);
    assertEquals(0, loose.iterations());
    assertEquals(1, loose.notes().size());
    assertTrue(loose.notes().get(0).endsWith("above its minimum: lower the tolerance"));
    assertEquals(List.of(), trainer.tolerance(1e-13).precision(Precision.DOUBLE).fit(rows).notes());
  }
}
