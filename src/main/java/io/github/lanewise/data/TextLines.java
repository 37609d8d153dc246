package io.github.lanewise.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The lines of a UTF-8 text file, plain or gzip, ended by LF or CR LF; a byte order mark is
 * skipped. Holds one line at a time.
 */
final class TextLines implements Closeable {
  /** Longer lines are refused, so that a file without line ends cannot fill the memory. */
  static final int MAX_LENGTH = 1 << 24;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Path file;
  private final FileContent content;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private byte[] line = new byte[1 << 10];
  private int length;
  private long number;

  TextLines(Path file, Limits limits) throws IOException {
    this(file, FileContent.open(file, limits));
  }

  /** Reads lines from anywhere; errors name the file. */
  TextLines(Path file, FileContent content) {
    this.file = file;
    this.content = content;
  }

  /**
   * Whether the next line is there with its end, so that nobody has to wait for it; or fills the
   * buffer without one.
   */
  boolean hasArrived() throws IOException {
    while (!holdsLineEnd() && limit - position < buffer.length && content.available() > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
      int read = content.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        return limit > 0;
      }
      limit += read;
    }
    return holdsLineEnd() || limit - position == buffer.length;
  }

  private boolean holdsLineEnd() {
    for (int i = position; i < limit; i++) {
      if (buffer[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  /** The number of the line last read, counted from 1. */
  long number() {
    return number;
  }

  /** Returns the next line without its end, or null after the last. */
  String next() throws IOException {
    if (position == limit && !fill()) {
      return null;
    }
    number++;
    length = 0;
    while ((position < limit || fill()) && !takeLineEnd()) {
      takeUpToLineEnd();
    }
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    String text = decode();
    return number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  MalformedFileException problem(String problem) {
    return new MalformedFileException(file, number, problem);
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, content.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  private boolean takeLineEnd() {
    boolean found = buffer[position] == '\n';
    if (found) {
      position++;
    }
    return found;
  }

  private void takeUpToLineEnd() throws IOException {
    int end = position;
    while (end < limit && buffer[end] != '\n') {
      end++;
    }
    int taken = end - position;
    if (length + taken > MAX_LENGTH) {
      throw problem("longer than " + MAX_LENGTH + " bytes, the limit for a line");
    }
    if (length + taken > line.length) {
      line = Arrays.copyOf(line, Math.max(2 * line.length, length + taken));
    }
    System.arraycopy(buffer, position, line, length, taken);
    length += taken;
    position = end;
  }

  private String decode() throws IOException {
    try {
      return decoder.decode(ByteBuffer.wrap(line, 0, length)).toString();
    } catch (CharacterCodingException e) {
      throw problem("not UTF-8 text");
    }
  }
}
