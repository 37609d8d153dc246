package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.lanewise.Precision;
import io.github.lanewise.data.ClassWeights;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.kernel.Bits;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.verify.Problem;
import io.github.lanewise.verify.Tolerances;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every loss with every kind of weights, targets, penalty and bias, against the one formula of
 * docs/mathematics.md, section 6, in double loops. Scores are exact in both precisions, so that the
 * bounds are those of the losses and of the sums.
 */
@Tag("kernel")
class LossCombinationsTest {

  private static final int ROWS = 40;
  private static final int COLUMNS = 7;
  private static final int CLASSES = 5;
  private static final double[] FACTORS = {0.5, 3, 1, 0, 0.3};

  /** A loss and what the formula needs to know of it; a width of 0 is the plain hinge. */
  private record Variant(
      Loss loss, boolean softmax, double smoothing, double margin, boolean squared, double width) {

    static Variant softmax(double epsilon) {
      return new Variant(Loss.softmax().smoothing(epsilon), true, epsilon, 0, false, 0);
    }

    static Variant hinge(double margin) {
      return new Variant(Loss.hinge().margin(margin), false, 0, margin, false, 0);
    }

    static Variant squared(double margin) {
      return new Variant(Loss.hinge().margin(margin).squared(), false, 0, margin, true, 0);
    }

    static Variant smoothed(double margin, double width) {
      Loss loss = Loss.hinge().margin(margin).smoothed(width);
      return new Variant(loss, false, 0, margin, false, width);
    }
  }

  static Stream<Variant> variants() {
    return Stream.of(
        Variant.softmax(0),
        Variant.softmax(0.1),
        Variant.hinge(1),
        Variant.hinge(0.5),
        Variant.squared(1),
        Variant.squared(2),
        Variant.smoothed(1, 0.5),
        Variant.smoothed(2, 4));
  }

  /** What a naive evaluation gives: f, df/dW and df/db, and how far the engine may be off. */
  private static final class Expected {
    final double[] gradient = new double[CLASSES * (COLUMNS + 1)];
    final double[] bounds = new double[gradient.length];
    double value;
    double tolerance;
  }

  @ParameterizedTest
  @MethodSource("variants")
  void everyCombinationIsTheFormula(Variant variant) {
    Random random = new Random(60);
    for (Dataset data : data(random, variant.softmax)) {
      for (int weighing = 0; weighing < 3; weighing++) {
        for (double l2 : new double[] {0, 0.125}) {
          for (boolean bias : new boolean[] {false, true}) {
            double[] parameters = Samples.parameters(random, CLASSES * (COLUMNS + 1));
            for (Precision precision : Precision.values()) {
              compare(variant, data, weighing, l2, bias, precision, parameters);
            }
          }
        }
      }
    }
  }

  /** Without and with row weights, and both again with soft targets if the loss takes them. */
  private static List<Dataset> data(Random random, boolean soft) {
    List<Dataset> all = new ArrayList<>();
    for (boolean weighted : new boolean[] {false, true}) {
      Problem problem =
          Samples.problem(random, Loss.softmax(), ROWS, COLUMNS, CLASSES, weighted, 0);
      all.add(Samples.dataset(problem));
      if (soft) {
        all.add(Samples.dataset(problem).withTargets(targets(random)));
      }
    }
    return all;
  }

  /** Shares k / 16, some of them 0, some rows certain. */
  private static float[] targets(Random random) {
    float[] targets = new float[ROWS * CLASSES];
    for (int i = 0; i < ROWS; i++) {
      int parts = i % 4 == 0 ? 1 : 16;
      for (int part = 0; part < parts; part++) {
        targets[i * CLASSES + random.nextInt(CLASSES)] += 1f / parts;
      }
    }
    return targets;
  }

