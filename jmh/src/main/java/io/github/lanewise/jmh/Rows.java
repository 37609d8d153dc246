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
final class Rows {

  private static final double SCALE = 1.0 / 256;

  /** Multiply-adds that the naive loop may take for the scores: a second or so. */
  private static final long NAIVE_WORK = 400_000_000L;

  private static final int LABELS = 1;
  private static final int NOISE = 2;
  private static final int PARAMETERS = 3;
  private static final int PATTERNS = 4;

  final int n;
  final int d;
  final int c;
  final int distinct;
  private final byte[] values;
  private final int[] labels;

  Rows(int n, int d, int c) {
    this.n = n;
    this.d = d;
    this.c = c;
    distinct = Math.clamp(NAIVE_WORK / ((long) c * d), 1, n);
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

  private float[] floats() {
    float[] copy = new float[values.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (float) ((values[i] & 0xff) * SCALE);
    }
    return copy;
  }

  /** W [c x d] row by row, then b [c]: small, and the same in float and in double. */
  double[] parameters() {
    double size = 1 / Math.sqrt(d);
    SplittableRandom random = Data.random(PARAMETERS);
    double[] parameters = new double[Math.addExact(Math.multiplyExact(c, d), c)];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) random.nextDouble(-size, size);
    }
    return parameters;
  }

  /** The share of the n rows that are equal to a distinct one. */
  double share(int row) {
    return (double) Math.ceilDiv(n - row, distinct) / n;
  }

  int label(int row) {
    return labels[row];
  }

  double[] features(int row) {
    double[] x = new double[d];
    for (int i = 0; i < d; i++) {
      x[i] = (values[row * d + i] & 0xff) * SCALE;
    }
    return x;
  }
}
