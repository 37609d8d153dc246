package io.github.lanewise.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The lines of a text file, plain or gzip, as bytes in a buffer, ended by LF or CR LF; a byte order
 * mark is skipped. For formats whose text is numbers: nothing is decoded or copied.
 */
final class ByteLines implements Closeable {
  private static final int BUFFER = 1 << 18;

  private final Path file;
  private final FileContent content;
  private byte[] buffer = new byte[BUFFER];
  private int position;
  private int filled;
  private int start;
  private int end;
  private long number;

  ByteLines(Path file, Limits limits) throws IOException {
    this.file = file;
    this.content = FileContent.open(file, limits);
  }

  /** Moves on to the next line, or returns false after the last. */
  boolean next() throws IOException {
    int search = position;
    while (true) {
      while (search < filled && buffer[search] != '\n') {
        search++;
      }
      if (search < filled) {
        take(search, search + 1);
        return true;
      }
      int held = search - position;
      if (!fill()) {
        if (held > 0) {
          take(filled, filled);
        }
        return held > 0;
      }
      search = position + held;
    }
  }

  private void take(int lineEnd, int next) {
    start = position;
    end = lineEnd > position && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    position = next;
    number++;
    if (number == 1 && end - start >= 3 && isByteOrderMark()) {
      start += 3;
    }
  }

  private boolean isByteOrderMark() {
    return buffer[start] == (byte) 0xEF
        && buffer[start + 1] == (byte) 0xBB
        && buffer[start + 2] == (byte) 0xBF;
  }

  /** Moves what is left to the beginning of the buffer and reads on; false at the end. */
  private boolean fill() throws IOException {
    int held = filled - position;
    if (held >= TextLines.MAX_LENGTH) {
      number++;
      throw problem("longer than " + TextLines.MAX_LENGTH + " bytes, the limit for a line");
    }
    byte[] target = held > buffer.length / 2 ? new byte[2 * buffer.length] : buffer;
    System.arraycopy(buffer, position, target, 0, held);
    buffer = target;
    position = 0;
    filled = held;
    int read = content.read(buffer, held, buffer.length - held);
    filled += Math.max(0, read);
    return read > 0;
  }

  /** The buffer that holds the line, until the next one is asked for. */
  byte[] buffer() {
    return buffer;
  }

  /** Where the line begins. */
  int start() {
    return start;
  }

  /** Where the line ends, its end not counted. */
  int end() {
    return end;
  }

  /** The number of the line, counted from 1. */
  long number() {
    return number;
  }

  MalformedFileException problem(String problem) {
    return new MalformedFileException(file, number, problem);
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
