package io.github.lanewise.data;

import java.nio.ByteBuffer;
import java.util.function.ToDoubleFunction;

/** The number types of binary formats. */
enum ElementType {
  UNSIGNED_BYTE(1, in -> in.get() & 0xff),
  BYTE(1, ByteBuffer::get),
  UNSIGNED_SHORT(2, in -> in.getShort() & 0xffff),
  SHORT(2, ByteBuffer::getShort),
  UNSIGNED_INT(4, in -> in.getInt() & 0xffffffffL),
  INT(4, ByteBuffer::getInt),
  LONG(8, ByteBuffer::getLong),
  HALF(2, in -> Float.float16ToFloat(in.getShort())),
  FLOAT(4, ByteBuffer::getFloat),
  DOUBLE(8, ByteBuffer::getDouble);

  private final int bytes;
  private final ToDoubleFunction<ByteBuffer> reader;

  ElementType(int bytes, ToDoubleFunction<ByteBuffer> reader) {
    this.bytes = bytes;
    this.reader = reader;
  }

  int bytes() {
    return bytes;
  }

  boolean isIntegral() {
    return compareTo(HALF) < 0;
  }

  /** Whether every value is exact as a float. */
  boolean fitsFloat() {
    return bytes < 4 || this == FLOAT;
  }

  /** What features of this type are stored in. */
  RowType rowType() {
    return this == UNSIGNED_BYTE ? RowType.BYTE : fitsFloat() ? RowType.FLOAT : RowType.DOUBLE;
  }

  /** The bytes of memory that one feature takes. */
  int storedBytes() {
    return rowType().bytes();
  }

  /** The next element: exact, but for integers beyond 2^53, which are rounded. */
  double read(ByteBuffer in) {
    return reader.applyAsDouble(in);
  }

  /** The next element of an integral type, exact. */
  long readInteger(ByteBuffer in) {
    return this == LONG ? in.getLong() : (long) read(in);
  }
}
