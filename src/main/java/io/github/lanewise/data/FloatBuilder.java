// twin: double
package io.github.lanewise.data;

import java.util.ArrayDeque;

/**
 * Collects floats in blocks, so that at most twice their memory is held while they become one
 * array.
 */
final class FloatBuilder implements DecimalBuilder {
  private static final int BLOCK = 1 << 16;

  private final ArrayDeque<float[]> blocks = new ArrayDeque<>();
  private int size;

  @Override
  public int size() {
    return size;
  }

  @Override
  public long bytes() {
    return 2L * size * Float.BYTES;
  }

  @Override
  public double add(String decimal, double scale) {
    float value =
        scale == 1 ? Float.parseFloat(decimal) : (float) (Double.parseDouble(decimal) * scale);
    if (size % BLOCK == 0) {
      blocks.add(new float[BLOCK]);
    }
    blocks.getLast()[size % BLOCK] = value;
    size++;
    return value;
  }

  @Override
  public Features build(int rows, int columns, double scale) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i += BLOCK) {
      System.arraycopy(blocks.remove(), 0, values, i, Math.min(BLOCK, values.length - i));
    }
    blocks.clear();
    size = 0;
    return new FloatFeatures(values, rows, columns, scale);
  }
}