  private static void compare(
      Variant variant,
      Dataset data,
      int weighing,
      double l2,
      boolean bias,
      Precision precision,
      double[] parameters) {
    ClassWeights weights =
        List.of(ClassWeights.none(), ClassWeights.balanced(), ClassWeights.of(FACTORS))
            .get(weighing);
    double[] factors = weighing == 0 ? null : weighing == 1 ? balanced(data) : FACTORS;
    Expected expected = naive(variant, data, factors, l2, precision, parameters);
    double[] gradient = new double[parameters.length];
    try (Objective objective =
        Objective.of(variant.loss, weights.weigh(data), l2, bias, precision, 2)) {
      double value = objective.evaluate(parameters, gradient);
      assertEquals(expected.value, value, expected.tolerance, () -> variant + " " + weighing);
    }
    for (int i = 0; i < gradient.length; i++) {
      boolean held = !bias && i >= CLASSES * COLUMNS;
      assertEquals(
          held ? 0 : expected.gradient[i],
          gradient[i],
          held ? 0 : expected.bounds[i],
          () -> variant + " " + weighing);
    }
  }

  /** k_c = sum w / (C sum of the w of class c). */
  private static double[] balanced(Dataset data) {
    double[] own = new double[CLASSES];
    double all = 0;
    for (int i = 0; i < ROWS; i++) {
      double weight = data.weights() == null ? 1 : data.weights()[i];
      all += weight;
      for (int c = 0; c < CLASSES; c++) {
        own[c] += weight * data.target(i, c);
      }
    }
    double sum = all;
    return Arrays.stream(own).map(part -> sum / (CLASSES * part)).toArray();
  }

