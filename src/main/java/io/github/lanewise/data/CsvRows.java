package io.github.lanewise.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a CSV file, one line each, as lists of cells. The first line decides the separator
 * (tab, semicolon or comma, the first of these that it contains) and the number of cells; if none
 * of its cells is a number it is a header and skipped.
 */
final class CsvRows implements Closeable {
  private final TextLines lines;
  private final List<String> cells = new ArrayList<>();
  private final char separator;
  private final int width;
  private boolean firstIsPending;

  CsvRows(Path file) throws IOException {
    lines = new TextLines(file);
    try {
      String first = lines.next();
      if (first == null) {
        throw new MalformedFileException(file, 0, "the file is empty; at least one row is needed");
      }
      separator = first.indexOf('\t') >= 0 ? '\t' : first.indexOf(';') >= 0 ? ';' : ',';
      split(first);
      width = cells.size();
      firstIsPending = cells.stream().anyMatch(CsvRows::isNumber);
    } catch (IOException | RuntimeException e) {
      lines.close();
      throw e;
    }
  }

  /** The number of cells in every row. */
  int width() {
    return width;
  }

  /** Reads the next row, or returns false after the last. */
  boolean next() throws IOException {
    if (firstIsPending) {
      firstIsPending = false;
      return true;
    }
    String line = lines.next();
    if (line == null || isEndOfData(line)) {
      return false;
    }
    split(line);
    if (cells.size() != width) {
      throw problem(cells.size() + " cells; the first line has " + width);
    }
    return true;
  }

  /** A cell of the row last read, without surrounding blanks. */
  String text(int column) throws MalformedFileException {
    String cell = cells.get(column);
    if (cell.isEmpty()) {
      throw problem("column " + (column + 1) + " is empty");
    }
    return cell;
  }

  /** A cell as a number times a scale, rounded to float. */
  float number(int column, double scale) throws MalformedFileException {
    String cell = text(column);
    float value = parse(cell, scale);
    if (Float.isNaN(value)) {
      throw problem(
          "column "
              + (column + 1)
              + " is \""
              + shortened(cell)
              + "\"; must be a finite decimal number");
    }
    if (Float.isInfinite(value)) {
      throw problem(
          "column "
              + (column + 1)
              + " is "
              + shortened(cell)
              + "; must be within the range of float");
    }
    return value;
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

  /** Whether a line is empty; then only empty lines may follow. */
  private boolean isEndOfData(String line) throws IOException {
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

  private void split(String line) throws MalformedFileException {
    cells.clear();
    int start = 0;
    while (start <= line.length()) {
      int end = cellEnd(line, start);
      cells.add(unquoted(line.substring(start, end).strip()));
      start = end + 1;
    }
  }

  /** The index of the separator after a cell, or of the end of the line. */
  private int cellEnd(String line, int start) {
    boolean quoted = false;
    for (int i = start; i < line.length(); i++) {
      if (line.charAt(i) == '"') {
        quoted = !quoted;
      } else if (line.charAt(i) == separator && !quoted) {
        return i;
      }
    }
    return line.length();
  }

  private String unquoted(String cell) throws MalformedFileException {
    if (!cell.startsWith("\"")) {
      return cell;
    }
    if (cell.length() < 2 || !cell.endsWith("\"")) {
      throw problem("the quotes of " + shortened(cell) + " do not match");
    }
    return cell.substring(1, cell.length() - 1).replace("\"\"", "\"");
  }

  private static boolean isNumber(String cell) {
    return !Float.isNaN(parse(cell, 1));
  }

  /** Returns a decimal number times a scale; NaN for any other text. */
  private static float parse(String cell, double scale) {
    if (!hasOnlyDecimalCharacters(cell)) {
      return Float.NaN;
    }
    try {
      // One rounding where possible: through double there would be two.
      return scale == 1 ? Float.parseFloat(cell) : (float) (Double.parseDouble(cell) * scale);
    } catch (NumberFormatException e) {
      return Float.NaN;
    }
  }

  // The parsers of the JDK also accept NaN, Infinity, hexadecimal numbers and suffixes such as 1f.
  private static boolean hasOnlyDecimalCharacters(String cell) {
    for (int i = 0; i < cell.length(); i++) {
      if ("0123456789+-.eE".indexOf(cell.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }
}
