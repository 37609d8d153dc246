package io.github.lanewise.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of a CSV file (RFC 4180) as lists of cells; a row is a line, or several where a line end
 * stands in quotes. The first row decides the number of cells; if none of its cells is a number, or
 * the options say so, it is the header.
 */
final class CsvRows implements Closeable {
  /** A string of a few characters and its place in a list. */
  private static final long BYTES_PER_CELL = 64;

  private static final String SEPARATORS = "\t;,";

  /** Fewer numbers may count from 0 by chance. */
  private static final int COUNTED = 4;

  private final TextLines lines;
  private final Limits limits;
  private final List<String> cells = new ArrayList<>();
  private final List<String> header;
  private final char separator;
  private final int width;
  private boolean firstIsPending;
  private boolean mayBeHeader;
  private String line;
  private long rowLength;

  CsvRows(Path file, ReadOptions options) throws IOException {
    this(file, FileContent.open(file, options.limits()), options);
  }

  /** Reads rows from anywhere; errors name the file. */
  CsvRows(Path file, FileContent content, ReadOptions options) throws IOException {
    lines = new TextLines(file, content);
    limits = options.limits();
    try {
      line = lines.next();
      if (line == null) {
        throw new MalformedFileException(file, 0, "the file is empty; at least one row is needed");
      }
      separator = options.separator() == null ? separatorOf(line) : options.separator();
      split();
      width = cells.size();
      firstIsPending = !(options.header() == null ? looksLikeHeader() : options.header());
      header = firstIsPending ? List.of() : List.copyOf(cells);
      mayBeHeader = options.header() == null;
    } catch (IOException | RuntimeException e) {
      lines.close();
      throw e;
    }
  }

  /** Whether no cell of the first row is a number; one that counts its columns may be either. */
  private boolean looksLikeHeader() throws MalformedFileException {
    List<String> numbers = cells.stream().filter(Decimals::isDecimal).toList();
    List<String> counted = IntStream.range(0, numbers.size()).mapToObj(Integer::toString).toList();
    if (numbers.size() >= COUNTED && numbers.equals(counted)) {
      throw problem(
          "its numbers count from 0 to "
              + (numbers.size() - 1)
              + ": a header of numbered columns, or a row? Say which with --header or --no-header"
              + " (ReadOptions.header)");
    }
    return numbers.isEmpty();
  }

  /** The number of cells in every row. */
  int width() {
    return width;
  }

  /** What stands between cells. */
  char separator() {
    return separator;
  }

  /** The names of the columns; empty if the file has no header. */
  List<String> header() {
    return header;
  }

  /** Whether the next row, or its first line, is there, so that nobody has to wait for it. */
  boolean hasArrived() throws IOException {
    return firstIsPending || lines.hasArrived();
  }

  /** Reads the next row, or returns false after the last. */
  boolean next() throws IOException {
    if (firstIsPending) {
      firstIsPending = false;
      return true;
    }
    mayBeHeader = false;
    line = lines.next();
    if (line == null || isEndOfData()) {
      return false;
    }
    split();
    if (cells.size() != width) {
      throw problem(cells.size() + " cells; the first line has " + width);
    }
    return true;
  }

  /** A cell of the row last read, without surrounding blanks; it may be empty. */
  String cell(int column) {
    return cells.get(column);
  }

  /** A cell of the row last read, without surrounding blanks. */
  String text(int column) throws MalformedFileException {
    String cell = cell(column);
    if (cell.isEmpty()) {
      throw problem("column " + (column + 1) + " is empty");
    }
    return cell;
  }

  /**
   * Adds a cell, as a number times a scale, to the features. Where it is none, it may be the label.
   */
  void addNumber(int column, double scale, DecimalBuilder features, int labelColumn)
      throws MalformedFileException {
    String cell = text(column);
    if (!Decimals.isDecimal(cell)) {
      throw problem(
          "column %s is \"%s\"; must be a finite decimal number%s%s"
              .formatted(
                  column + 1,
                  shortened(cell),
                  labelColumn < width ? labelPlace(labelColumn) : "",
                  mayBeHeader ? "; if this is a header, say --header (ReadOptions.header)" : ""));
    }
    if (Float.isInfinite((float) features.add(cell, scale))) {
      throw problem(
          "column "
              + (column + 1)
              + " is "
              + shortened(cell)
              + "; must be within the range of float");
    }
  }

