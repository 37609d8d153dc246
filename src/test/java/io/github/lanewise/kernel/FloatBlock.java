// twin: double
package io.github.lanewise.kernel;

import java.util.Arrays;
import java.util.Random;

/**
 * A matrix somewhere inside an array: something before it, after it and between its rows, where
 * nobody may read or write.
 */
public final class FloatBlock {

  /** The array. */
  public final float[] values;

  /** Where the matrix begins. */
  public final int offset;

  /** The number of rows. */
  public final int rows;

  /** The number of columns. */
  public final int columns;

  /** The distance from row to row. */
  public final int stride;

  private FloatBlock(float[] values, int offset, int rows, int columns, int stride) {
    this.values = values;
    this.offset = offset;
    this.rows = rows;
    this.columns = columns;
    this.stride = stride;
  }

  private static FloatBlock somewhere(Random random, int rows, int columns) {
    int gap = random.nextInt(2) * random.nextInt(FloatKernels.LANES + 3);
    return somewhere(random, rows, columns, columns + gap);
  }

  private static FloatBlock somewhere(Random random, int rows, int columns, int stride) {
    int offset = random.nextInt(FloatKernels.LANES + 3);
    int after = random.nextInt(2) * random.nextInt(FloatKernels.LANES + 3);
    float[] values = new float[offset + Math.max(0, rows - 1) * stride + columns + after];
    return new FloatBlock(values, offset, rows, columns, stride);
  }

  /** Random elements from -1 to 1; whoever reads beside them finds NaN. */
  public static FloatBlock input(Random random, int rows, int columns) {
    return input(random, somewhere(random, rows, columns));
  }

  /** The same with its rows a given distance apart. */
  public static FloatBlock input(Random random, int rows, int columns, int stride) {
    return input(random, somewhere(random, rows, columns, stride));
  }

  private static FloatBlock input(Random random, FloatBlock block) {
    Arrays.fill(block.values, Float.NaN);
    block.fillRandom(random);
    return block;
  }

  /** Random elements from -1 to 1; beside them NaN and numbers mixed, so that any write shows. */
  public static FloatBlock output(Random random, int rows, int columns) {
    FloatBlock block = somewhere(random, rows, columns);
    for (int i = 0; i < block.values.length; i++) {
      block.values[i] = random.nextBoolean() ? Float.NaN : random.nextFloat();
    }
    block.fillRandom(random);
    return block;
  }

  private void fillRandom(Random random) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        set(i, j, random.nextFloat() * 2 - 1);
      }
    }
  }

  /** The same elements transposed, elsewhere; NaN beside them. */
  public FloatBlock transposed(Random random) {
    FloatBlock block = input(random, columns, rows);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        block.set(j, i, get(i, j));
      }
    }
    return block;
  }

  /** A copy of all of it. */
  public FloatBlock copy() {
    return new FloatBlock(values.clone(), offset, rows, columns, stride);
  }

  /** Gives every element one value. */
  public void fill(float value) {
    for (int i = 0; i < rows; i++) {
      int row = offset + i * stride;
      Arrays.fill(values, row, row + columns, value);
    }
  }

  /** Element (i, j). */
  public float get(int i, int j) {
    return values[offset + i * stride + j];
  }

  /** Changes element (i, j). */
  public void set(int i, int j, float value) {
    values[offset + i * stride + j] = value;
  }
}
