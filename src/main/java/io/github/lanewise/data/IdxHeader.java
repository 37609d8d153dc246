package io.github.lanewise.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * The header of an IDX file: bytes 0, 0, type code, dimension count, then one unsigned big-endian
 * 32-bit size per dimension. A file of n x a x b x ... elements is n rows of a b ... columns.
 */
record IdxHeader(ElementType type, int dimensions, int rows, int columns) {
  private static final Map<Integer, ElementType> TYPES =
      Map.of(
          0x08, ElementType.UNSIGNED_BYTE,
          0x09, ElementType.BYTE,
          0x0B, ElementType.SHORT,
          0x0C, ElementType.INT,
          0x0D, ElementType.FLOAT,
          0x0E, ElementType.DOUBLE);

  /** Reads the header and checks its claims against the length of the file. */
  static IdxHeader read(FileContent content) throws IOException {
    ByteBuffer start = read(content, 4);
    if (start.getShort(0) != 0) {
      throw content.problem("not an IDX file: it does not start with two zero bytes");
    }
    ElementType type = TYPES.get(start.get(2) & 0xff);
    if (type == null) {
      throw content.problem(String.format("unknown IDX type code 0x%02X", start.get(2)));
    }
    int dimensions = start.get(3) & 0xff;
    if (dimensions == 0) {
      throw content.problem("IDX header with 0 dimensions; at least 1 is needed");
    }
    ByteBuffer sizes = read(content, 4 * dimensions);
    long rows = multiply(content, 1, Integer.toUnsignedLong(sizes.getInt()), Limits.ELEMENTS);
    long columns = 1;
    while (sizes.hasRemaining()) {
      columns = multiply(content, columns, Integer.toUnsignedLong(sizes.getInt()), Limits.ELEMENTS);
    }
    long elements = multiply(content, rows, columns, Limits.PASSING_ELEMENTS);
    content.checkLength(4 + 4L * dimensions + elements * type.bytes());
    return new IdxHeader(type, dimensions, (int) rows, (int) columns);
  }

  Elements.Layout layout() {
    return new Elements.Layout(rows, columns, false);
  }

  Elements elements(FileContent content) {
    return new Elements(content, type, ByteOrder.BIG_ENDIAN, (long) rows * columns);
  }

  private static ByteBuffer read(FileContent content, int length) throws IOException {
    byte[] bytes = content.readNBytes(length);
    if (bytes.length < length) {
      throw content.problem("truncated inside its IDX header");
    }
    return ByteBuffer.wrap(bytes);
  }

  /** The product of numbers up to 2^31 and 2^32. */
  private static long multiply(FileContent content, long a, long b, long limit)
      throws MalformedFileException {
    if (a * b > limit) {
      throw content.problem(
          "IDX header with " + a + " x " + b + " elements; the limit is " + limit);
    }
    return a * b;
  }
}
