package io.github.lanewise.data;

/**
 * Unsigned bytes times a scale, as floating-point numbers: {@code target[to + i] = (source[from +
 * i] & 0xff) * scale}.
 */
final class Widen {
  private Widen() {}

  static void bytes(byte[] source, int from, int length, float scale, float[] target, int to) {
    for (int i = 0; i < length; i++) {
      target[to + i] = (float) (source[from + i] & 0xff) * scale;
    }
  }

  static void bytes(byte[] source, int from, int length, double scale, double[] target, int to) {
    for (int i = 0; i < length; i++) {
      target[to + i] = (double) (source[from + i] & 0xff) * scale;
    }
  }
}
