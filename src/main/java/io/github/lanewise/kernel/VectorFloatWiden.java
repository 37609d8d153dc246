// twin: double
package io.github.lanewise.kernel;

/** Unsigned bytes to scaled numbers. */
final class VectorFloatWiden {

  private VectorFloatWiden() {}

  /** target[i] = (source[i] and 0xff) * scale. */
  static void widen(
      byte[] source, int sourceOffset, int count, float scale, float[] target, int offset) {
    for (int i = 0; i < count; i++) {
      target[offset + i] = (source[sourceOffset + i] & 0xff) * scale;
    }
  }
}
