package io.github.lanewise.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The first 128 bytes of a mapped file (see {@link MappedFile}), and where everything else lies.
 *
 * @param type of the elements
 * @param rows N, at least 1
 * @param columns D, at least 1
 * @param nonZeros stored in sparse rows; 0 of dense ones
 * @param classes C, at least 1
 * @param scale see {@link Features#scale}
 * @param nameBytes the length of the label names
 * @param sha256 of everything after the header but feature names, 32 bytes
 * @param featureNameBytes the length of the feature names; 0 if there are none
 * @param featureNameChecksum CRC-32C of them
 */
record MappedHeader(
    RowType type,
    int rows,
    int columns,
    long nonZeros,
    int classes,
    double scale,
    int nameBytes,
    byte[] sha256,
    int featureNameBytes,
    int featureNameChecksum) {

  /** The length of a header: rows begin at a multiple of {@link #ALIGNMENT}. */
  static final int BYTES = 128;

  static final int ALIGNMENT = 64;

  /** The first eight bytes: "LANEROWS". */
  static final long MAGIC = 0x53574f52454e414cL;

  /** The longest row: a piece of a file that is mapped at once holds whole rows. */
  static final int MAX_ROW_BYTES = 1 << 30;

  private static final int VERSION = 1;
  private static final int CHECKED_BYTES = 84;

  /** Bytes of one dense row. */
  long rowBytes() {
    return (long) columns * type.bytes();
  }

  /** Where the row pointers begin: behind the rows. */
  long pointersAt() {
    return BYTES + aligned(isSparse() ? nonZeros * type.bytes() : rows * rowBytes());
  }

  /** Where the labels begin. Dense rows have no pointers. */
  long labelsAt() {
    return pointersAt() + (isSparse() ? aligned((rows + 1L) * Long.BYTES) : 0);
  }

  boolean isSparse() {
    return type == RowType.SPARSE;
  }

  /** Where the names begin. */
  long namesAt() {
    return labelsAt() + aligned((long) rows * Integer.BYTES);
  }

  /** Where the feature names begin. */
  long featureNamesAt() {
    return namesAt() + nameBytes;
  }

  /** The length of the whole file. */
  long fileBytes() {
    return featureNamesAt() + featureNameBytes;
  }

  /** The next multiple of {@link #ALIGNMENT}. */
  static long aligned(long position) {
    return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** The header with another scale, which only bytes can be given; null for this one. */
  MappedHeader scaled(Double other, Path file) throws MalformedFileException {
    if (other == null || other == scale) {
      return this;
    }
    require(
        file,
        type == RowType.BYTE,
        "its features have the scale " + scale + ", which cannot become " + other);
    Checks.scale(other);
    return new MappedHeader(
        type,
        rows,
        columns,
        nonZeros,
        classes,
        other,
        nameBytes,
        sha256,
        featureNameBytes,
        featureNameChecksum);
  }

  ByteBuffer encode() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(MAGIC).putInt(VERSION).putInt(type.code());
    bytes.putLong(rows).putInt(columns).putInt(classes);
    bytes.putDouble(scale).putInt(nameBytes).putLong(nonZeros);
    bytes.put(sha256).putInt(checksum(bytes));
    bytes.putInt(featureNameBytes).putInt(featureNameChecksum);
    return bytes.clear();
  }

  /**
   * Reads and checks a header.
   *
   * @param bytes the first 128 of the file, little-endian
   * @param length of the whole file
   */
  static MappedHeader decode(ByteBuffer bytes, long length, Path file)
      throws MalformedFileException {
    long magic = bytes.getLong();
    require(file, magic == MAGIC, "not a mapped file: it does not begin with LANEROWS");
    int version = bytes.getInt();
    require(file, version == VERSION, "version " + version + "; only " + VERSION + " is known");
    require(
        file,
        bytes.getInt(CHECKED_BYTES) == checksum(bytes),
        "damaged: the checksum of its header does not match");
    int code = bytes.getInt();
    RowType type = RowType.of(code);
    require(file, type != null, "rows of kind " + code + "; only 1 to 4 are known");
    MappedHeader header = decode(bytes, type, file);
    require(
        file,
        header.fileBytes() == length,
        "%s: its header announces %s bytes, it has %s"
            .formatted(
                header.fileBytes() > length ? "truncated" : "oversized",
                header.fileBytes(),
                length));
    return header;
  }

  /** Reads and checks the numbers behind the type, which says how many elements there can be. */
  private static MappedHeader decode(ByteBuffer bytes, RowType type, Path file)
      throws MalformedFileException {
    boolean sparse = type == RowType.SPARSE;
    int mostInRow = MAX_ROW_BYTES / type.bytes();
    long rows = checked(bytes.getLong(), 1, Integer.MAX_VALUE, "rows", file);
    int mostColumns = sparse ? Limits.ELEMENTS : mostInRow;
    int columns = (int) checked(bytes.getInt(), 1, mostColumns, "columns", file);
    int classes = bytes.getInt();
    double scale = bytes.getDouble();
    require(file, Checks.isScale(scale), "scale " + scale + "; must be above 0 and finite");
    int most = MappedNames.MAX_BYTES;
    int nameBytes = (int) checked(bytes.getInt(), 0, most, "bytes of label names", file);
    checked(classes, 1, nameBytes / Integer.BYTES, "classes with that many bytes of names", file);
    long nonZeros = checked(bytes.getLong(), 0, sparse ? rows * mostInRow : 0, "non-zeros", file);
    byte[] sha256 = new byte[32];
    bytes.get(sha256);
    bytes.position(CHECKED_BYTES + Integer.BYTES);
    int featureNameBytes = bytes.getInt();
    require(
        file,
        featureNameBytes == 0
            || featureNameBytes <= most && featureNameBytes / Integer.BYTES >= columns,
        "%s bytes of names for %s features; must be 0, or at least 4 a name and at most %s"
            .formatted(featureNameBytes, columns, most));
    return new MappedHeader(
        type,
        (int) rows,
        columns,
        nonZeros,
        classes,
        scale,
        nameBytes,
        sha256,
        featureNameBytes,
        bytes.getInt());
  }

  /** Returns a number of something, or throws if it is out of range. */
  private static long checked(long number, long least, long most, String what, Path file)
      throws MalformedFileException {
    String problem = "%s %s; must be %s to %s".formatted(number, what, least, most);
    require(file, least <= number && number <= most, problem);
    return number;
  }

  private static void require(Path file, boolean holds, String problem)
      throws MalformedFileException {
    if (!holds) {
      throw new MalformedFileException(file, 0, problem);
    }
  }

  /** Of everything before it. */
  private static int checksum(ByteBuffer header) {
    CRC32C checksum = new CRC32C();
    checksum.update(Arrays.copyOf(header.array(), CHECKED_BYTES));
    return (int) checksum.getValue();
  }
}
