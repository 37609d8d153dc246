package io.github.lanewise.jmh;

import io.github.lanewise.Precision;
import java.util.Locale;
import java.util.SplittableRandom;

/** The numbers that benchmarks compute with: the same in every run, on every host. */
final class Data {

  private static final long SEED = 0x1a9e_0001L;

  private Data() {}

  /** The numbers of one stream: equal streams, equal numbers. */
  static SplittableRandom random(long stream) {
    return new SplittableRandom(SEED + stream);
  }

  /** Uniform in low .. high. */
  static double[] doubles(int length, double low, double high, long stream) {
    SplittableRandom random = random(stream);
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextDouble(low, high);
    }
    return values;
  }

  /** {@link #doubles}, each rounded to float. */
  static float[] floats(int length, double low, double high, long stream) {
    SplittableRandom random = random(stream);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(low, high);
    }
    return values;
  }

  /** The value of a parameter {@code precision}: {@code float} or {@code double}. */
  static Precision precision(String name) {
    return Precision.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
