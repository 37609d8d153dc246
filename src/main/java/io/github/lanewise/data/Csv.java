package io.github.lanewise.data;

import io.github.lanewise.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Reads CSV files (RFC 4180), plain or packed with gzip (recognised by content).
 *
 * <p>One row per line: a label, which may be any text, and the features as decimal numbers. The
 * label is the last cell, or the column that {@link ReadOptions#label} names. Cells are separated
 * by tabs, semicolons or commas, the first of these that the first line contains, or as {@link
 * ReadOptions#separator} says. A cell may stand in double quotes; then it may contain separators,
 * line ends, and quotes written twice. If no cell of the first row is a number, it is a header,
 * unless {@link ReadOptions#header} says what it is. The text is UTF-8; lines end with LF or CR LF;
 * empty lines may follow the data. Every feature is rounded to {@link ReadOptions#precision} once,
 * after scaling in double.
 *
 * <p>Classes are the distinct labels: in numerical order if all are numbers, else in the order of
 * their text. So labels 0 to C - 1 keep their numbers, and gapped or negative ones and those with
 * decimals keep their names: labels are text, of which 1 and 1.0 are two. They do not depend on the
 * order of the rows.
 *
 * <p>Errors name the line, which is the last of the row, and the column counted from 1. Nothing
 * depends on the locale.
 */
public final class Csv {
  private Csv() {}

  /**
   * Reads features and labels.
   *
   * @param file the file
   * @return the data set
   * @throws java.nio.file.NoSuchFileException if the file is missing
   * @throws MalformedFileException if the file is unacceptable: no rows, a missing, superfluous or
   *     non-numeric cell, a value beyond float, quotes that do not match, only one class, or a
   *     limit is exceeded
   * @throws IOException if reading fails
   */
  public static Dataset read(Path file) throws IOException {
    return read(file, ReadOptions.defaults());
  }

  /**
   * Reads features and labels, and scales the features.
   *
   * @param file the file
   * @param scale multiplies every feature: finite and above 0, also as a float
   * @return the data set
   * @throws java.nio.file.NoSuchFileException if the file is missing
   * @throws MalformedFileException if the file is unacceptable, as for {@link #read(Path)}
   * @throws InvalidDataException if the scale is out of range
   * @throws IOException if reading fails
   */
  public static Dataset read(Path file, double scale) throws IOException {
    return read(file, ReadOptions.defaults().scale(scale));
  }

  /**
   * Reads features and labels.
   *
   * @param file the file
   * @param options scale, known labels and features, label column, separator, precision and limits
   * @return the data set; if there are known labels with exactly these classes in this order
   * @throws java.nio.file.NoSuchFileException if the file is missing
   * @throws MalformedFileException if the file is unacceptable, as for {@link #read(Path)}, has no
   *     such label column, or a label or a feature is not the known one
   * @throws InvalidDataException if the known labels are unacceptable
   * @throws IOException if reading fails
   */
  public static Dataset read(Path file, ReadOptions options) throws IOException {
    LabelColumn labels = new LabelColumn(options);
    try (CsvStream rows = labelled(file, labels, options)) {
      Dataset read = labels.dataset(rows.next(Integer.MAX_VALUE), file);
      return read.withFeatureNames(rows.featureNames());
    }
  }

  /**
   * Like {@link #read(Path, ReadOptions)}, but into a mapped file, of which memory holds little.
   */
  static void convert(Path file, ReadOptions options, Path target, IntConsumer progress)
      throws IOException {
    LabelColumn labels = new LabelColumn(options);
    try (CsvStream rows = labelled(file, labels, options)) {
      RowType type = options.precision() == Precision.FLOAT ? RowType.FLOAT : RowType.DOUBLE;
      MappedFile.write(
          target,
          channel -> {
            MappedWriter writer = new MappedWriter(channel, type, rows.featureNames());
            Features batch = rows.next(TextSize.BATCH);
            while (batch != null) {
              writer.append((StoredFeatures) batch, progress);
              batch = rows.next(TextSize.BATCH);
            }
            List<String> names = labels.checkedNames(file);
            return writer.finish(
                rows.columns(), options.numberScale(), labels.labels(names), names);
          });
    }
  }

  private static CsvStream labelled(Path file, LabelColumn labels, ReadOptions options)
      throws IOException {
    CsvRows rows = new CsvRows(file, options);
    try {
      if (rows.width() == 1) {
        throw rows.problem(
            "1 cell, with '%s' for the separator; at least one feature and a label are needed"
                .formatted(rows.separator()));
      }
      return new CsvStream(rows, labelColumn(rows, options), labels, options);
    } catch (MalformedFileException e) {
      rows.close();
      throw e;
    }
  }

  /**
   * Reads features, for prediction.
   *
   * @param file the file, with {@code columns} cells per row, or one more, a label, which is
   *     ignored
   * @param columns the number of features D, at least 1
   * @param options scale, known features, label column, separator, precision and limits; known
   *     labels, if a label that is a number must be one of them, unless a header with all known
   *     features tells that it is none
   * @return its rows, at least one
   * @throws java.nio.file.NoSuchFileException if the file is missing
   * @throws MalformedFileException if the file is unacceptable, as for {@link #read(Path)}, has
   *     another number of cells, other features than the known ones, or a number for a label that
   *     is not a known one
   * @throws IOException if reading fails
   */
  public static Features readFeatures(Path file, int columns, ReadOptions options)
      throws IOException {
    try (CsvRows rows = new CsvRows(file, options)) {
      int label = labelColumn(rows, columns, options);
      return new CsvStream(rows, label, null, options).next(Integer.MAX_VALUE);
    }
  }

  /** The index of the label's column among features; the number of cells if there is none. */
  static int labelColumn(CsvRows rows, int columns, ReadOptions options)
      throws MalformedFileException {
    if (rows.width() != columns && rows.width() - 1 != columns) {
      throw rows.problem(
          rows.width() + " cells; " + columns + " features are needed, and possibly a label");
    }
    if (rows.width() > columns) {
      return labelColumn(rows, options);
    }
    if (options.label() != null && rows.header().contains(options.label())) {
      throw rows.problem(
          "%s cells with the label \"%s\" among them; %s features are needed"
              .formatted(rows.width(), options.label(), columns));
    }
    return columns;
  }

  /**
   * The index of the column that a name in the header means, or that it has besides all known
   * features, or that a number from 1 on means.
   */
  private static int labelColumn(CsvRows rows, ReadOptions options) throws MalformedFileException {
    String label = options.label();
    int named = label == null ? -1 : rows.header().indexOf(label);
    if (named >= 0) {
      if (Collections.frequency(rows.header(), label) > 1) {
        throw rows.problem("the header has more than one column \"" + label + "\"");
      }
      return named;
    }
    int left = columnLeft(rows.header(), options.featureNames());
    if (left >= 0) {
      return left;
    }
    if (label == null) {
      return rows.width() - 1;
    }
    if (!label.matches("[1-9][0-9]{0,8}") || Integer.parseInt(label) > rows.width()) {
      throw rows.problem(
          "no column \""
              + label
              + "\" for the label: "
              + (rows.header().isEmpty() ? "no header" : "not in the header")
              + ", and no number from 1 to "
              + rows.width()
              + "; name it by --label or ReadOptions.label");
    }
    return Integer.parseInt(label) - 1;
  }

  /** The index of the column that a header has besides all known features; -1 if it has others. */
  static int columnLeft(List<String> header, List<String> known) {
    if (known == null || header.size() != known.size() + 1) {
      return -1;
    }
    int left = 0;
    while (left < known.size() && header.get(left).equals(known.get(left))) {
      left++;
    }
    List<String> after = header.subList(left + 1, header.size());
    return after.equals(known.subList(left, known.size())) ? left : -1;
  }
}
