package io.github.lanewise.data;

import java.io.IOException;
import java.nio.file.Path;

/**
 * How large a text file is, counted without parsing it, and so what {@link DataFiles#convert} needs
 * for it.
 *
 * @param lines at least as many as there are rows
 * @param batchBytes the text of the largest batch of lines, which become rows together
 */
public record TextSize(long lines, long batchBytes) {
  /** The rows that are held while a text file is converted. */
  static final int BATCH = 1024;

  /** Labels that were met, in an array that has grown, and in the order of their names. */
  private static final int LABEL_BYTES = 3 * Integer.BYTES;

  /** The non-zeros of a sparse row, in an array that has grown. */
  private static final int LENGTH_BYTES = 2 * Integer.BYTES;

  /**
   * A number is two bytes of text or more, and at most twice the 8 bytes of a double: as it is
   * collected, and in the array of its batch.
   */
  private static final int BYTES_PER_TEXT_BYTE = 2 * Double.BYTES / 2;

  /** Counts the lines, which are unpacked for that, and refuses what labels have no room for. */
  static TextSize of(Path file, Limits limits) throws IOException {
    long largest = 0;
    long batch = 0;
    try (ByteLines lines = new ByteLines(file, limits)) {
      while (lines.next()) {
        batch += lines.end() - lines.start() + 1;
        if (lines.number() % BATCH == 0) {
          largest = Math.max(largest, batch);
          batch = 0;
        }
      }
      limits.checkMemory(
          lines.number() * LABEL_BYTES,
          problem ->
              new MalformedFileException(file, 0, "the labels of its lines need " + problem));
      return new TextSize(lines.number(), Math.max(largest, batch));
    }
  }

  /**
   * About how much heap converting takes, of text with short numbers: 20 bytes for each line, and 8
   * for each byte of the largest batch. Longer numbers take less.
   *
   * @return bytes
   */
  public long convertBytes() {
    return lines * (LABEL_BYTES + LENGTH_BYTES) + batchBytes * BYTES_PER_TEXT_BYTE;
  }
}
