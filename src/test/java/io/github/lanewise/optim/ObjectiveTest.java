package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.SparseFeatures;
import io.github.lanewise.kernel.Bits;
import io.github.lanewise.loss.HingeLoss;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.model.LinearModel;
import io.github.lanewise.verify.Problem;
import io.github.lanewise.verify.ReferenceMath;
import io.github.lanewise.verify.ScoreRows;
import io.github.lanewise.verify.Tolerances;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The fused pass: against obvious loops, and against itself where bits must agree. */
@Tag("kernel")
class ObjectiveTest {

  /** Rows, columns, classes: one of each, lane tails, both forms of scores, many blocks. */
  private static final int[][] SHAPES = {
    {1, 1, 2}, {1, 300, 13}, {5, 1, 70}, {3, 300, 2}, {40, 17, 13}, {40, 300, 70}, {700, 20, 3}
  };

  /** Rows for several blocks and slots. */
  private static final int MANY = 3000;

  static Stream<Arguments> variants() {
    return Stream.of(Loss.softmax(), Loss.hinge())
        .flatMap(loss -> Stream.of(Precision.values()).map(p -> Arguments.of(loss, p)));
  }

  private static double[] evaluate(Objective objective, double[] parameters) {
    double[] result = new double[parameters.length + 1];
    double[] gradient = new double[parameters.length];
    Arrays.fill(gradient, Double.NaN);
    result[parameters.length] = objective.evaluate(parameters, gradient);
    System.arraycopy(gradient, 0, result, 0, gradient.length);
    return result;
  }

  /** Gradient, then value. */
  private static double[] evaluate(
      Loss loss, Dataset data, double l2, Precision precision, int threads, double[] parameters) {
    try (Objective objective = Objective.of(loss, data, l2, true, precision, threads)) {
      return evaluate(objective, parameters);
    }
  }

