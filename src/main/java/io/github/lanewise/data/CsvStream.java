package io.github.lanewise.data;

import io.github.lanewise.Precision;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The feature rows of CSV, a batch at a time, in the format of {@link Csv}: for streams without an
 * end and files larger than memory, of which only a batch is held.
 *
 * <pre>{@code
 * try (CsvStream rows = CsvStream.open(System.in, model.features(), ReadOptions.defaults())) {
 *   for (Features batch = rows.next(1024); batch != null; batch = rows.next(1024)) {
 *     answer(model.predict(batch));
 *   }
 * }
 * }</pre>
 */
public final class CsvStream implements Closeable {
  private static final Path STANDARD_INPUT = Path.of("standard input");

  private final CsvRows rows;
  private final int labelColumn;
  private final LabelColumn labels;
  private final Set<String> ignoredLabels;
  private final ReadOptions options;
  private final boolean live;
  private final int columns;
  private long count;

  /** Why no further row can be read, known when those before it were on their way. */
  private MalformedFileException failure;

  /**
   * Begins before the first row.
   *
   * @param labelColumn its index; the number of cells if there is none
   * @param labels receives the cells of that column, unless null
   */
  CsvStream(CsvRows rows, int labelColumn, LabelColumn labels, ReadOptions options)
      throws MalformedFileException {
    this(rows, labelColumn, labels, options, false);
  }

  private CsvStream(
      CsvRows rows, int labelColumn, LabelColumn labels, ReadOptions options, boolean live)
      throws MalformedFileException {
    this.rows = rows;
    this.labelColumn = labelColumn;
    this.labels = labels;
    this.ignoredLabels = labels == null ? ignoredLabels(rows, labelColumn, options) : null;
    this.options = options;
    this.live = live;
    columns = labelColumn < rows.width() ? rows.width() - 1 : rows.width();
    options.limits().checkColumns(columns, rows::problem);
    if (options.featureNames() != null) {
      checkFeatureNames(options.featureNames());
    }
  }

  /** What numbers may stand for a label that is ignored; null for any, or if there is none. */
  private static Set<String> ignoredLabels(CsvRows rows, int labelColumn, ReadOptions options) {
    boolean certain =
        labelColumn == rows.width() || Csv.columnLeft(rows.header(), options.featureNames()) >= 0;
    return certain || options.labelNames() == null ? null : Set.copyOf(options.labelNames());
  }

  private void checkFeatureNames(List<String> known) throws MalformedFileException {
    List<String> names = featureNames();
    for (int i = 0; i < Math.min(names.size(), known.size()); i++) {
      if (!names.get(i).equals(known.get(i))) {
        int column = i < labelColumn ? i + 1 : i + 2;
        throw rows.problem(
            "column %s is \"%s\"; the feature \"%s\" is needed there"
                .formatted(
                    column, CsvRows.shortened(names.get(i)), CsvRows.shortened(known.get(i))));
      }
    }
  }

  /**
   * Begins to read rows for prediction; waits for the first line.
   *
   * @param in text as of a CSV file, plain or packed with gzip; {@link #close} closes it. Errors
   *     call it "standard input"
   * @param columns the number of features D, at least 1; a row may have one cell more, a label,
   *     which is ignored
   * @param options scale, known features and labels, label column, separator, precision and limits,
   *     as for {@link Csv#readFeatures}
   * @return the rows
   * @throws MalformedFileException if the first line is missing or unacceptable
   * @throws IOException if reading fails
   */
  public static CsvStream open(InputStream in, int columns, ReadOptions options)
      throws IOException {
    Objects.requireNonNull(in, "in");
    FileContent content =
        FileContent.of(STANDARD_INPUT, new BufferedInputStream(in), options.limits());
    CsvRows rows = new CsvRows(STANDARD_INPUT, content, options);
    return new CsvStream(rows, Csv.labelColumn(rows, columns, options), null, options, true);
  }

  /** The number of features D. */
  int columns() {
    return columns;
  }

  /** The names of the features in the header; empty if there is none. */
  List<String> featureNames() {
    List<String> names = new ArrayList<>(rows.header());
    if (labelColumn < names.size()) {
      names.remove(labelColumn);
    }
    return names;
  }

  /**
   * Reads the next rows: of an open stream as many as have arrived already, but at least one, for
   * which it waits, and none after an unacceptable one, which the next call reports.
   *
   * @param most the largest number of rows to return, at least 1
   * @return the rows; null after the last
   * @throws IllegalArgumentException if {@code most} is below 1
   * @throws MalformedFileException if a row is unacceptable, as for {@link Csv}
   * @throws IOException if reading fails
   */
  public Features next(int most) throws IOException {
    if (most < 1) {
      throw new IllegalArgumentException("most: " + most + " must be at least 1");
    }
    DecimalBuilder values =
        options.precision() == Precision.FLOAT ? new FloatBuilder() : new DoubleBuilder();
    int read = 0;
    while (read < most && (read == 0 || !live || rows.hasArrived()) && addRow(values)) {
      read++;
    }
    if (count == 0 && !live) {
      throw rows.problem("no rows after the header; at least one is needed");
    }
    if (read == 0 && failure != null) {
      throw failure;
    }
    return read == 0 ? null : values.build(read, columns, options.numberScale());
  }

  /** Adds the next row; false if there is none, or an open stream has an unacceptable one. */
  private boolean addRow(DecimalBuilder values) throws IOException {
    if (failure != null) {
      return false;
    }
    try {
      if (!rows.next()) {
        return false;
      }
      addCells(values);
      return true;
    } catch (MalformedFileException unacceptable) {
      if (!live) {
        throw unacceptable;
      }
      failure = unacceptable;
      return false;
    }
  }

  private void addCells(DecimalBuilder values) throws MalformedFileException {
    Limits limits = options.limits();
    count++;
    limits.checkRows(count, rows::problem);
    addFeatures(values);
    if (labels != null) {
      addLabel();
    } else if (ignoredLabels != null) {
      checkIgnoredLabel();
    }
    limits.checkMemory(values.bytes() + (labels == null ? 0 : labels.bytes()), rows::problem);
  }

  private void addFeatures(DecimalBuilder values) throws MalformedFileException {
    if (values.size() > Limits.ELEMENTS - rows.width()) {
      throw rows.problem("more than " + Limits.ELEMENTS + " features in all, the limit");
    }
    for (int column = 0; column < rows.width(); column++) {
      if (column != labelColumn) {
        rows.addNumber(column, options.numberScale(), values, labelColumn);
      }
    }
  }

  private void addLabel() throws MalformedFileException {
    String label = rows.text(labelColumn);
    if (!labels.add(label)) {
      throw unknown(label);
    }
  }

  /** A number that is not a known label may be a feature. */
  private void checkIgnoredLabel() throws MalformedFileException {
    String label = rows.cell(labelColumn);
    if (Decimals.isDecimal(label) && !ignoredLabels.contains(label)) {
      throw unknown(label);
    }
  }

  private MalformedFileException unknown(String label) {
    return rows.problem(
        "label \"%s\" is not one of the known labels%s"
            .formatted(CsvRows.shortened(label), rows.labelPlace(labelColumn)));
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
