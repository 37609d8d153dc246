package io.github.lanewise.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;

/**
 * Sparse rows that stay in a file. The columns of a row and then its values lie together, so that a
 * row costs one place of the file. A buffer ends at 2^31 bytes: the file is mapped in windows that
 * overlap by the longest row, and every row lies in the window in which it begins.
 */
final class MappedCompressed extends CompressedFeatures {
  private static final int STORED_BYTES = RowType.SPARSE.bytes();

  /** Elements in a stored non-zero, be they ints or floats. */
  private static final int ELEMENTS = STORED_BYTES / Float.BYTES;

  private final long nonZeros;

  /** Non-zeros, or pointers, from the start of one window to that of the next: equal in size. */
  private final int perWindow;

  private final LongBuffer[] pointers;
  private final IntBuffer[] columns;
  private final FloatBuffer[] values;

  private MappedCompressed(
      MappedHeader header, int perWindow, LongBuffer[] pointers, ByteBuffer[] windows) {
    super(header.rows(), header.columns(), header.scale());
    this.nonZeros = header.nonZeros();
    this.perWindow = perWindow;
    this.pointers = pointers;
    columns = new IntBuffer[windows.length];
    values = new FloatBuffer[windows.length];
    for (int i = 0; i < windows.length; i++) {
      columns[i] = windows[i].asIntBuffer();
      values[i] = windows[i].asFloatBuffer();
    }
  }

  /**
   * Maps the rows of a file, whose header has been checked against its length, and checks them.
   *
   * @param windowBytes from the start of one window to that of the next, at least the longest row
   */
  static MappedCompressed open(FileChannel file, MappedHeader header, int windowBytes)
      throws IOException {
    long pointerBytes = (header.rows() + 1L) * Long.BYTES;
    ByteBuffer[] pieces = windows(file, header.pointersAt(), pointerBytes, windowBytes, 0);
    LongBuffer[] pointers = new LongBuffer[pieces.length];
    for (int i = 0; i < pieces.length; i++) {
      pointers[i] = pieces[i].asLongBuffer();
    }
    long bytes = header.nonZeros() * STORED_BYTES;
    ByteBuffer[] windows =
        windows(file, MappedHeader.BYTES, bytes, windowBytes, windowBytes - STORED_BYTES);
    MappedCompressed rows =
        new MappedCompressed(header, windowBytes / STORED_BYTES, pointers, windows);
    rows.check();
    return rows;
  }

  /** Maps a part of a file in windows, each longer than its distance to the next by an overlap. */
  private static ByteBuffer[] windows(
      FileChannel file, long position, long bytes, int distance, int overlap) throws IOException {
    ByteBuffer[] windows = new ByteBuffer[Math.toIntExact(Math.ceilDiv(bytes, distance))];
    for (int i = 0; i < windows.length; i++) {
      long from = (long) i * distance;
      long length = Math.min((long) distance + overlap, bytes - from);
      windows[i] =
          file.map(FileChannel.MapMode.READ_ONLY, position + from, length)
              .order(ByteOrder.LITTLE_ENDIAN);
    }
    return windows;
  }

  /** Reads every row once and throws at the first that is not as it should be. */
  private void check() {
    if (pointer(0) != 0 || pointer(rows()) != nonZeros) {
      throw new InvalidDataException(
          "rowPointers: from %s to %s; must be from 0 to %s, the non-zeros"
              .formatted(pointer(0), pointer(rows()), nonZeros));
    }
    int[] indices = {};
    float[] numbers = {};
    for (int row = 0; row < rows(); row++) {
      long length = pointer(row + 1) - pointer(row);
      if (length < 0 || length > perWindow || pointer(row + 1) > nonZeros) {
        throw new InvalidDataException(
            "rowPointers: row %s is from %s to %s; must have 0 to %s of %s non-zeros"
                .formatted(row, pointer(row), pointer(row + 1), perWindow, nonZeros));
      }
      if (length > indices.length) {
        indices = new int[2 * (int) length];
        numbers = new float[2 * (int) length];
      }
      copyColumns(row, indices, 0);
      copyValues(row, numbers, 0);
      checkRow(row, indices, numbers, 0, (int) length, columns());
    }
  }

  private long pointer(int row) {
    return pointers[row / perWindow].get(row % perWindow);
  }

  /** The window in which a row lies that is not empty. */
  private int window(int row) {
    return (int) (pointer(row) / perWindow);
  }

  /** The index of a row's first element in its window. */
  private int start(int row) {
    return (int) (pointer(row) % perWindow) * ELEMENTS;
  }

  @Override
  public long nonZeros() {
    return nonZeros;
  }

  @Override
  int length(int row) {
    return (int) (pointer(row + 1) - pointer(row));
  }

  @Override
  int column(int row, int k) {
    return columns[window(row)].get(start(row) + k);
  }

  @Override
  float value(int row, int k) {
    return values[window(row)].get(start(row) + length(row) + k);
  }

  @Override
  void copyColumns(int row, int[] target, int at) {
    int length = length(row);
    if (length > 0) {
      columns[window(row)].get(start(row), target, at, length);
    }
  }

  @Override
  void copyValues(int row, float[] target, int at) {
    int length = length(row);
    if (length > 0) {
      values[window(row)].get(start(row) + length, target, at, length);
    }
  }

  @Override
  void copyValues(int row, double[] target, int at) {
    int length = length(row);
    for (int k = 0; k < length; k++) {
      target[at + k] = value(row, k);
    }
  }
}
