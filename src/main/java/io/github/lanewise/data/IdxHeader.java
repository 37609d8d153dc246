package io.github.lanewise.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The header of an IDX file: bytes 0, 0, type code, dimension count, then one unsigned big-endian
 * 32-bit size per dimension. A file of n x a x b x ... elements is n rows of a b ... columns.
 */
record IdxHeader(IdxType type, int dimensions, int rows, int columns) {

  /** Reads the header and checks its claims against the length of the file. */
  static IdxHeader read(Path file, FileContent content) throws IOException {
    ByteBuffer start = read(file, content, 4);
    if (start.getShort(0) != 0) {
      throw new MalformedFileException(
          file, 0, "not an IDX file: it does not start with two zero bytes");
    }
    IdxType type = IdxType.of(start.get(2));
    if (type == null) {
      throw new MalformedFileException(
          file, 0, String.format("unknown IDX type code 0x%02X", start.get(2)));
    }
    int dimensions = start.get(3) & 0xff;
    if (dimensions == 0) {
      throw new MalformedFileException(
          file, 0, "IDX header with 0 dimensions; at least 1 is needed");
    }
    ByteBuffer sizes = read(file, content, 4 * dimensions);
    long rows = Integer.toUnsignedLong(sizes.getInt());
    long columns = 1;
    while (sizes.hasRemaining()) {
      columns = multiply(file, columns, Integer.toUnsignedLong(sizes.getInt()));
    }
    long elements = multiply(file, rows, columns);
    FileContent.checkLength(file, 4 + 4L * dimensions + elements * type.bytes());
    return new IdxHeader(type, dimensions, (int) rows, (int) columns);
  }

  int elements() {
    return rows * columns;
  }

  private static ByteBuffer read(Path file, FileContent content, int length) throws IOException {
    byte[] bytes = content.readNBytes(length);
    if (bytes.length < length) {
      throw new MalformedFileException(file, 0, "truncated inside its IDX header");
    }
    return ByteBuffer.wrap(bytes);
  }

  private static long multiply(Path file, long a, long b) throws MalformedFileException {
    if (a > Integer.MAX_VALUE || b > Integer.MAX_VALUE || a * b > Integer.MAX_VALUE) {
      throw new MalformedFileException(
          file,
          0,
          "IDX header with " + a + " x " + b + " elements; the limit is " + Integer.MAX_VALUE);
    }
    return a * b;
  }
}
