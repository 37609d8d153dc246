package io.github.lanewise.kernel;

/**
 * Reads ahead: one element of every cache line, in order and with nothing in between.
 *
 * <p>A processor core reads memory at its full bandwidth only with many lines under way. A kernel
 * that computes while it reads, or reads several rows at once, has too few; a plain scalar loop
 * over a block that fits the L2 cache has enough, and then the kernel finds the block there
 * (measured: 38 GB/s against 11 GB/s on one Zen 5 core, {@code docs/kernels.md}).
 */
final class Touch {

  private static final int LINE_BYTES = 64;

  private Touch() {}

  static void floats(float[] values, int offset, int count) {
    float sum = 0;
    for (int i = 0; i < count; i += LINE_BYTES / Float.BYTES) {
      sum += values[offset + i];
    }
    keep(sum);
  }

  static void doubles(double[] values, int offset, int count) {
    double sum = 0;
    for (int i = 0; i < count; i += LINE_BYTES / Double.BYTES) {
      sum += values[offset + i];
    }
    keep(sum);
  }

  static void bytes(byte[] values, int offset, int count) {
    int sum = 0;
    for (int i = 0; i < count; i += LINE_BYTES) {
      sum += values[offset + i];
    }
    keep(sum);
  }

  /** Never true, which the compiler cannot know: so it cannot drop the reads. */
  private static void keep(double sum) {
    if (sum == 0x1.23456789abcdep-1000) {
      throw new AssertionError(sum);
    }
  }
}
