package io.github.lanewise.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads CSV files, plain or packed with gzip (recognised by content).
 *
 * <p>One row per line: the features as decimal numbers, then the label as any text. Cells are
 * separated by tabs, semicolons or commas, the first of these that the first line contains, and may
 * stand in double quotes. If no cell of the first line is a number, it is a header and skipped. The
 * text is UTF-8; lines end with LF or CR LF; empty lines may follow the data. Every feature is
 * rounded to float once, after scaling in double.
 *
 * <p>Classes are the distinct labels: in numerical order if all are integers, else in the order of
 * their text. So labels 0 to C - 1 keep their numbers, and gapped or negative ones keep their
 * names.
 *
 * <p>Errors name the line, and the column counted from 1. Nothing depends on the locale.
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
   *     non-numeric cell, a value beyond float, or only one class
   * @throws IOException if reading fails
   */
  public static Dataset read(Path file) throws IOException {
    return read(file, 1);
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
    return dataset(file, scale, null);
  }

  /**
   * Reads features and labels that belong to known classes, for instance those of a model.
   *
   * @param file the file
   * @param scale multiplies every feature: finite and above 0, also as a float
   * @param labelNames the names of the C classes, all different, at least two
   * @return the data set, with exactly these classes in this order
   * @throws java.nio.file.NoSuchFileException if the file is missing
   * @throws MalformedFileException if the file is unacceptable, as for {@link #read(Path)}, or a
   *     label is not a known one
   * @throws InvalidDataException if the scale or the names are unacceptable
   * @throws IOException if reading fails
   */
  public static Dataset read(Path file, double scale, List<String> labelNames) throws IOException {
    return dataset(file, scale, List.copyOf(labelNames));
  }

  /**
   * Reads features, for prediction.
   *
   * @param file the file, with {@code columns} cells per row, or one more, a label, which is
   *     ignored
   * @param columns the number of features D, at least 1
   * @param scale multiplies every feature: finite and above 0, also as a float
   * @return its rows, at least one
   * @throws java.nio.file.NoSuchFileException if the file is missing
   * @throws MalformedFileException if the file is unacceptable, as for {@link #read(Path)}, or has
   *     another number of cells
   * @throws InvalidDataException if the scale is out of range
   * @throws IOException if reading fails
   */
  public static Features readFeatures(Path file, int columns, double scale) throws IOException {
    Checks.scale(scale);
    try (CsvRows rows = new CsvRows(file)) {
      if (rows.width() != columns && rows.width() - 1 != columns) {
        throw rows.problem(
            rows.width() + " cells; " + columns + " features are needed, and possibly a label");
      }
      FloatBuilder values = new FloatBuilder();
      while (rows.next()) {
        addFeatures(rows, columns, scale, values);
      }
      return features(rows, columns, scale, values);
    }
  }

  private static Dataset dataset(Path file, double scale, List<String> known) throws IOException {
    Checks.scale(scale);
    try (CsvRows rows = new CsvRows(file)) {
      int columns = rows.width() - 1;
      if (columns == 0) {
        throw rows.problem("1 cell; at least one feature and a label are needed");
      }
      FloatBuilder values = new FloatBuilder();
      LabelColumn labels = new LabelColumn(known);
      while (rows.next()) {
        addFeatures(rows, columns, scale, values);
        addLabel(rows, columns, labels);
      }
      Features features = features(rows, columns, scale, values);
      List<String> names = labels.names();
      if (names.size() < 2) {
        throw new MalformedFileException(
            file,
            0,
            "every row has label "
                + CsvRows.shortened(names.get(0))
                + "; at least two classes are needed");
      }
      return Dataset.of(features, labels.labels(names), names);
    }
  }

  private static void addFeatures(CsvRows rows, int columns, double scale, FloatBuilder values)
      throws MalformedFileException {
    if (values.size() > Integer.MAX_VALUE - columns) {
      throw rows.problem("more than " + Integer.MAX_VALUE + " features in all, the limit");
    }
    for (int column = 0; column < columns; column++) {
      values.add(rows.number(column, scale));
    }
  }

  private static void addLabel(CsvRows rows, int column, LabelColumn labels)
      throws MalformedFileException {
    String label = rows.text(column);
    if (!labels.add(label)) {
      throw rows.problem(
          "label \"" + CsvRows.shortened(label) + "\" is not one of the known labels");
    }
  }

  private static Features features(CsvRows rows, int columns, double scale, FloatBuilder values)
      throws MalformedFileException {
    if (values.size() == 0) {
      throw rows.problem("no rows after the header; at least one is needed");
    }
    float[] array = values.build();
    return new FloatFeatures(array, array.length / columns, columns, scale);
  }
}
