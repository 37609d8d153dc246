package io.github.lanewise.io;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One message in the <a href="https://protobuf.dev/programming-guides/encoding/">wire format of
 * Protocol Buffers</a>, field after field: the little of it that an ONNX file needs.
 */
public final class Protobuf {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Begins an empty message. */
  public Protobuf() {}

  /**
   * Adds a number.
   *
   * @param field the field's number
   * @param value at least 0
   * @return this message
   */
  public Protobuf number(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  /**
   * Adds a text.
   *
   * @param field the field's number
   * @param value any text
   * @return this message
   */
  public Protobuf text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Adds a message.
   *
   * @param field the field's number
   * @param value a complete message. Not modified
   * @return this message
   */
  public Protobuf message(int field, Protobuf value) {
    return bytes(field, value.toByteArray());
  }

  /**
   * Adds bytes.
   *
   * @param field the field's number
   * @param value any bytes. Not modified
   * @return this message
   */
  public Protobuf bytes(int field, byte[] value) {
    tag(field, LENGTH_DELIMITED);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  /**
   * The message so far.
   *
   * @return its bytes
   */
  public byte[] toByteArray() {
    return out.toByteArray();
  }

  private void tag(int field, int wireType) {
    varint((long) field << 3 | wireType);
  }

  /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
  private void varint(long value) {
    long rest = value;
    while (rest >= 0x80) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
