package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.loss.Loss;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A scaled objective is the objective of scaled data, which it never makes. */
class ScalingTest {

  private static final int ROWS = 200;
  private static final int COLUMNS = 6;
  private static final int CLASSES = 3;
  private static final double L2 = 0.1;

  private final Random random = new Random(1);
  private final Dataset data = data();
  private final ColumnStatistics columns = ColumnStatistics.of(data);
  private final double[] parameters = Samples.parameters(random, CLASSES * (COLUMNS + 1));

  private Dataset data() {
    double[] values = new double[ROWS * COLUMNS];
    int[] labels = random.ints(ROWS, 0, CLASSES).toArray();
    float[] weights = new float[ROWS];
    for (int i = 0; i < values.length; i++) {
      int d = i % COLUMNS;
      values[i] = d == 0 ? 7 : d * (random.nextInt(33) / 8.0 - 3);
      weights[i / COLUMNS] = 1 + random.nextInt(3);
    }
    Features features = Features.of(values, ROWS, COLUMNS);
    return Dataset.of(features, labels, Samples.names(CLASSES)).withWeights(weights);
  }

  /** The rows (x - m) / sigma, at full length. */
  private Dataset standardised(boolean bias) {
    double[] values = new double[ROWS * COLUMNS];
    for (int i = 0; i < values.length; i++) {
      int d = i % COLUMNS;
      double deviation = d == 0 ? 1 : Math.sqrt(columns.variance(d));
      double shift = bias ? columns.mean(d) : 0;
      values[i] = (data.features().get(i / COLUMNS, d) - shift) / deviation;
    }
    return Dataset.of(Features.of(values, ROWS, COLUMNS), data.labels(), data.labelNames())
        .withWeights(data.weights());
  }

  private static double[] evaluate(Objective objective, double[] parameters) {
    double[] result = new double[parameters.length + 1];
    double[] gradient = new double[parameters.length];
    result[parameters.length] = objective.evaluate(parameters, gradient);
    System.arraycopy(gradient, 0, result, 0, gradient.length);
    return result;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itIsTheObjectiveOfStandardisedRows(boolean bias) {
    if (!bias) {
      Arrays.fill(parameters, CLASSES * COLUMNS, parameters.length, 0);
    }
    try (Objective scaled =
            Objective.of(
                Loss.softmax(),
                data,
                L2,
                Bias.of(bias),
                Precision.DOUBLE,
                new Workers(1),
                Scaling.standard(columns, bias));
        Objective plain =
            Objective.of(Loss.softmax(), standardised(bias), L2, bias, Precision.DOUBLE, 1)) {
      double[] expected = evaluate(plain, parameters);
      double[] actual = evaluate(scaled, parameters);
      for (int i = 0; i < expected.length; i++) {
        // Scores of size 10 from terms of size 100, sums of 200 rows.
        assertEquals(expected[i], actual[i], 1e-12, "element " + i);
      }
    }
  }

  /** In balanced variables the objective is the raw one, and its gradient follows by t. */
  @Test
  void balancedVariablesChangeNoValue() {
    Scaling scaling = Scaling.balanced(columns, true, L2, CLASSES);
    double[] scaled = new double[parameters.length];
    scaling.toScaled(parameters, scaled);
    double[] back = new double[parameters.length];
    scaling.toRaw(scaled, back);
    try (Objective balanced =
            Objective.of(
                Loss.softmax(), data, L2, Bias.FREE, Precision.DOUBLE, new Workers(1), scaling);
        Objective plain = Objective.of(Loss.softmax(), data, L2, true, Precision.DOUBLE, 1)) {
      double[] expected = evaluate(plain, parameters);
      double[] actual = evaluate(balanced, scaled);
      scaling.pullBack(expected);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], actual[i], 1e-12, "element " + i);
      }
      for (int i = 0; i < back.length; i++) {
        assertEquals(parameters[i], back[i], 1e-13, "parameter " + i);
      }
    }
  }
}
