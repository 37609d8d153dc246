package io.github.lanewise.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Reads files in the format of svmlight and libsvm, plain or packed with gzip (recognised by
 * content), as sparse rows:
 *
 * <pre>
 * label [qid:number] index:value index:value ... [# comment]
 * </pre>
 *
 * <p>One row per line. The label is any text without blanks, colons, commas and number signs; a
 * query number is skipped, and so are comments, on lines of their own too. Indices increase within
 * a row; features that are not named are 0. Parts are separated by blanks or tabs, lines end with
 * LF or CR LF, and empty lines may follow the data. Every value is rounded to float once, after
 * scaling in double, whatever {@link ReadOptions#precision}.
 *
 * <p>The first feature has the index 1, as the format's authors have it, or {@link
 * ReadOptions#indexBase}. It is never guessed: a file with an index 0 is refused until 0 is stated.
 * The number of features is {@link ReadOptions#columns}, or else the largest index of the file, so
 * state it where a file may lack the last ones.
 *
 * <p>Classes are the distinct labels, in the order that {@link Csv} gives them. Errors name the
 * line. Nothing depends on the locale.
 */
public final class Svmlight {
  /**
   * Compiled where it is asked for: that takes a new process 10 ms, which reading can do without.
   */
  private static final String ROW = "[^\\s:,#]+[ \t]+(qid:\\d+[ \t]+)?\\d+:[-+.\\deE]+([ \t\r].*)?";

  private Svmlight() {}

  /** Whether a file begins like this format: its first row that has features. */
  static boolean recognises(FileStart start) {
    return new String(start.bytes(), StandardCharsets.ISO_8859_1)
        .lines()
        .filter(line -> !line.startsWith("#") && line.strip().matches(".*[ \t].*"))
        .findFirst()
        .filter(line -> line.matches(ROW))
        .isPresent();
  }

  /**
   * Reads features and labels.
   *
   * @param file the file
   * @return the data set, whose features are {@link SparseFeatures}
   * @throws java.nio.file.NoSuchFileException if the file is missing
   * @throws MalformedFileException if the file is unacceptable: no rows or no features, a row
   *     without a label or with several, an index that is out of range, twice there or not in
   *     order, a value that is not a decimal number within the range of float, only one class, or a
   *     limit is exceeded
   * @throws IOException if reading fails
   */
  public static Dataset read(Path file) throws IOException {
    return read(file, ReadOptions.defaults());
  }

  /**
   * Reads features and labels.
   *
   * @param file the file
   * @param options scale, known labels, number of features, index base and limits
   * @return the data set, whose features are {@link SparseFeatures}; if there are known labels with
   *     exactly these classes in this order
   * @throws java.nio.file.NoSuchFileException if the file is missing
   * @throws MalformedFileException if the file is unacceptable, as for {@link #read(Path)}, or a
   *     label is not a known one
   * @throws InvalidDataException if the known labels are unacceptable
   * @throws IOException if reading fails
   */
  public static Dataset read(Path file, ReadOptions options) throws IOException {
    LabelColumn labels = new LabelColumn(options);
    SparseFeatures features = features(file, options, labels);
    return labels.dataset(features, file);
  }

  /**
   * Reads features, for prediction; the labels are ignored.
   *
   * @param file the file
   * @param options scale, number of features, index base and limits
   * @return its rows, at least one
   * @throws java.nio.file.NoSuchFileException if the file is missing
   * @throws MalformedFileException if the file is unacceptable, as for {@link #read(Path)}
   * @throws IOException if reading fails
   */
  public static SparseFeatures readFeatures(Path file, ReadOptions options) throws IOException {
    return features(file, options, null);
  }

  /**
   * Like {@link #read(Path, ReadOptions)}, but into a mapped file, of which memory holds little.
   */
  static void convert(Path file, ReadOptions options, Path target, IntConsumer progress)
      throws IOException {
    LabelColumn labels = new LabelColumn(options);
    try (SvmlightRows rows = new SvmlightRows(file, options, mostColumns(options))) {
      MappedFile.write(
          target,
          channel -> {
            MappedWriter writer = new MappedWriter(channel, RowType.SPARSE, List.of());
            int columns = 0;
            int before = 0;
            CsrBuilder batch = read(rows, before, TextSize.BATCH, labels, options.limits());
            while (batch.rows() > 0) {
              columns = Math.max(columns, batch.columns());
              before += batch.rows();
              writer.append(batch.build(batch.columns(), options.numberScale()), progress);
              batch = read(rows, before, TextSize.BATCH, labels, options.limits());
            }
            columns = columns(file, options, before, columns);
            List<String> names = labels.checkedNames(file);
            return writer.finish(columns, options.numberScale(), labels.labels(names), names);
          });
    }
  }

  /** Reads all rows; {@code labels}, unless null, receives their labels. */
  private static SparseFeatures features(Path file, ReadOptions options, LabelColumn labels)
      throws IOException {
    try (SvmlightRows rows = new SvmlightRows(file, options, mostColumns(options))) {
      CsrBuilder all = read(rows, 0, Integer.MAX_VALUE, labels, options.limits());
      int columns = columns(file, options, all.rows(), all.columns());
      return all.build(columns, options.numberScale());
    }
  }

  private static int mostColumns(ReadOptions options) {
    return options.columns() == null ? options.limits().columns() : options.columns();
  }

  /** Reads the next rows; there were some before them. */
  private static CsrBuilder read(
      SvmlightRows rows, int before, int most, LabelColumn labels, Limits limits)
      throws IOException {
    CsrBuilder builder = new CsrBuilder();
    while (builder.rows() < most && rows.next()) {
      limits.checkRows(before + builder.rows() + 1L, rows::problem);
      String label = rows.label();
      if (labels != null && !labels.add(label)) {
        throw rows.problem(
            "label \"" + CsvRows.shortened(label) + "\" is not one of the known labels");
      }
      rows.features(builder);
      builder.endRow();
      limits.checkMemory(builder.bytes() + (labels == null ? 0 : labels.bytes()), rows::problem);
      if (builder.size() > Limits.ELEMENTS) {
        throw rows.problem("more than " + Limits.ELEMENTS + " non-zeros, the limit");
      }
    }
    return builder;
  }

  /** The number of features of a file that was read, by the largest index of it or as stated. */
  private static int columns(Path file, ReadOptions options, int rows, int largest)
      throws MalformedFileException {
    if (rows == 0) {
      throw new MalformedFileException(file, 0, "no rows; at least one is needed");
    }
    if (options.columns() == null && largest == 0) {
      throw new MalformedFileException(file, 0, "rows without features; at least one is needed");
    }
    return options.columns() == null ? largest : options.columns();
  }
}
