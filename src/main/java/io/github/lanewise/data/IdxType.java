package io.github.lanewise.data;

import java.io.DataInput;
import java.io.IOException;

/** The element types of IDX files, all big-endian. */
enum IdxType {
  UNSIGNED_BYTE(0x08, 1, DataInput::readUnsignedByte),
  BYTE(0x09, 1, DataInput::readByte),
  SHORT(0x0B, 2, DataInput::readShort),
  INT(0x0C, 4, DataInput::readInt),
  FLOAT(0x0D, 4, DataInput::readFloat),
  DOUBLE(0x0E, 8, DataInput::readDouble);

  /** Reads one element; every IDX type fits a double exactly. */
  interface Reader {
    double read(DataInput in) throws IOException;
  }

  private final int code;
  private final int bytes;
  private final Reader reader;

  IdxType(int code, int bytes, Reader reader) {
    this.code = code;
    this.bytes = bytes;
    this.reader = reader;
  }

  /** Returns the type with a code, or null if there is none. */
  static IdxType of(int code) {
    for (IdxType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }

  int bytes() {
    return bytes;
  }

  boolean isIntegral() {
    return this != FLOAT && this != DOUBLE;
  }

  /** Whether every value is exact as a float. */
  boolean fitsFloat() {
    return this != INT && this != DOUBLE;
  }

  double read(DataInput in) throws IOException {
    return reader.read(in);
  }
}
