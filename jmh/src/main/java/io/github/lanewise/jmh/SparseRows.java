package io.github.lanewise.jmh;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.SparseFeatures;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Sparse rows like those of texts: a few features are in many rows and most in few, the column of a
 * non-zero being d u^3 for u uniform from 0 to 1. Every row has as many non-zeros, which are
 * multiples of 1/256.
 */
final class SparseRows extends StepRows {

  private static final int LABELS = 1;
  private static final int COLUMNS = 5;
  private static final int VALUES = 6;

  private final int nonZeros;
  private final int[] labels;
  private final int[] columns;
  private final float[] values;

  SparseRows(int n, int d, int c, int nonZeros) {
    super(n, d, c, n);
    this.nonZeros = nonZeros;
    labels = Data.random(LABELS).ints(n, 0, c).toArray();
    columns = new int[Math.multiplyExact(n, nonZeros)];
    values = new float[columns.length];
    SplittableRandom random = Data.random(COLUMNS);
    for (int row = 0; row < n; row++) {
      TreeSet<Integer> chosen = new TreeSet<>();
      while (chosen.size() < nonZeros) {
        double u = random.nextDouble();
        chosen.add((int) (d * u * u * u));
      }
      int k = row * nonZeros;
      for (int column : chosen) {
        columns[k++] = column;
      }
    }
    SplittableRandom bytes = Data.random(VALUES);
    for (int k = 0; k < values.length; k++) {
      values[k] = bytes.nextInt(1, 256) / 256f;
    }
  }

  Dataset dataset() {
    long[] pointers = IntStream.rangeClosed(0, n).mapToLong(row -> (long) row * nonZeros).toArray();
    Features features = SparseFeatures.of(pointers, columns, values, d);
    List<String> names = IntStream.range(0, c).mapToObj(Integer::toString).toList();
    return Dataset.of(features, labels, names);
  }

  @Override
  int label(int row) {
    return labels[row];
  }

  @Override
  int[] columns(int row) {
    return Arrays.copyOfRange(columns, row * nonZeros, (row + 1) * nonZeros);
  }

  @Override
  double[] features(int row) {
    double[] x = new double[nonZeros];
    for (int k = 0; k < nonZeros; k++) {
      x[k] = values[row * nonZeros + k];
    }
    return x;
  }
}
