package io.github.lanewise.jmh;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A data set of n rows, of which the first {@link #distinct} are repeated over and over: all n are
 * in memory and read from there, yet a naive loop over the distinct ones can tell the gradient. A
 * row is half the pattern of its class and half noise, in steps of 1/256, which are exact in every
 * format.
 */
final class Rows extends StepRows {

  private static final double SCALE = 1.0 / 256;

  /** Multiply-adds that the naive loop may take for the scores: a second or so. */
  private static final long NAIVE_WORK = 400_000_000L;

  private static final int LABELS = 1;
  private static final int NOISE = 2;
  private static final int PATTERNS = 4;

  private final byte[] values;
  private final int[] labels;
  private final int[] columns;

  Rows(int n, int d, int c) {
    super(n, d, c, Math.clamp(NAIVE_WORK / ((long) c * d), 1, n));
    columns = IntStream.range(0, d).toArray();
    values = new byte[Math.multiplyExact(n, d)];
    labels = new int[n];
    SplittableRandom classes = Data.random(LABELS);
    SplittableRandom noise = Data.random(NOISE);
    for (int r = 0; r < distinct; r++) {
      labels[r] = classes.nextInt(c);
      SplittableRandom pattern = Data.random(PATTERNS + labels[r]);
      for (int i = r * d; i < (r + 1) * d; i++) {
        values[i] = (byte) ((pattern.nextInt(256) + noise.nextInt(256)) / 2);
      }
    }
    for (int r = distinct; r < n; r++) {
      labels[r] = labels[r - distinct];
      System.arraycopy(values, (r - distinct) * d, values, r * d, d);
    }
  }

  /** The rows with their features stored as {@code float} or as {@code byte}. */
  Dataset dataset(String storage) {
    Features features =
        switch (storage) {
          case "byte" -> Features.ofBytes(values, n, d, SCALE);
          case "float" -> Features.of(floats(), n, d);
          default -> throw new IllegalArgumentException("features: " + storage);
        };
    List<String> names = IntStream.range(0, c).mapToObj(Integer::toString).toList();
    return Dataset.of(features, labels, names);
  }

  /** [c x d]: what the rows of a class have in common, twice as large as in the rows. */
  double[] patterns() {
    double[] patterns = new double[Math.multiplyExact(c, d)];
    for (int label = 0; label < c; label++) {
      SplittableRandom pattern = Data.random(PATTERNS + label);
      for (int i = label * d; i < (label + 1) * d; i++) {
        patterns[i] = pattern.nextInt(256) * SCALE;
      }
    }
    return patterns;
  }

  private float[] floats() {
    float[] copy = new float[values.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (float) ((values[i] & 0xff) * SCALE);
    }
    return copy;
  }

  @Override
  int label(int row) {
    return labels[row];
  }

  @Override
  int[] columns(int row) {
    return columns;
  }

  @Override
  double[] features(int row) {
    double[] x = new double[d];
    for (int i = 0; i < d; i++) {
      x[i] = (values[row * d + i] & 0xff) * SCALE;
    }
    return x;
  }
}
