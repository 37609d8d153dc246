package io.github.lanewise.data;

import java.util.function.Function;

/**
 * What a reader accepts before it allocates anything: a file that claims or holds more is refused
 * with a message that names the limit.
 *
 * @param rows the most rows N, at least 1
 * @param columns the most features D, at least 1
 * @param unpackedBytes the most bytes that one packed file (gzip or zip) may unpack to, at least 1
 * @param memoryBytes the most memory that the arrays of one read may take, including those that it
 *     needs only while it reads, at least 1
 */
public record Limits(int rows, int columns, long unpackedBytes, long memoryBytes) {

  /** The most elements that every Java virtual machine allows in an array. */
  static final int ELEMENTS = Integer.MAX_VALUE - 8;

  /** The most elements of a file that passes by: its bytes can be counted in a long. */
  static final long PASSING_ELEMENTS = 1L << 37;

  private static final int UNPACKED_BYTES_PER_HEAP_BYTE = 64;

  /**
   * Checks the limits.
   *
   * @throws InvalidDataException if a limit is below 1
   */
  public Limits {
    requirePositive("rows", rows);
    requirePositive("columns", columns);
    requirePositive("unpackedBytes", unpackedBytes);
    requirePositive("memoryBytes", memoryBytes);
  }

  /**
   * The limits of a reader that is not given any: arrays of up to three quarters of the largest
   * heap ({@code java -Xmx}), packed files of up to 64 times that heap, and as many rows and
   * columns as an array has elements.
   *
   * @return the limits
   */
  public static Limits defaults() {
    long heap = Runtime.getRuntime().maxMemory();
    long unpacked = Math.min(heap, Long.MAX_VALUE / UNPACKED_BYTES_PER_HEAP_BYTE);
    return new Limits(ELEMENTS, ELEMENTS, unpacked * UNPACKED_BYTES_PER_HEAP_BYTE, heap / 4 * 3);
  }

  /**
   * Another limit for rows.
   *
   * @param rows the most rows N, at least 1
   * @return these limits with that one
   * @throws InvalidDataException if it is below 1
   */
  public Limits rows(int rows) {
    return new Limits(rows, columns, unpackedBytes, memoryBytes);
  }

  /**
   * Another limit for columns.
   *
   * @param columns the most features D, at least 1
   * @return these limits with that one
   * @throws InvalidDataException if it is below 1
   */
  public Limits columns(int columns) {
    return new Limits(rows, columns, unpackedBytes, memoryBytes);
  }

  /**
   * Another limit for what a packed file unpacks to.
   *
   * @param unpackedBytes the most bytes, at least 1
   * @return these limits with that one
   * @throws InvalidDataException if it is below 1
   */
  public Limits unpackedBytes(long unpackedBytes) {
    return new Limits(rows, columns, unpackedBytes, memoryBytes);
  }

  /**
   * Another limit for memory.
   *
   * @param memoryBytes the most bytes of arrays, at least 1
   * @return these limits with that one
   * @throws InvalidDataException if it is below 1
   */
  public Limits memoryBytes(long memoryBytes) {
    return new Limits(rows, columns, unpackedBytes, memoryBytes);
  }

  /** Throws unless that many rows are allowed; {@code problem} makes the exception. */
  void checkRows(long count, Function<String, MalformedFileException> problem)
      throws MalformedFileException {
    check(count, rows, "rows", "raise it with Limits.rows", problem);
  }

  /** Throws unless that many columns are allowed; {@code problem} makes the exception. */
  void checkColumns(long count, Function<String, MalformedFileException> problem)
      throws MalformedFileException {
    check(count, columns, "columns", "raise it with Limits.columns", problem);
  }

  /** Throws unless a packed file may have that many bytes; {@code problem} makes the exception. */
  void checkUnpacked(long bytes, Function<String, MalformedFileException> problem)
      throws MalformedFileException {
    String remedy =
        "raise it with Limits.unpackedBytes, or with java -Xmx, of which it is 64 times";
    check(bytes, unpackedBytes, "unpacked bytes", remedy, problem);
  }

  /** Throws unless that much memory may be used; {@code problem} makes the exception. */
  void checkMemory(long bytes, Function<String, MalformedFileException> problem)
      throws MalformedFileException {
    String remedy = "raise it with java -Xmx, of which it is 3/4, or with Limits.memoryBytes";
    check(bytes, memoryBytes, "bytes of memory", remedy, problem);
  }

  private static void check(
      long count,
      long limit,
      String what,
      String remedy,
      Function<String, MalformedFileException> problem)
      throws MalformedFileException {
    if (count > limit) {
      throw problem.apply(
          "%s or more %s; the limit is %s: %s".formatted(count, what, limit, remedy));
    }
  }

  private static void requirePositive(String name, long limit) {
    if (limit < 1) {
      throw new InvalidDataException(name + ": a limit of " + limit + "; must be at least 1");
    }
  }
}
