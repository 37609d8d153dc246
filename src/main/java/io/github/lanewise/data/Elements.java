package io.github.lanewise.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The elements of a binary file after its header, read in order. The length was checked before; a
 * change since is noticed.
 */
final class Elements implements Closeable {
  /** What unsigned bytes are multiplied by unless the caller says otherwise: 255 becomes 1. */
  static final double BYTE_SCALE = 1.0 / 255;

  private static final int BUFFER = 1 << 15;

  private final FileContent content;
  private final ElementType type;
  private final ByteBuffer buffer;
  private long remaining;

  Elements(FileContent content, ElementType type, ByteOrder order, long count) {
    this.content = content;
    this.type = type;
    this.remaining = count * type.bytes();
    this.buffer = ByteBuffer.allocate(BUFFER).order(order).limit(0);
  }

  /** A matrix of features: where the element that comes next belongs. */
  record Layout(int rows, int columns, boolean byColumn) {}

  /** Opens a file at its first element. */
  interface Source {
    Elements open() throws IOException;
  }

  /** Takes one element to its place in a row-major array. */
  private interface Target {
    void put(int index, double value);
  }

  /** Reads features: unsigned bytes stay bytes, others become float if that is exact, or double. */
  Features features(Layout layout, ReadOptions options) throws IOException {
    check(layout, layout.rows(), options.limits());
    int rows = layout.rows();
    int columns = layout.columns();
    double scale = scale(options);
    if (type == ElementType.UNSIGNED_BYTE) {
      return new ByteFeatures(bytes(layout), rows, columns, scale);
    }
    try {
      if (type.fitsFloat()) {
        float[] values = new float[rows * columns];
        read(layout, (i, value) -> values[i] = (float) (value * scale));
        Checks.finite(values, columns);
        return new FloatFeatures(values, rows, columns, scale);
      }
      double[] values = new double[rows * columns];
      read(layout, (i, value) -> values[i] = value * scale);
      Checks.finite(values, columns);
      return new DoubleFeatures(values, rows, columns, scale);
    } catch (InvalidDataException e) {
      throw content.problem(e.getMessage());
    }
  }

  /**
   * Features that pass by once, the same as {@link #features} reads; of rows that are not in C
   * order that cannot be, and they are read.
   *
   * @param source reads them, when the time has come
   */
  Features passing(Layout layout, ReadOptions options, Source source) throws IOException {
    if (layout.byColumn()) {
      return features(layout, options);
    }
    check(layout, 1, options.limits());
    return new PassingFeatures(layout, type, scale(options), source);
  }

  private double scale(ReadOptions options) {
    boolean bytes = type == ElementType.UNSIGNED_BYTE && options.scale() == null;
    return bytes ? BYTE_SCALE : options.numberScale();
  }

  /** Stores the next row as {@link #features} has it; {@code row} is its number. */
  void storeRow(int row, int columns, double scale, ByteBuffer target) throws IOException {
    try {
      for (int column = 0; column < columns; column++) {
        switch (type.rowType()) {
          case BYTE -> target.put((byte) (int) next());
          case FLOAT -> target.putFloat(Checks.finite((float) (next() * scale), row, column));
          case DOUBLE -> target.putDouble(Checks.finite(next() * scale, row, column));
          case SPARSE -> throw new AssertionError("every element is stored");
        }
      }
    } catch (InvalidDataException e) {
      throw content.problem(e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  /** The next element of an integral type. */
  long nextInteger() throws IOException {
    fill();
    return type.readInteger(buffer);
  }

  /** To be called after the last element. Reaching the end also compares a checksum, if any. */
  void end() throws IOException {
    if (content.read() >= 0) {
      throw content.problem("oversized: bytes follow the last element");
    }
  }

  /** Checks the sizes, and the memory for so many rows at a time. */
  private void check(Layout layout, int held, Limits limits) throws MalformedFileException {
    if (layout.rows() == 0) {
      throw content.problem("no rows; at least one is needed");
    }
    if (layout.columns() == 0) {
      throw content.problem("rows without features; at least one is needed");
    }
    limits.checkRows(layout.rows(), content::problem);
    limits.checkColumns(layout.columns(), content::problem);
    long elements = (long) held * layout.columns();
    if (elements > Limits.ELEMENTS) {
      throw content.problem(
          layout.rows()
              + " x "
              + layout.columns()
              + " elements in memory; the limit is "
              + Limits.ELEMENTS
              + ": convert the file");
    }
    limits.checkMemory(elements * type.storedBytes(), content::problem);
  }

  private byte[] bytes(Layout layout) throws IOException {
    byte[] values = new byte[layout.rows() * layout.columns()];
    if (layout.byColumn()) {
      read(layout, (i, value) -> values[i] = (byte) (int) value);
    } else {
      readFully(values, values.length);
      end();
    }
    return values;
  }

  private void read(Layout layout, Target target) throws IOException {
    int rows = layout.rows();
    int columns = layout.columns();
    if (layout.byColumn()) {
      for (int column = 0; column < columns; column++) {
        for (int row = 0; row < rows; row++) {
          target.put(row * columns + column, next());
        }
      }
    } else {
      for (int i = 0; i < rows * columns; i++) {
        target.put(i, next());
      }
    }
    end();
  }

  private double next() throws IOException {
    fill();
    return type.read(buffer);
  }

  private void fill() throws IOException {
    if (!buffer.hasRemaining()) {
      int length = (int) Math.min(buffer.capacity(), remaining);
      readFully(buffer.array(), length);
      buffer.position(0).limit(length);
      remaining -= length;
    }
  }

  private void readFully(byte[] target, int length) throws IOException {
    if (content.readNBytes(target, 0, length) < length) {
      throw content.problem("truncated: it ends before its last element");
    }
  }
}
