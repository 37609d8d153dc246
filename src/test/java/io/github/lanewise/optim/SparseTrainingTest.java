package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.SparseFeatures;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.model.LinearModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sparse rows give the bits that the same rows give dense. */
@Tag("kernel")
class SparseTrainingTest {

  /**
   * Rows, features, classes: blocks that are slots in the dot form, slots of two blocks in both
   * forms, classes beyond one strip, and weights so many that dense rows have a pass of their own.
   */
  private static final int[][] SIZES = {
    {600, 300, 5}, {450, 10000, 7}, {450, 9000, 14}, {300, 50, 75}, {30, 40000, 27}
  };

  /** The same rows twice; the last feature never occurs, and neither does anything in row 1. */
  private record Twins(Dataset dense, Dataset sparse) {

    static Twins random(long seed, int rows, int columns, int classes, boolean weighted) {
      Random random = new Random(seed);
      float[] dense = new float[rows * columns];
      long[] pointers = new long[rows + 1];
      int[] indices = new int[dense.length];
      float[] values = new float[dense.length];
      int stored = 0;
      int[] labels = new int[rows];
      float[] weights = new float[rows];
      for (int row = 0; row < rows; row++) {
        labels[row] = random.nextInt(classes);
        weights[row] = random.nextInt(3);
        for (int d = labels[row] % 7; row != 1 && d < columns - 1; d += 1 + random.nextInt(40)) {
          float x = random.nextFloat() * 2 - (d % classes == labels[row] ? 0.5f : 1);
          dense[row * columns + d] = x;
          indices[stored] = d;
          values[stored++] = x;
        }
        pointers[row + 1] = stored;
      }
      Features compressed =
          SparseFeatures.of(
              pointers, Arrays.copyOf(indices, stored), Arrays.copyOf(values, stored), columns);
      Dataset one = Dataset.of(Features.of(dense, rows, columns), labels, Samples.names(classes));
      Dataset two = Dataset.of(compressed, labels, Samples.names(classes));
      return weighted
          ? new Twins(one.withWeights(weights), two.withWeights(weights))
          : new Twins(one, two);
    }
  }

  static List<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (Loss loss : List.of(Loss.softmax(), Loss.hinge())) {
      for (Precision precision : Precision.values()) {
        for (int[] size : SIZES) {
          cases.add(Arguments.of(loss, precision, size));
        }
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void valuesAndGradientsAreThoseOfDenseRows(Loss loss, Precision precision, int[] size) {
    for (int threads : new int[] {1, 3}) {
      Twins twins = Twins.random(threads, size[0], size[1], size[2], threads == 3);
      try (Objective dense = Objective.of(loss, twins.dense, 0.01, true, precision, 2);
          Objective sparse = Objective.of(loss, twins.sparse, 0.01, true, precision, threads)) {
        double[] parameters = new double[dense.parameterCount()];
        Random random = new Random(5);
        for (int i = 0; i < parameters.length; i++) {
          parameters[i] = random.nextDouble() - 0.5;
        }
        assertSame(dense, sparse, parameters, null, size[0]);
        int[] order = random.ints(size[0], 0, size[0]).toArray();
        assertSame(dense, sparse, parameters, order, 17);
        assertSame(dense, sparse, parameters, order, size[0] - 3);
        assertSame(dense, sparse, parameters, null, size[0]);
        if (precision == Precision.FLOAT) {
          float[] one = new float[parameters.length];
          float[] two = new float[parameters.length];
          float[] narrow = Samples.narrow(parameters);
          assertEquals(dense.evaluate(narrow, one), sparse.evaluate(narrow, two));
          assertArrayEquals(one, two);
        }
      }
    }
  }

  /** Zeros of either sign are equal in value and, as parts of a model, in everything. */
  private static void assertSame(
      Objective dense, Objective sparse, double[] parameters, int[] order, int count) {
    double[] one = new double[parameters.length];
    double[] two = new double[parameters.length];
    if (order == null) {
      assertEquals(dense.evaluate(parameters, one), sparse.evaluate(parameters, two));
    } else {
      assertEquals(
          dense.evaluate(parameters, order, 1, count, one),
          sparse.evaluate(parameters, order, 1, count, two));
    }
    assertArrayEquals(one, two);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void modelsAreThoseOfDenseRows(Loss loss, Precision precision, int[] size) {
    Twins twins = Twins.random(7, size[0], size[1], size[2], false);
    Trainer trainer = Trainer.of(loss).precision(precision).l2(1e-3).threads(2);
    for (Trainer solver :
        List.of(
            trainer.solver(Solver.LBFGS).maxIterations(3),
            trainer.solver(Solver.SGD).epochs(1).batch(64),
            trainer.solver(Solver.SGD).epochs(1).batch(64).momentum(0))) {
      LinearModel model = solver.fit(twins.dense).model();
      assertEquals(model.sha256(), solver.fit(twins.sparse).model().sha256());
      assertPredictsAlike(model, twins);
    }
  }

  private static void assertPredictsAlike(LinearModel model, Twins twins) {
    Features dense = twins.dense.features();
    Features sparse = twins.sparse.features();
    int count = dense.rows() - 1;
    assertArrayEquals(
        model.scores(dense, 1, count).values(), model.scores(sparse, 1, count).values());
    assertArrayEquals(model.predict(dense), model.predict(sparse));
    assertEquals(model.accuracy(twins.dense), model.accuracy(twins.sparse));
  }
}
