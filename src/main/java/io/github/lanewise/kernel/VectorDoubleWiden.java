package io.github.lanewise.kernel;

/** Unsigned bytes to scaled doubles. A plain loop: double precision serves verification. */
final class VectorDoubleWiden {

  private VectorDoubleWiden() {}

  /** target[i] = (source[i] and 0xff) * scale. */
  static void widen(
      byte[] source, int sourceOffset, int count, double scale, double[] target, int offset) {
    for (int i = 0; i < count; i++) {
      target[offset + i] = (source[sourceOffset + i] & 0xff) * scale;
    }
  }
}