  /** f = sum of w_i k_i L_i / sum of w_i k_i + l2 / 2 ||W||^2, as the page has it. */
  private static Expected naive(
      Variant variant,
      Dataset data,
      double[] factors,
      double l2,
      Precision precision,
      double[] parameters) {
    double u = precision == Precision.FLOAT ? Tolerances.FLOAT : Tolerances.DOUBLE;
    double[] weights = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      double factor = factors == null ? 1 : 0;
      for (int c = 0; c < CLASSES && factors != null; c++) {
        factor += data.target(i, c) * factors[c];
      }
      weights[i] = (float) ((data.weights() == null ? 1 : data.weights()[i]) * factor);
    }
    double sum = Arrays.stream(weights).sum();
    Expected expected = new Expected();
    for (int i = 0; i < ROWS; i++) {
      addRow(variant, data, i, weights[i] / sum, u, parameters, expected);
    }
    double chains = 2 * Tolerances.gamma(ROWS + parameters.length + 4L, Tolerances.DOUBLE);
    for (int w = 0; w < CLASSES * COLUMNS; w++) {
      expected.value += l2 / 2 * parameters[w] * parameters[w];
      expected.gradient[w] += l2 * parameters[w];
      expected.bounds[w] += Tolerances.gamma(4, Tolerances.DOUBLE) * l2 * Math.abs(parameters[w]);
    }
    expected.tolerance += chains * expected.value;
    return expected;
  }

  private static void addRow(
      Variant variant,
      Dataset data,
      int row,
      double share,
      double u,
      double[] parameters,
      Expected expected) {
    double[] x =
        IntStream.range(0, COLUMNS).mapToDouble(d -> data.features().get(row, d)).toArray();
    double[] s = new double[CLASSES];
    for (int c = 0; c < CLASSES; c++) {
      s[c] = parameters[CLASSES * COLUMNS + c];
      for (int d = 0; d < COLUMNS; d++) {
        s[c] += parameters[c * COLUMNS + d] * x[d];
      }
    }
    double[] g = new double[CLASSES];
    double loss =
        variant.softmax ? softmax(variant, data, row, s, g) : hinge(variant, data, row, s, g);
    expected.value += share * loss;
    double lossBound =
        variant.softmax
            ? Tolerances.crossEntropy(CLASSES, 0, u) + Tolerances.gamma(CLASSES + 6, u) * loss
            : Tolerances.gamma(CLASSES + 2, u) * loss;
    expected.tolerance += share * 2 * lossBound;
    for (int c = 0; c < CLASSES; c++) {
      double error =
          slopeBound(variant, s, g[c], u) + Tolerances.gamma(ROWS + 4, u) * Math.abs(g[c]);
      for (int d = 0; d < COLUMNS; d++) {
        expected.gradient[c * COLUMNS + d] += share * g[c] * x[d];
        expected.bounds[c * COLUMNS + d] += 2 * share * Math.abs(x[d]) * error;
      }
      expected.gradient[CLASSES * COLUMNS + c] += share * g[c];
      expected.bounds[CLASSES * COLUMNS + c] += 2 * share * error;
    }
  }

  /** Of an element of dL/ds, for exact scores. */
  private static double slopeBound(Variant variant, double[] s, double slope, double u) {
    if (!variant.softmax) {
      return variant.squared || variant.width > 0
          ? Tolerances.gamma(CLASSES + 3, u) * Math.abs(slope)
          : 0;
    }
    double farthest = Arrays.stream(s).max().orElseThrow() - Arrays.stream(s).min().orElseThrow();
    return Tolerances.probability(CLASSES, farthest, u) + u + (CLASSES + 4) * Tolerances.DOUBLE;
  }

  /** L = log sum exp(s) - sum t_j s_j, dL/ds_j = P_j - t_j. */
  private static double softmax(Variant variant, Dataset data, int row, double[] s, double[] g) {
    double max = Arrays.stream(s).max().orElseThrow();
    double sum = Arrays.stream(s).map(score -> Math.exp(score - max)).sum();
    double loss = max + Math.log(sum);
    for (int j = 0; j < CLASSES; j++) {
      double target = (1 - variant.smoothing) * data.target(row, j) + variant.smoothing / CLASSES;
      loss -= target * s[j];
      g[j] = Math.exp(s[j] - max) / sum - target;
    }
    return loss;
  }

  /** L = sum over j != y of h(s_j - s_y + margin). */
  private static double hinge(Variant variant, Dataset data, int row, double[] s, double[] g) {
    int y = data.label(row);
    double loss = 0;
    for (int j = 0; j < CLASSES; j++) {
      double m = s[j] - s[y] + variant.margin;
      if (j == y || m <= 0) {
        continue;
      }
      if (variant.squared) {
        loss += m * m;
        g[j] = 2 * m;
      } else if (m < variant.width) {
        loss += m * m / (2 * variant.width);
        g[j] = m / variant.width;
      } else {
        loss += m - variant.width / 2;
        g[j] = 1;
      }
      g[y] -= g[j];
    }
    return loss;
  }

  /** The rows of a minibatch have the targets that they have in a data set of their own. */
  @Test
  void aMinibatchTakesItsOwnTargets() {
    Random random = new Random(61);
    Dataset data = data(random, true).get(3);
    int[] order = random.ints(20, 0, ROWS).toArray();
    double[] parameters = Samples.parameters(random, CLASSES * (COLUMNS + 1));
    double[] expected = new double[parameters.length];
    double[] gradient = new double[parameters.length];
    try (Objective whole = Objective.of(Loss.softmax(), data, 0.5);
        Objective part = Objective.of(Loss.softmax(), data.select(order), 0.5)) {
      double value = whole.evaluate(parameters, order, 0, order.length, gradient);
      assertEquals(part.evaluate(parameters, expected), value);
    }
    Bits.assertSame(expected, gradient, 0);
  }

  /** Targets that are certain are labels. */
  @Test
  void certainTargetsAreLabels() {
    Random random = new Random(62);
    Dataset data = data(random, false).get(0);
    float[] certain = new float[ROWS * CLASSES];
    for (int i = 0; i < ROWS; i++) {
      certain[i * CLASSES + data.label(i)] = 1;
    }
    double[] parameters = Samples.parameters(random, CLASSES * (COLUMNS + 1));
    double[] expected = new double[parameters.length];
    double[] gradient = new double[parameters.length];
    try (Objective hard = Objective.of(Loss.softmax(), data, 0);
        Objective soft = Objective.of(Loss.softmax(), data.withTargets(certain), 0)) {
      assertEquals(hard.evaluate(parameters, expected), soft.evaluate(parameters, gradient));
    }
    Bits.assertSame(expected, gradient, 0);
  }

  @Test
  void hingeRefusesSoftTargets() {
    Dataset data = data(new Random(63), true).get(1);
    for (Loss loss : List.of(Loss.hinge(), Loss.hinge().squared())) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> Objective.of(loss, data, 0))
              .getMessage();
      assertEquals(
          "loss: "
              + loss
              + " needs a label per row, data: has soft targets; take softmax, or data without them",
          message);
    }
  }
}
