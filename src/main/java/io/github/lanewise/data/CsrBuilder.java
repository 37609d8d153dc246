package io.github.lanewise.data;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Collects sparse rows in blocks, so that their indices, and then their values, are held twice only
 * while they become one array.
 */
final class CsrBuilder {
  private static final int BLOCK = 1 << 16;

  private final ArrayDeque<int[]> indexBlocks = new ArrayDeque<>();
  private final ArrayDeque<float[]> valueBlocks = new ArrayDeque<>();
  private int[] indices = {};
  private float[] values = {};
  private int inBlock = BLOCK;
  private long size;
  private long[] rowPointers = new long[1024];
  private int rows;
  private int columns;

  /** How many rows have ended. */
  int rows() {
    return rows;
  }

  /** How many non-zeros have been added. */
  long size() {
    return size;
  }

  /** One more than the largest index. */
  int columns() {
    return columns;
  }

  /** The most memory that is needed for the rows, now and while they become arrays. */
  long bytes() {
    return size * (2 * Integer.BYTES + Float.BYTES) + 3L * Long.BYTES * rows;
  }

  void add(int index, float value) {
    if (inBlock == BLOCK) {
      indices = new int[BLOCK];
      values = new float[BLOCK];
      indexBlocks.add(indices);
      valueBlocks.add(values);
      inBlock = 0;
    }
    indices[inBlock] = index;
    values[inBlock++] = value;
    size++;
    columns = Math.max(columns, index + 1);
  }

  void endRow() {
    rows++;
    if (rows == rowPointers.length) {
      rowPointers = Arrays.copyOf(rowPointers, (int) Math.min(2L * rows, Limits.ELEMENTS));
    }
    rowPointers[rows] = size;
  }

  /** Returns the rows, which the scale was applied to, and forgets them. */
  CsrFeatures build(int columnCount, double scale) {
    int[] allIndices = new int[(int) size];
    for (int i = 0; i < allIndices.length; i += BLOCK) {
      System.arraycopy(
          indexBlocks.remove(), 0, allIndices, i, Math.min(BLOCK, allIndices.length - i));
    }
    float[] allValues = new float[(int) size];
    for (int i = 0; i < allValues.length; i += BLOCK) {
      System.arraycopy(
          valueBlocks.remove(), 0, allValues, i, Math.min(BLOCK, allValues.length - i));
    }
    long[] pointers = Arrays.copyOf(rowPointers, rows + 1);
    return new CsrFeatures(pointers, allIndices, allValues, columnCount, scale);
  }
}
