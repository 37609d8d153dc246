package io.github.lanewise.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * The header of an npy file: {@code \x93NUMPY}, major and minor version, the length of a text as 2
 * little-endian bytes (version 1) or 4 (versions 2 and 3), and the text. Format: NumPy Enhancement
 * Proposal 1.
 *
 * @param type of the elements, if they are numbers; else null
 * @param text U (UTF-32) or S (UTF-8), if the elements are text; else 0
 * @param elementBytes the bytes of an element
 * @param order of the bytes of a number, or of a character of UTF-32
 * @param byColumn whether the first index is the fastest
 * @param dimensions at least 1
 * @param rows the first size
 * @param columns the product of the other sizes
 */
record NpyHeader(
    ElementType type,
    char text,
    int elementBytes,
    ByteOrder order,
    boolean byColumn,
    int dimensions,
    int rows,
    int columns) {

  static final String MAGIC = "\u0093NUMPY";

  /** NumPy's own limit. */
  private static final int MAX_LENGTH = 10_000;

  private static final Map<String, ElementType> TYPES =
      Map.of(
          "u1", ElementType.UNSIGNED_BYTE,
          "u2", ElementType.UNSIGNED_SHORT,
          "u4", ElementType.UNSIGNED_INT,
          "i1", ElementType.BYTE,
          "i2", ElementType.SHORT,
          "i4", ElementType.INT,
          "i8", ElementType.LONG,
          "f2", ElementType.HALF,
          "f4", ElementType.FLOAT,
          "f8", ElementType.DOUBLE);

  /** Reads the header and checks its claims against the length of the file. */
  static NpyHeader read(FileContent content) throws IOException {
    byte[] magic = read(content, MAGIC.length());
    if (!new String(magic, StandardCharsets.ISO_8859_1).equals(MAGIC)) {
      throw content.problem("not an npy file: it does not start with \\x93NUMPY");
    }
    byte[] version = read(content, 2);
    if (version[0] < 1 || version[0] > 3 || version[1] != 0) {
      throw content.problem(
          "npy version "
              + (version[0] & 0xff)
              + "."
              + (version[1] & 0xff)
              + "; only 1.0, 2.0 and 3.0 are known");
    }
    int lengthBytes = version[0] == 1 ? Short.BYTES : Integer.BYTES;
    byte[] lengthField = Arrays.copyOf(read(content, lengthBytes), Integer.BYTES);
    int length = ByteBuffer.wrap(lengthField).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (length < 0 || length > MAX_LENGTH) {
      throw content.problem(
          "npy header of " + Integer.toUnsignedLong(length) + " bytes; the limit is " + MAX_LENGTH);
    }
    String text = new String(read(content, length), StandardCharsets.ISO_8859_1);
    NpyHeader header = of(text, content);
    long before = MAGIC.length() + version.length + lengthBytes + length;
    content.checkLength(before + header.elements() * header.elementBytes);
    return header;
  }

  /** How many elements there are. */
  long elements() {
    return (long) rows * columns;
  }

  Elements.Layout layout() {
    return new Elements.Layout(rows, columns, byColumn);
  }

  Elements elements(FileContent content) {
    return new Elements(content, type, order, elements());
  }

  private static byte[] read(FileContent content, int length) throws IOException {
    byte[] bytes = content.readNBytes(length);
    if (bytes.length < length) {
      throw content.problem("truncated inside its npy header");
    }
    return bytes;
  }

  private static NpyHeader of(String text, FileContent content) throws MalformedFileException {
    NpyDescription description;
    try {
      description = NpyDescription.parse(text);
    } catch (IllegalArgumentException e) {
      throw content.problem("npy header: " + e.getMessage());
    }
    String type = description.type();
    if (!type.matches("[<>|][a-zA-Z][0-9]{0,7}")) {
      throw unknownType(type, content);
    }
    long[] shape = description.shape();
    if (shape.length == 0) {
      throw content.problem("npy header: a single number, no array");
    }
    if (description.byColumn() && shape.length > 2) {
      throw content.problem(
          "npy header: Fortran order in " + shape.length + " dimensions; 1 or 2 are supported");
    }
    ByteOrder order = type.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ElementType numbers = TYPES.get(type.substring(1));
    char kind = numbers == null ? type.charAt(1) : 0;
    int bytes = numbers == null ? textBytes(type, content) : numbers.bytes();
    int rows = product(shape, 0, 1, content);
    int columns = product(shape, 1, shape.length, content);
    if ((long) rows * columns > Limits.PASSING_ELEMENTS) {
      throw tooMany(shape, Limits.PASSING_ELEMENTS, content);
    }
    return new NpyHeader(
        numbers, kind, bytes, order, description.byColumn(), shape.length, rows, columns);
  }

  private static int textBytes(String type, FileContent content) throws MalformedFileException {
    char kind = type.charAt(1);
    if ((kind != 'U' && kind != 'S') || type.length() == 2) {
      throw unknownType(type, content);
    }
    return Integer.parseInt(type.substring(2)) * (kind == 'U' ? Integer.BYTES : 1);
  }

  private static MalformedFileException unknownType(String type, FileContent content) {
    boolean objects = type.contains("O");
    return content.problem(
        "npy type '"
            + CsvRows.shortened(type)
            + "'"
            + (objects ? ", pickled objects, which could run code" : "")
            + "; only numbers (u1 to u4, i1 to i8, f2 to f8) and text (U, S) are read");
  }

  private static int product(long[] shape, int from, int to, FileContent content)
      throws MalformedFileException {
    long product = 1;
    for (int i = from; i < to; i++) {
      if (shape[i] > Limits.ELEMENTS || product * shape[i] > Limits.ELEMENTS) {
        throw tooMany(shape, Limits.ELEMENTS, content);
      }
      product *= shape[i];
    }
    return (int) product;
  }

  private static MalformedFileException tooMany(long[] shape, long limit, FileContent content) {
    String sizes = CsvRows.shortened(Arrays.toString(shape));
    return content.problem(
        "npy header with the shape " + sizes + "; the limit is " + limit + " elements");
  }
}
