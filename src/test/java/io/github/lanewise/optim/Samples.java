package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.SparseFeatures;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.verify.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Seeded data and parameters for the tests of this package. */
final class Samples {

  private Samples() {}

  /**
   * A problem on so coarse a grid (features k / 8 up to 2 in size) that with {@link #parameters}
   * all scores, and so the signs of all margins, are exact in float.
   */
  static Problem problem(
      Random random, Loss loss, int n, int columns, int classes, boolean weighted, double l2) {
    double[][] rows = new double[n][columns];
    int[] labels = new int[n];
    double[] weights = weighted ? new double[n] : null;
    for (int i = 0; i < n; i++) {
      labels[i] = random.nextInt(classes);
      for (int d = 0; d < columns; d++) {
        rows[i][d] = (random.nextInt(33) - 16) / 8.0;
      }
      if (weighted) {
        weights[i] = random.nextInt(9) / 4.0;
      }
    }
    if (weighted) {
      weights[0] = 1;
    }
    return new Problem(loss, rows, labels, weights, l2, classes);
  }

  /** Parameters k / 64 up to 1 in size; with up to 300 features a score has at most 20 bits. */
  static double[] parameters(Random random, int count) {
    double[] parameters = new double[count];
    for (int i = 0; i < count; i++) {
      parameters[i] = (random.nextInt(129) - 64) / 64.0;
    }
    return parameters;
  }

  /** The problem's rows as a data set, its features stored as floats. */
  static Dataset dataset(Problem problem) {
    int n = problem.rows().length;
    int columns = problem.columns();
    float[] values = new float[n * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) problem.rows()[i / columns][i % columns];
    }
    Features features = Features.of(values, n, columns);
    Dataset data = Dataset.of(features, problem.labels(), names(problem.classes()));
    return problem.weights() == null ? data : data.withWeights(narrow(problem.weights()));
  }

  /** Label names "0", "1" and so on. */
  static List<String> names(int classes) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  /** Rows around one centre per class, more or less apart, on a grid that float holds exactly. */
  static Dataset clusters(long seed, int n, int columns, int classes, double noise) {
    Random random = new Random(seed);
    double[] centres = random.doubles((long) classes * columns, -1, 1).toArray();
    float[] values = new float[n * columns];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % classes;
      for (int d = 0; d < columns; d++) {
        double x = centres[labels[i] * columns + d] + noise * (2 * random.nextDouble() - 1);
        values[i * columns + d] = Math.round(x * 256) / 256f;
      }
    }
    return Dataset.of(Features.of(values, n, columns), labels, names(classes));
  }

  /** The same rows, stored sparsely. */
  static Dataset sparse(Dataset data) {
    long[] pointers = new long[data.rows() + 1];
    int[] indices = new int[data.rows() * data.columns()];
    float[] values = new float[indices.length];
    int stored = 0;
    for (int row = 0; row < data.rows(); row++) {
      for (int d = 0; d < data.columns(); d++) {
        float x = (float) data.features().get(row, d);
        if (x != 0) {
          indices[stored] = d;
          values[stored++] = x;
        }
      }
      pointers[row + 1] = stored;
    }
    Features features =
        SparseFeatures.of(
            pointers,
            Arrays.copyOf(indices, stored),
            Arrays.copyOf(values, stored),
            data.columns());
    return Dataset.of(features, data.labels(), data.labelNames());
  }
}
