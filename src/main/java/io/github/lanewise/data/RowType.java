package io.github.lanewise.data;

/** The types in which rows are stored, in memory and in files. */
enum RowType {
  /** Unsigned bytes, which a scale makes features. */
  BYTE(1, Byte.BYTES),
  /** Features in single precision. */
  FLOAT(2, Float.BYTES),
  /** Features in double precision. */
  DOUBLE(3, Double.BYTES),
  /** Non-zeros in single precision, each with its column. */
  SPARSE(4, Integer.BYTES + Float.BYTES);

  private final int code;
  private final int bytes;

  RowType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** Its number in a file. */
  int code() {
    return code;
  }

  /** Bytes of an element. */
  int bytes() {
    return bytes;
  }

  /** The type of a number in a file, or null if there is none. */
  static RowType of(int code) {
    for (RowType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }
}
