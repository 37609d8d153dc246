package io.github.lanewise.data;

import java.util.ArrayDeque;

/**
 * Collects an unknown number of floats in blocks, so that at most twice their memory is held while
 * they become one array.
 */
final class FloatBuilder {
  private static final int BLOCK = 1 << 16;

  private final ArrayDeque<float[]> blocks = new ArrayDeque<>();
  private int size;

  int size() {
    return size;
  }

  void add(float value) {
    if (size % BLOCK == 0) {
      blocks.add(new float[BLOCK]);
    }
    blocks.getLast()[size % BLOCK] = value;
    size++;
  }

  /** Returns the floats and forgets them. */
  float[] build() {
    float[] values = new float[size];
    for (int i = 0; i < values.length; i += BLOCK) {
      System.arraycopy(blocks.remove(), 0, values, i, Math.min(BLOCK, values.length - i));
    }
    size = 0;
    return values;
  }
}
