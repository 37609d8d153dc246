package io.github.lanewise.optim;

/** A sample of rows at even distances, which needs no randomness and misses no part of the data. */
final class EvenSample {

  private EvenSample() {}

  /** The numbers of at most that many of so many rows, in their order. */
  static int[] of(int rows, int most) {
    int[] sample = new int[Math.min(rows, most)];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = (int) ((long) i * rows / sample.length);
    }
    return sample;
  }
}
