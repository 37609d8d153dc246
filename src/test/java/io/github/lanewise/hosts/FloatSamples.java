// twin: double
package io.github.lanewise.hosts;

import io.github.lanewise.matrix.FloatMatrix;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Numbers that a seed decides, by a generator whose algorithm is specified. */
final class FloatSamples {

  private FloatSamples() {}

  /** Evenly between -bound and bound. */
  static float[] values(int seed, int count, double bound) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
    return values;
  }

  static FloatMatrix matrix(int seed, int rows, int columns) {
    return FloatMatrix.of(values(seed, rows * columns, 1), rows, columns);
  }

  /** The same elements with gaps between the rows, which hold NaN, and before the first one. */
  static FloatMatrix strided(FloatMatrix matrix) {
    int offset = 3;
    int stride = matrix.columns() + 5;
    float[] values = new float[offset + matrix.rows() * stride];
    Arrays.fill(values, Float.NaN);
    FloatMatrix copy = FloatMatrix.of(values, offset, matrix.rows(), matrix.columns(), stride);
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        copy.set(i, j, matrix.get(i, j));
      }
    }
    return copy;
  }

  static float[] row(FloatMatrix matrix, int row) {
    float[] values = new float[matrix.columns()];
    for (int j = 0; j < values.length; j++) {
      values[j] = matrix.get(row, j);
    }
    return values;
  }

  static void add(FloatMatrix matrix, Bits bits) {
    for (int i = 0; i < matrix.rows(); i++) {
      bits.add(row(matrix, i));
    }
  }

  static int[] labels(int seed, int rows, int classes) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] labels = new int[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = i < classes ? i : random.nextInt(classes);
    }
    return labels;
  }
}
