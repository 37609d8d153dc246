package io.github.lanewise.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The rows of an svmlight file, parsed as they go by. */
final class SvmlightRows implements Closeable {
  private final ByteLines lines;
  private final int indexBase;
  private final long highest;
  private final double scale;
  private final NumberScanner numbers = new NumberScanner();

  /** The line under way: what is left of it lies in text from position to end. */
  private byte[] text;

  private int position;
  private int end;

  /** Rows with indices up to base + columns - 1. */
  SvmlightRows(Path file, ReadOptions options, int columns) throws IOException {
    lines = new ByteLines(file, options.limits());
    indexBase = options.indexBase();
    highest = (long) indexBase + columns - 1;
    scale = options.numberScale();
  }

  /** Moves on to the next row, or returns false after the last. */
  boolean next() throws IOException {
    while (lines.next()) {
      text = lines.buffer();
      position = lines.start();
      end = lines.end();
      if (position == end) {
        requireNothingMore();
        return false;
      }
      if (text[position] != '#') {
        return true;
      }
    }
    return false;
  }

  /** Only empty lines may follow an empty line. */
  private void requireNothingMore() throws IOException {
    MalformedFileException problem = problem("empty line in the middle of the data");
    while (lines.next()) {
      if (lines.end() > lines.start()) {
        throw problem;
      }
    }
  }

  /** Takes the label, which every row begins with. */
  String label() throws IOException {
    int start = position;
    boolean plain = true;
    while (position < end && !isBlank(text[position])) {
      byte character = text[position++];
      plain &= character >= 0;
      if (character == ':' || character == ',' || character == '#') {
        throw problem(
            "label \""
                + token(start)
                + "\"; every row must begin with one label, without : , or #");
      }
    }
    if (position == start) {
      throw problem("begins with a blank; every row must begin with a label");
    }
    if (plain) {
      return new String(text, start, position - start, StandardCharsets.ISO_8859_1);
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(text, start, position - start);
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw problem("the label is not UTF-8 text");
    }
  }

  /** Takes the rest of the row. */
  void features(CsrBuilder target) throws MalformedFileException {
    skipBlanks();
    if (end - position > 4 && text[position] == 'q' && text[position + 1] == 'i') {
      skipQuery();
    }
    long least = indexBase;
    while (position < end && text[position] != '#') {
      long index = index(least);
      float value = value();
      target.add((int) (index - indexBase), value);
      least = index + 1;
      skipBlanks();
    }
  }

  private void skipQuery() throws MalformedFileException {
    int start = position;
    while (position < end && !isBlank(text[position])) {
      position++;
    }
    if (!new String(text, start, position - start, StandardCharsets.ISO_8859_1)
        .matches("qid:[0-9]+")) {
      throw problem("\"" + token(start) + "\"; must be qid:number or index:value");
    }
    skipBlanks();
  }

  private long index(long least) throws MalformedFileException {
    int start = position;
    long index = 0;
    while (position < end && text[position] >= '0' && text[position] <= '9') {
      index = Math.min(10 * index + text[position++] - '0', Integer.MAX_VALUE + 1L);
    }
    if (position == start || position == end || text[position] != ':') {
      throw problem("\"" + token(start) + "\"; must be index:value");
    }
    position++;
    if (index < least || index > highest) {
      throw wrongIndex(index, least);
    }
    return index;
  }

  private MalformedFileException wrongIndex(long index, long least) {
    if (index < indexBase) {
      return problem(
          "index 0 in a file whose features are counted from 1; if it counts from 0, say so"
              + " (ReadOptions.indexBase, --index-base)");
    }
    if (index > highest) {
      return problem(
          "index "
              + (index > Integer.MAX_VALUE ? "beyond " + Integer.MAX_VALUE : index)
              + "; the limit is "
              + highest);
    }
    return problem(
        "index "
            + index
            + (index == least - 1 ? " twice" : " after " + (least - 1))
            + "; indices must increase within a row");
  }

  private float value() throws MalformedFileException {
    int start = position;
    float value = numbers.scan(text, position, end, scale);
    position = numbers.end();
    if (position == start || position < end && !isBlank(text[position]) && text[position] != '#') {
      throw problem("value \"" + token(start) + "\"; must be a finite decimal number");
    }
    if (Float.isInfinite(value)) {
      throw problem("value " + token(start) + "; must be within the range of float");
    }
    return value;
  }

  private void skipBlanks() {
    while (position < end && isBlank(text[position])) {
      position++;
    }
  }

  private static boolean isBlank(byte character) {
    return character == ' ' || character == '\t';
  }

  /** The token that begins at an index, for a message. */
  private String token(int start) {
    int stop = start;
    while (stop < end && !isBlank(text[stop])) {
      stop++;
    }
    return CsvRows.shortened(new String(text, start, stop - start, StandardCharsets.UTF_8));
  }

  MalformedFileException problem(String problem) {
    return lines.problem(problem);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
