package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.SparseFeatures;
import io.github.lanewise.loss.Loss;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With many weights the pass shares out classes. The pass over sparse rows, which shares nothing
 * with it but the losses of a row, is its oracle: both promise the same chains.
 */
@Tag("kernel")
class WidePassTest {

  /** Rows, features, classes: two blocks of several chunks, and one block with long rows. */
  private static final int[][] SIZES = {{150, 17, 70_000}, {20, 1030, 1029}};

  static Stream<Arguments> cases() {
    Stream.Builder<Arguments> cases = Stream.builder();
    for (int[] size : SIZES) {
      for (Precision precision : Precision.values()) {
        // Margin 1e-4: almost no margin is violated, so that dW grows by single rows.
        for (Loss loss : List.of(Loss.softmax(), Loss.hinge(), Loss.hinge().margin(1e-4))) {
          cases.add(Arguments.of(size, precision, loss));
        }
      }
    }
    return cases.build();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void bitsAreThoseOfSparseRowsForAnyThreads(int[] size, Precision precision, Loss loss) {
    assertTrue(new FloatPartition(size[2], size[1]).wide());
    Random random = new Random(1);
    Dataset dense = dense(random, size[0], size[1], size[2]);
    Dataset sparse = sparse(dense);
    double[] parameters = random.doubles(size[2] * (size[1] + 1L), -0.1, 0.1).toArray();
    int[] order = random.ints(size[0], 0, size[0]).toArray();
    double[] expected = new double[parameters.length];
    double value = evaluate(sparse, loss, precision, 1, parameters, order, expected);
    for (int threads : new int[] {1, 3}) {
      double[] gradient = new double[parameters.length];
      assertEquals(value, evaluate(dense, loss, precision, threads, parameters, order, gradient));
      assertArrayEquals(expected, gradient);
    }
  }

  static Stream<Arguments> floatCases() {
    return cases().filter(each -> each.get()[1] == Precision.FLOAT);
  }

  @ParameterizedTest
  @MethodSource("floatCases")
  void callersArraysOfFloatsGetTheSameGradient(int[] size, Precision precision, Loss loss) {
    Random random = new Random(2);
    Dataset data = dense(random, size[0], size[1], size[2]);
    float[] parameters = new float[size[2] * (size[1] + 1)];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = random.nextFloat() / 10;
    }
    double[] wide = new double[parameters.length];
    Arrays.setAll(wide, i -> parameters[i]);
    double[] expected = new double[parameters.length];
    float[] gradient = new float[parameters.length];
    try (Objective objective = Objective.of(loss, data, 0, true, precision, 2)) {
      double value = objective.evaluate(wide, expected);
      assertEquals(value, objective.evaluate(parameters, gradient));
    }
    for (int i = 0; i < gradient.length; i++) {
      assertEquals((float) expected[i], gradient[i]);
    }
  }

  private static double evaluate(
      Dataset data,
      Loss loss,
      Precision precision,
      int threads,
      double[] parameters,
      int[] order,
      double[] gradient) {
    try (Objective objective = Objective.of(loss, data, 1e-3, true, precision, threads)) {
      return objective.evaluate(parameters, order, 0, order.length, gradient);
    }
  }

  private static Dataset dense(Random random, int rows, int columns, int classes) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(4) == 0 ? random.nextFloat() - 0.5f : 0;
    }
    int[] labels = random.ints(rows, 0, classes).toArray();
    return Dataset.of(Features.of(values, rows, columns), labels, Samples.names(classes));
  }

  private static Dataset sparse(Dataset dense) {
    int rows = dense.rows();
    int columns = dense.columns();
    long[] pointers = new long[rows + 1];
    int[] indices = new int[rows * columns];
    float[] values = new float[rows * columns];
    int stored = 0;
    for (int row = 0; row < rows; row++) {
      for (int d = 0; d < columns; d++) {
        float x = (float) dense.features().get(row, d);
        if (x != 0) {
          indices[stored] = d;
          values[stored++] = x;
        }
      }
      pointers[row + 1] = stored;
    }
    return Dataset.of(
        SparseFeatures.of(
            pointers, Arrays.copyOf(indices, stored), Arrays.copyOf(values, stored), columns),
        dense.labels(),
        dense.labelNames());
  }
}