  /** Weights near both ends of float's range, whose sums would overflow, or be of few digits. */
  @ParameterizedTest
  @MethodSource("variants")
  void onlyRatiosOfWeightsCount(Loss loss, Precision precision) {
    Dataset data = Samples.dataset(Samples.problem(new Random(2), loss, 40, 17, 13, false, 0.125));
    float[] weights = new float[data.rows()];
    float[] tiny = new float[data.rows()];
    float[] huge = new float[data.rows()];
    for (int row = 0; row < weights.length; row++) {
      weights[row] = 1 + row % 7;
      tiny[row] = Math.scalb(weights[row], -149);
      huge[row] = Math.scalb(weights[row], 125);
    }
    double[] parameters = new double[13 * 18];
    Arrays.setAll(parameters, i -> (i % 13 - 6) / 64.0);
    double[] expected = evaluate(loss, data.withWeights(weights), 0.125, precision, 1, parameters);
    for (float[] scaled : List.of(tiny, huge)) {
      assertArrayEquals(
          expected, evaluate(loss, data.withWeights(scaled), 0.125, precision, 1, parameters));
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void agreesWithLoopsWithinItsBound(Loss loss, Precision precision) {
    Random random = new Random(1);
    for (int[] shape : SHAPES) {
      for (double l2 : new double[] {0, 0.125}) {
        for (boolean weighted : new boolean[] {false, true}) {
          for (boolean bias : new boolean[] {false, true}) {
            Problem problem =
                Samples.problem(random, loss, shape[0], shape[1], shape[2], weighted, l2);
            agreesWithLoops(random, problem, bias, precision);
          }
        }
      }
    }
  }

  private static void agreesWithLoops(
      Random random, Problem problem, boolean bias, Precision precision) {
    double u = precision == Precision.FLOAT ? Tolerances.FLOAT : Tolerances.DOUBLE;
    double[] parameters = Samples.parameters(random, problem.parameterCount());
    if (!bias) {
      Arrays.fill(parameters, problem.biasIndex(0), parameters.length, 0);
    }
    double[] expected = new double[parameters.length];
    double value = ReferenceMath.evaluate(problem, parameters, expected);
    double tolerance =
        Tolerances.value(problem, parameters, u)
            + Tolerances.value(problem, parameters, Tolerances.DOUBLE);
    double[] bounds = Tolerances.gradient(problem, parameters, u);
    double[] gradient = new double[parameters.length];
    try (Objective objective =
        Objective.of(problem.loss(), Samples.dataset(problem), problem.l2(), bias, precision, 2)) {
      assertEquals(value, objective.evaluate(parameters, gradient), tolerance);
    }
    // The loops take 1 from P_y, which costs them gamma(C + 8) P_y, not a relative error.
    double loops = 2 * Tolerances.gamma(problem.classes() + 8, Tolerances.DOUBLE);
    for (int i = 0; i < expected.length; i++) {
      boolean free = bias || i < problem.biasIndex(0);
      double bound = 2 * bounds[i] + loops * (1 + Math.abs(expected[i]));
      assertEquals(free ? expected[i] : 0, gradient[i], free ? bound : 0);
    }
  }

  /**
   * Integer features and 1,024 rows: sums of a hinge's gradient are exact in any order, so that the
   * product of matrices and the sum of single rows must both give the loops' very bits.
   */
  @ParameterizedTest
  @EnumSource
  void denseAndSparseHingeGradientsAreExact(Precision precision) {
    HingeLoss plain = Loss.hinge();
    for (Loss loss : List.of(plain, plain.squared(), plain.smoothed(4))) {
      denseAndSparseHingeGradientsAreExact(loss, precision);
    }
  }

  private static void denseAndSparseHingeGradientsAreExact(Loss loss, Precision precision) {
    for (int distance : new int[] {0, 1, 2, 4, 8}) {
      Problem problem = separated(loss, distance);
      double[] parameters = new double[problem.parameterCount()];
      for (int c = 0; c < problem.classes(); c++) {
        parameters[problem.weightIndex(c, c)] = 1;
      }
      double share = nonZeroShare(problem, parameters);
      assertTrue(distance > 0 || share > 0.6, "not dense: " + share);
      assertTrue(distance < 4 || share < 0.3, "not sparse: " + share);
      double[] expected = new double[parameters.length];
      double value = ReferenceMath.evaluate(problem, parameters, expected);
      double[] actual = evaluate(loss, Samples.dataset(problem), 0, precision, 2, parameters);
      Bits.assertSame(expected, withoutNegativeZero(actual, expected.length), distance);
      assertEquals(value, actual[expected.length], 1e-12 * value);
    }
  }

  /** How much of dL/dS is not zero. */
  private static double nonZeroShare(Problem problem, double[] parameters) {
    int n = problem.rows().length;
    long count = 0;
    for (int i = 0; i < n; i++) {
      double[] s = ReferenceMath.scores(problem, parameters, i);
      count +=
          Arrays.stream(ReferenceMath.gradient(problem.loss(), s, problem.labels()[i]))
              .filter(g -> g != 0)
              .count();
    }
    return (double) count / (n * problem.classes());
  }

  private static double[] withoutNegativeZero(double[] values, int length) {
    return Arrays.stream(values, 0, length).map(value -> value + 0.0).toArray();
  }

  /** The label's feature stands out by a distance: at 8 no margin is violated. */
  private static Problem separated(Loss loss, int distance) {
    Random random = new Random(2);
    int n = 1024;
    int classes = 7;
    double[][] rows = new double[n][20];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = random.nextInt(classes);
      for (int d = 0; d < 20; d++) {
        rows[i][d] = random.nextInt(5) - 2;
      }
      rows[i][labels[i]] += distance;
    }
    return new Problem(loss, rows, labels, null, 0, classes);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void anyNumberOfThreadsGivesTheSameBits(Loss loss, Precision precision) {
    Random random = new Random(3);
    Problem problem = Samples.problem(random, loss, MANY, 33, 11, true, 0.01);
    Dataset data = Samples.dataset(problem);
    double[] parameters = Samples.parameters(random, problem.parameterCount());
    double[] expected = evaluate(loss, data, 0.01, precision, 1, parameters);
    for (int threads : new int[] {1, 2, 3, 7}) {
      try (Objective objective = Objective.of(loss, data, 0.01, true, precision, threads)) {
        for (int repeat = 0; repeat < 10; repeat++) {
          Bits.assertSame(expected, evaluate(objective, parameters), threads, repeat);
        }
      }
    }
  }

  /** Bytes become numbers tile by tile; nobody can tell. */
  @ParameterizedTest
  @MethodSource("variants")
  void bytesGiveTheBitsOfTheirValues(Loss loss, Precision precision) {
    Random random = new Random(4);
    int n = 600;
    int columns = 30;
    int classes = 5;
    byte[] bytes = new byte[n * columns];
    random.nextBytes(bytes);
    int[] labels = random.ints(n, 0, classes).toArray();
    double[] parameters = Samples.parameters(random, classes * (columns + 1));
    for (double scale : new double[] {1, 1.0 / 255}) {
      Features asBytes = Features.ofBytes(bytes, n, columns, scale);
      Features asNumbers = numbers(bytes, n, columns, scale, precision);
      Bits.assertSame(
          evaluate(loss, dataset(asNumbers, labels, classes), 0.01, precision, 2, parameters),
          evaluate(loss, dataset(asBytes, labels, classes), 0.01, precision, 2, parameters),
          scale);
    }
  }

  private static Features numbers(
      byte[] bytes, int n, int columns, double scale, Precision precision) {
    float[] floats = new float[bytes.length];
    double[] doubles = new double[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      floats[i] = Byte.toUnsignedInt(bytes[i]) * (float) scale;
      doubles[i] = Byte.toUnsignedInt(bytes[i]) * scale;
    }
    return precision == Precision.FLOAT
        ? Features.of(floats, n, columns)
        : Features.of(doubles, n, columns);
  }

  private static Dataset dataset(Features features, int[] labels, int classes) {
    return Dataset.of(features, labels, Samples.names(classes));
  }

  /** Scores of its features leave the range of the precision, which 0 times them would show. */
  @ParameterizedTest
  @MethodSource("variants")
  void aRowWithoutWeightMayHaveAnyFeatures(Loss loss, Precision precision) {
    float huge = Float.MAX_VALUE;
    Features features = Features.of(new float[] {1, 2, huge, huge, -1, 1}, 3, 2);
    Dataset data = Dataset.of(features, new int[] {0, 1, 1}, Samples.names(2));
    double[] parameters = {1e300, 1e300, -1e300, 2, 0, 0};
    if (precision == Precision.FLOAT) {
      parameters = new double[] {4, 4, -4, 2, 0, 0};
    }
    double[] expected = evaluate(loss, data.select(new int[] {0, 2}), 0, precision, 1, parameters);
    Dataset weighted = data.withWeights(new float[] {1, 0, 1});
    assertArrayEquals(expected, evaluate(loss, weighted, 0, precision, 1, parameters));
  }

  /** A row of weight k is k rows; a row of weight 0 is none. */
  @ParameterizedTest
  @MethodSource("variants")
  void weightsCountRows(Loss loss, Precision precision) {
    Random random = new Random(5);
    Problem plain = Samples.problem(random, loss, 60, 9, 4, false, 0.125);
    double[] weights = random.ints(60, 0, 4).asDoubleStream().toArray();
    Problem weighted = new Problem(loss, plain.rows(), plain.labels(), weights, 0.125, 4);
    int[] copies =
        IntStream.range(0, 60)
            .flatMap(i -> IntStream.range(0, (int) weights[i]).map(k -> i))
            .toArray();
    double[] parameters = Samples.parameters(random, plain.parameterCount());
    double[] byWeight = evaluate(loss, Samples.dataset(weighted), 0.125, precision, 1, parameters);
    double[] byCopies =
        evaluate(loss, Samples.dataset(plain).select(copies), 0.125, precision, 1, parameters);
    double u = precision == Precision.FLOAT ? Tolerances.FLOAT : Tolerances.DOUBLE;
    // Both sides err by their bound; copies add up in longer chains, of fewer than twice the rows.
    double[] bounds = Tolerances.gradient(weighted, parameters, u);
    for (int i = 0; i < parameters.length; i++) {
      assertEquals(byCopies[i], byWeight[i], 4 * bounds[i]);
    }
    double tolerance = 4 * Tolerances.value(weighted, parameters, u);
    assertEquals(byCopies[parameters.length], byWeight[parameters.length], tolerance);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void aMinibatchOfAllRowsInOrderIsTheWholeSet(Loss loss, Precision precision) {
    Random random = new Random(6);
    for (boolean weighted : new boolean[] {false, true}) {
      Problem problem = Samples.problem(random, loss, MANY, 20, 5, weighted, 0.01);
      double[] parameters = Samples.parameters(random, problem.parameterCount());
      int[] order = IntStream.range(-2, MANY).toArray();
      try (Objective objective =
          Objective.of(loss, Samples.dataset(problem), 0.01, true, precision, 2)) {
        double[] gradient = new double[parameters.length];
        double value = objective.evaluate(parameters, order, 2, MANY, gradient);
        double[] batch = Arrays.copyOf(gradient, gradient.length + 1);
        batch[gradient.length] = value;
        Bits.assertSame(evaluate(objective, parameters), batch, weighted);
      }
    }
  }

  /** A minibatch is the data set of its rows; rows may come twice, and outnumber the data set. */
  @ParameterizedTest
  @MethodSource("variants")
  void aMinibatchIsTheSetOfItsRows(Loss loss, Precision precision) {
    Random random = new Random(7);
    Problem problem = Samples.problem(random, loss, 50, 20, 5, true, 0.01);
    Dataset data = Samples.dataset(problem);
    double[] parameters = Samples.parameters(random, problem.parameterCount());
    for (int count : new int[] {1, 7, 50, 2000}) {
      int[] order = random.ints(count, 0, 50).toArray();
      order[0] = 0;
      double[] gradient = new double[parameters.length];
      double[] expected = evaluate(loss, data.select(order), 0.01, precision, 1, parameters);
      try (Objective objective = Objective.of(loss, data, 0.01, true, precision, 2)) {
        double value = objective.evaluate(parameters, order, 0, count, gradient);
        assertEquals(expected[parameters.length], value);
      }
      Bits.assertSame(Arrays.copyOf(expected, parameters.length), gradient, count);
    }
  }

  /** Before any step every class is as likely, and every margin is 1. */
  @ParameterizedTest
  @MethodSource("variants")
  void firstLoss(Loss loss, Precision precision) {
    for (int classes : new int[] {2, 10, 70}) {
      Problem problem = Samples.problem(new Random(8), loss, 500, 6, classes, false, 0.5);
      double[] zeros = new double[problem.parameterCount()];
      double value =
          evaluate(loss, Samples.dataset(problem), 0.5, precision, 2, zeros)[zeros.length];
      assertEquals(loss == Loss.softmax() ? Math.log(classes) : classes - 1, value, 1e-6);
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void aNaNParameterShowsInTheValue(Loss loss, Precision precision) {
    Problem problem = Samples.problem(new Random(9), loss, 30, 6, 5, false, 0);
    Dataset data = Samples.dataset(problem);
    for (int place = 0; place < problem.parameterCount(); place++) {
      double[] parameters = new double[problem.parameterCount()];
      parameters[place] = Double.NaN;
      double value = evaluate(loss, data, 0, precision, 1, parameters)[parameters.length];
      assertTrue(Double.isNaN(value), "parameter " + place + ": " + value);
    }
  }

  /** The form for float arrays: the same value, and the gradient rounded (the penalty apart). */
  @Test
  void floatParametersGiveTheSameValueAndGradient() {
    for (Loss loss : new Loss[] {Loss.softmax(), Loss.hinge()}) {
      Random random = new Random(10);
      Problem problem = Samples.problem(random, loss, MANY, 20, 5, true, 0);
      double[] parameters = Samples.parameters(random, problem.parameterCount());
      float[] gradient = new float[parameters.length];
      try (Objective objective = Objective.of(loss, Samples.dataset(problem), 0)) {
        double[] expected = evaluate(objective, parameters);
        double value = objective.evaluate(Samples.narrow(parameters), gradient);
        assertEquals(expected[parameters.length], value);
        Bits.assertSame(Samples.narrow(Arrays.copyOf(expected, parameters.length)), gradient);
      }
    }
  }

  @Test
  void floatParametersNeedAnObjectiveInFloat() {
    Dataset data = Samples.clusters(1, 10, 3, 2, 1);
    try (Objective objective = Objective.of(Loss.softmax(), data, 0, true, Precision.DOUBLE, 1)) {
      assertThrows(
          IllegalStateException.class, () -> objective.evaluate(new float[8], new float[8]));
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void parametersMakeAModelAndAModelParameters(Loss loss, Precision precision) {
    Features features = Features.ofBytes(new byte[] {1, 2, 3, 4, 5, 6}, 2, 3, 0.25);
    Dataset data = Dataset.of(features, new int[] {0, 1}, List.of("no", "yes"));
    double[] parameters = new Random(11).doubles(8).toArray();
    try (Objective objective = Objective.of(loss, data, 0, true, precision, 1)) {
      LinearModel model = objective.model(parameters);
      assertEquals(precision, model.precision());
      assertEquals(loss, model.loss());
      assertEquals(data.labelNames(), model.labelNames());
      assertEquals(0.25, model.featureScale());
      boolean single = precision == Precision.FLOAT;
      double[] held = single ? ScoreRows.widen(Samples.narrow(parameters)) : parameters;
      assertEquals(held[5], model.weight(1, 2));
      assertEquals(held[7], model.bias(1));
      Bits.assertSame(held, objective.parameters(model));
    }
  }

  @Test
  void modelsOfOtherDataAreRefused() {
    Dataset data = Samples.clusters(1, 10, 3, 2, 1);
    try (Objective objective = Objective.of(Loss.softmax(), data, 0)) {
      refused("parameters: length 7, must be C D + C = 8", () -> objective.model(new double[7]));
      double[] beyondFloat = new double[8];
      beyondFloat[3] = 1e39;
      assertThrows(IllegalArgumentException.class, () -> objective.model(beyondFloat));
      refused(
          "model: 4 must be 3, the features of the data",
          () -> objective.parameters(model(8, List.of("0", "1"))));
      refused(
          "model: 3 classes, the data has 2",
          () -> objective.parameters(model(9, List.of("0", "1", "2"))));
      refused(
          "model: class 1 is \"2\", in the data it is \"1\"",
          () -> objective.parameters(model(6, List.of("0", "2"))));
    }
  }

  private static LinearModel model(int weights, List<String> names) {
    return LinearModel.of(new float[weights], new float[names.size()], names, Loss.softmax(), 1);
  }

  @Test
  void argumentsOutOfRangeAreRefused() {
    Dataset data = Samples.clusters(1, 10, 3, 2, 1);
    Loss loss = Loss.softmax();
    refused("l2: -1.0 must be finite and at least 0", () -> Objective.of(loss, data, -1));
    refused("l2: NaN must be finite and at least 0", () -> Objective.of(loss, data, Double.NaN));
    refused(
        "threads: 0 must be at least 1",
        () -> Objective.of(loss, data, 0, true, Precision.FLOAT, 0));
    assertThrows(NullPointerException.class, () -> Objective.of(null, data, 0));
    assertThrows(NullPointerException.class, () -> Objective.of(loss, null, 0));
    try (Objective objective = Objective.of(loss, data, 0)) {
      assertEquals(8, objective.parameterCount());
      double[] gradient = {1, 2, 3, 4, 5, 6, 7, 8};
      refused(
          "parameters: length 7, must be C D + C = 8",
          () -> objective.evaluate(new double[7], gradient));
      refused(
          "gradient: length 9, must be C D + C = 8",
          () -> objective.evaluate(new double[8], new double[9]));
      refused(
          "parameters: length 9, must be C D + C = 8",
          () -> objective.evaluate(new float[9], new float[8]));
      for (int[] range : new int[][] {{-1, 2}, {0, 4}, {3, 1}, {0, -1}}) {
        assertThrows(
            IndexOutOfBoundsException.class,
            () -> objective.evaluate(new double[8], new int[3], range[0], range[1], gradient));
      }
      for (int row : new int[] {-1, 10}) {
        assertThrows(
            IndexOutOfBoundsException.class,
            () -> objective.evaluate(new double[8], new int[] {0, row}, 0, 2, gradient));
      }
      String same = "gradient: is the array of the parameters; pass another";
      refused(same, () -> objective.evaluate(gradient, gradient));
      refused(same, () -> objective.evaluate(gradient, new int[3], 0, 3, gradient));
      float[] floats = new float[8];
      refused(same, () -> objective.evaluate(floats, floats));
      Bits.assertSame(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, gradient);
    }
  }

  @Test
  void oneClassIsRefused() {
    Dataset data = Dataset.of(Features.of(new float[2], 2, 1), new int[2], List.of("ant"));
    String message = "data: every row has label \"ant\"; at least two classes are needed";
    refused(message, () -> Objective.of(Loss.softmax(), data, 0));
    for (Solver solver : Solver.values()) {
      refused(message, () -> Trainer.of(Loss.hinge()).solver(solver).fit(data));
    }
  }

  @Test
  void moreParametersThanAnArrayHoldsAreRefusedByName() {
    int columns = 1 << 27;
    SparseFeatures wide =
        SparseFeatures.of(new long[] {0, 0, 1}, new int[] {7}, new float[] {1}, columns);
    Dataset data = Dataset.of(wide, new int[] {0, 1});
    String message =
        "data: 2 classes (sparse: in whole vectors 16) x 134217728 features are 2147483664 parameters;"
            + " the limit is 2147483647";
    refused(message, () -> Objective.of(Loss.softmax(), data, 0));
    refused(message, () -> Trainer.of(Loss.hinge()).solver(Solver.SGD).fit(data));
  }

  @Test
  void aClosedObjectiveSaysSo() {
    Dataset data = Samples.clusters(1, 10, 3, 2, 1);
    for (int threads : new int[] {1, 2}) {
      Objective objective = Objective.of(Loss.softmax(), data, 0, true, Precision.FLOAT, threads);
      objective.close();
      assertThrows(
          IllegalStateException.class, () -> objective.evaluate(new double[8], new double[8]));
    }
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
