package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.SparseFeatures;
import io.github.lanewise.verify.Tolerances;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColumnStatisticsTest {

  private static final int ROWS = 1000;

  private static Dataset dataset(Features features) {
    int[] labels = IntStream.range(0, features.rows()).map(row -> row % 2).toArray();
    return Dataset.of(features, labels, Samples.names(2));
  }

  /** Far from 0, the mean of the squares less the square of the mean would have no digit left. */
  @Test
  void aFarMeanCostsNoDigits() {
    Random random = new Random(1);
    double[] values = new double[ROWS];
    float[] weights = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      values[i] = i % 3 == 0 ? 1e9 + random.nextGaussian() : 1e9 - random.nextGaussian();
      weights[i] = random.nextInt(4) / 2f;
    }
    Dataset data = dataset(Features.of(values, ROWS, 1)).withWeights(weights);
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal total = BigDecimal.ZERO;
    for (int i = 0; i < ROWS; i++) {
      BigDecimal weight = new BigDecimal(weights[i]);
      total = total.add(weight);
      sum = sum.add(weight.multiply(new BigDecimal(values[i])));
    }
    BigDecimal mean = sum.divide(total, MathContext.DECIMAL128);
    BigDecimal squares = BigDecimal.ZERO;
    for (int i = 0; i < ROWS; i++) {
      BigDecimal distance = new BigDecimal(values[i]).subtract(mean);
      squares = squares.add(new BigDecimal(weights[i]).multiply(distance.multiply(distance)));
    }
    double variance = squares.divide(total, MathContext.DECIMAL128).doubleValue();
    ColumnStatistics columns = ColumnStatistics.of(data);
    // T. F. Chan, G. H. Golub and R. J. LeVeque, 1983: N u kappa, with kappa = |m| / sigma.
    double bound = ROWS * Tolerances.DOUBLE * 1e9 / Math.sqrt(variance);
    assertEquals(mean.doubleValue(), columns.mean(0), ROWS * Tolerances.DOUBLE * 1e9);
    assertEquals(variance, columns.variance(0), bound * variance);
  }

  @Test
  void zerosCountLikeOtherValues() {
    Dataset data = dataset(Features.of(new float[] {0, 2, 0, 4}, 4, 1));
    ColumnStatistics equal = ColumnStatistics.of(data);
    assertEquals(1.5, equal.mean(0));
    assertEquals(2.75, equal.variance(0));
    ColumnStatistics weighted = ColumnStatistics.of(data.withWeights(new float[] {3, 2, 2, 1}));
    assertEquals(1, weighted.mean(0));
    assertEquals(2, weighted.variance(0), 4 * Tolerances.DOUBLE);
  }

  @Test
  void aConstantColumnHasVarianceZero() {
    float[] values = new float[2 * ROWS];
    for (int i = 0; i < ROWS; i++) {
      values[2 * i] = 0.1f;
    }
    ColumnStatistics columns = ColumnStatistics.of(dataset(Features.of(values, ROWS, 2)));
    assertEquals(0.1f, columns.mean(0));
    assertEquals(0, columns.variance(0));
    assertEquals(0, columns.mean(1));
    assertEquals(0, columns.variance(1));
    assertEquals(0.1f, columns.largestRootMeanSquare());
  }

  @Test
  void theRangeHasTheZerosIfThereAreAny() {
    ColumnStatistics mixed =
        ColumnStatistics.of(dataset(Features.of(new float[] {3, 0, 7, 5}, 4, 1)));
    assertEquals(0, mixed.least());
    assertEquals(7, mixed.most());
    assertEquals(3, mixed.nonZeros());
    ColumnStatistics below = ColumnStatistics.of(dataset(Features.of(new float[] {-3, -1}, 2, 1)));
    assertEquals(-3, below.least());
    assertEquals(-1, below.most());
  }

  @Test
  void sparseRowsGiveTheBitsOfDenseOnes() {
    Random random = new Random(2);
    int columns = 7;
    float[] dense = new float[ROWS * columns];
    long[] pointers = new long[ROWS + 1];
    int[] indices = new int[dense.length];
    float[] values = new float[dense.length];
    int count = 0;
    for (int i = 0; i < dense.length; i++) {
      if (random.nextInt(3) == 0) {
        dense[i] = (float) random.nextGaussian();
        indices[count] = i % columns;
        values[count++] = dense[i];
      }
      pointers[i / columns + 1] = count;
    }
    Features sparse =
        SparseFeatures.of(
            pointers, Arrays.copyOf(indices, count), Arrays.copyOf(values, count), columns);
    for (int most : new int[] {ROWS, 300}) {
      ColumnStatistics expected =
          ColumnStatistics.ofSample(dataset(Features.of(dense, ROWS, columns)), most);
      ColumnStatistics actual = ColumnStatistics.ofSample(dataset(sparse), most);
      for (int d = 0; d < columns; d++) {
        assertEquals(expected.mean(d), actual.mean(d));
        assertEquals(expected.variance(d), actual.variance(d));
      }
      assertEquals(expected.least(), actual.least());
      assertEquals(expected.most(), actual.most());
      assertEquals(expected.nonZeros(), actual.nonZeros());
    }
  }
}