  /** What to add where a cell shows that another column may be the label. */
  String labelPlace(int labelColumn) {
    return " (the label is column %s of %s, unless --label or ReadOptions.label names another)"
        .formatted(labelColumn + 1, width);
  }

  MalformedFileException problem(String problem) {
    return lines.problem(problem);
  }

  static String shortened(String cell) {
    return cell.length() <= 40 ? cell : cell.substring(0, 40) + "...";
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  /** Whether the line is empty; then only empty lines may follow. */
  private boolean isEndOfData() throws IOException {
    if (!line.isBlank()) {
      return false;
    }
    MalformedFileException problem = problem("empty line in the middle of the data");
    for (String rest = lines.next(); rest != null; rest = lines.next()) {
      if (!rest.isBlank()) {
        throw problem;
      }
    }
    return true;
  }

  /** The first of the usual separators that a line contains outside of quotes. */
  private static char separatorOf(String line) {
    String unquoted = line.replaceAll("\"[^\"]*\"?", "");
    for (char candidate : SEPARATORS.toCharArray()) {
      if (unquoted.indexOf(candidate) >= 0) {
        return candidate;
      }
    }
    return ',';
  }

  /** Splits the row that begins with the line into cells. */
  private void split() throws IOException {
    cells.clear();
    rowLength = line.length();
    int start = 0;
    while (start <= line.length()) {
      int first = skipBlanks(start);
      boolean quoted = first < line.length() && line.charAt(first) == '"';
      start = (quoted ? addQuoted(first + 1) : addPlain(start)) + 1;
      limits.checkMemory(cells.size() * BYTES_PER_CELL, lines::problem);
    }
  }

  /** Adds the cell without quotes that begins at an index; returns where it ends. */
  private int addPlain(int start) throws MalformedFileException {
    int found = line.indexOf(separator, start);
    int end = found < 0 ? line.length() : found;
    String cell = line.substring(start, end).strip();
    if (cell.indexOf('"') >= 0) {
      throw problem("a quote in the middle of " + shortened(cell));
    }
    cells.add(cell);
    return end;
  }

  /** Adds the cell whose text begins at an index, after its quote; returns where it ends. */
  private int addQuoted(int start) throws IOException {
    long opened = lines.number();
    StringBuilder cell = new StringBuilder();
    int from = start;
    while (true) {
      int quote = line.indexOf('"', from);
      if (quote < 0) {
        cell.append(line, from, line.length()).append('\n');
        nextLineOfRow(opened);
        from = 0;
      } else if (quote + 1 < line.length() && line.charAt(quote + 1) == '"') {
        cell.append(line, from, quote + 1);
        from = quote + 2;
      } else {
        cells.add(cell.append(line, from, quote).toString());
        return endAfter(quote);
      }
    }
  }

  private int endAfter(int quote) throws MalformedFileException {
    int end = skipBlanks(quote + 1);
    if (end < line.length() && line.charAt(end) != separator) {
      throw problem("text after a closing quote: " + shortened(line.substring(end)));
    }
    return end;
  }

  private void nextLineOfRow(long opened) throws IOException {
    line = lines.next();
    if (line == null) {
      throw problem("the quote opened in line " + opened + " is never closed");
    }
    rowLength += line.length() + 1;
    if (rowLength > TextLines.MAX_LENGTH) {
      throw problem(
          "the row with the quote opened in line "
              + opened
              + " is longer than "
              + TextLines.MAX_LENGTH
              + " characters, the limit for a row");
    }
  }

  private int skipBlanks(int start) {
    int i = start;
    while (i < line.length()
        && Character.isWhitespace(line.charAt(i))
        && line.charAt(i) != separator) {
      i++;
    }
    return i;
  }
}
