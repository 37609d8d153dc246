package io.github.lanewise.data;

import io.github.lanewise.Precision;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How a file is read; every reader uses what concerns its format. Immutable: each method returns
 * changed options.
 *
 * <pre>{@code
 * Dataset flowers = Csv.read(file, ReadOptions.defaults().label("species").scale(0.1));
 * }</pre>
 *
 * @param scale multiplies every feature; null for the usual scale of the format, which is 1/255 for
 *     unsigned bytes and 1 for everything else
 * @param labelNames the names of the classes, for instance those of a model, among which all labels
 *     must be; null for the classes that the file has
 * @param label which of several labels: the name of a CSV column in the header, or its number
 *     counted from 1; {@code fine} or {@code coarse} for CIFAR-100; null for the column that a
 *     header has besides all {@code featureNames}, else the last, and the fine labels
 * @param separator what stands between the cells of a CSV file; null for the first of tab,
 *     semicolon and comma that its first line contains
 * @param precision what decimal numbers are rounded to; binary formats keep the numbers they have
 * @param limits what is accepted before anything is allocated
 * @param columns the number of features D of a sparse file; null for the most that a row names
 * @param indexBase the index of the first feature in a sparse text file, 1 or 0
 * @param featureNames the names of the features, for instance those of a model: the header of a CSV
 *     file, or a mapped file, if it has names, must have them in this order; null for any
 * @param header whether the first row of a CSV file is a header; null if its cells tell: none of
 *     them is a number then
 * @param oneClass whether rows that all have the same label are accepted; no training takes them
 */
public record ReadOptions(
    Double scale,
    List<String> labelNames,
    String label,
    Character separator,
    Precision precision,
    Limits limits,
    Integer columns,
    int indexBase,
    List<String> featureNames,
    Boolean header,
    boolean oneClass) {

  /**
   * Checks the options.
   *
   * @throws InvalidDataException if the scale is not finite and above 0, also as a float, or the
   *     separator is a quote, a line end, or part of a number, there are fewer than 1 columns, or
   *     the index base is neither 0 nor 1
   */
  public ReadOptions {
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(limits, "limits");
    labelNames = labelNames == null ? null : List.copyOf(labelNames);
    featureNames = featureNames == null ? null : List.copyOf(featureNames);
    if (scale != null) {
      Checks.scale(scale);
    }
    if (columns != null && columns < 1) {
      throw new InvalidDataException("columns: " + columns + "; must be at least 1");
    }
    if (indexBase != 0 && indexBase != 1) {
      throw new InvalidDataException("indexBase: " + indexBase + "; must be 0 or 1");
    }
    if (separator != null && "\"\r\n0123456789+-.eE".indexOf(separator) >= 0) {
      throw new InvalidDataException(
          "separator: '" + separator + "'; must be no quote, line end or part of a number");
    }
  }

  /**
   * The usual options: the format's scale, the file's classes and features, labels in the last
   * column, float, indices from 1, and {@link Limits#defaults}.
   *
   * @return the options
   */
  public static ReadOptions defaults() {
    return new ReadOptions(
        null, null, null, null, Precision.FLOAT, Limits.defaults(), null, 1, null, null, false);
  }

  /**
   * Another scale.
   *
   * @param scale multiplies every feature: finite and above 0, also as a float; null for the usual
   *     scale of the format
   * @return these options with that one
   * @throws InvalidDataException if the scale is out of range
   */
  public ReadOptions scale(Double scale) {
    return with(draft -> draft.scale = scale);
  }

  /**
   * Known classes.
   *
   * @param labelNames the names of the C classes, all different, at least one; null for the classes
   *     that the file has. Copied
   * @return these options with that one
   */
  public ReadOptions labelNames(List<String> labelNames) {
    return with(draft -> draft.labelNames = labelNames);
  }

  /**
   * Another label.
   *
   * @param label a column of a CSV file, by its name in the header or its number counted from 1;
   *     {@code fine} or {@code coarse} for CIFAR-100; null for the column that a header has besides
   *     all known features, else the last, and the fine labels
   * @return these options with that one
   */
  public ReadOptions label(String label) {
    return with(draft -> draft.label = label);
  }

  /**
   * Another separator.
   *
   * @param separator stands between the cells of a CSV file; null for the first of tab, semicolon
   *     and comma that its first line contains
   * @return these options with that one
   * @throws InvalidDataException if it is a quote, a line end, or part of a number
   */
  public ReadOptions separator(Character separator) {
    return with(draft -> draft.separator = separator);
  }

  /**
   * Another precision.
   *
   * @param precision what decimal numbers are rounded to
   * @return these options with that one
   */
  public ReadOptions precision(Precision precision) {
    return with(draft -> draft.precision = precision);
  }

  /**
   * Other limits.
   *
   * @param limits what is accepted before anything is allocated
   * @return these options with that one
   */
  public ReadOptions limits(Limits limits) {
    return with(draft -> draft.limits = limits);
  }

  /**
   * A known number of features, for instance that of a model: of the files of a sparse format,
   * whose rows may all lack the last ones.
   *
   * @param columns D, at least 1; null for the most that a row names
   * @return these options with that one
   * @throws InvalidDataException if it is below 1
   */
  public ReadOptions columns(Integer columns) {
    return with(draft -> draft.columns = columns);
  }

  /**
   * Another index base.
   *
   * @param indexBase the index of the first feature in a sparse text file: 1, the usual one, or 0
   * @return these options with that one
   * @throws InvalidDataException if it is neither 0 nor 1
   */
  public ReadOptions indexBase(int indexBase) {
    return with(draft -> draft.indexBase = indexBase);
  }

  /**
   * Known features: a column in another place would be taken for the wrong one in silence.
   *
   * @param featureNames the names of the D features, which a CSV or mapped file that has names must
   *     have in this order; null for any. Copied
   * @return these options with that one
   */
  public ReadOptions featureNames(List<String> featureNames) {
    return with(draft -> draft.featureNames = featureNames);
  }

  /**
   * Whether CSV files begin with a header: needed where its cells are numbers, as of a data frame
   * without names.
   *
   * @param header true or false; null if its cells tell: none of them is a number then
   * @return these options with that one
   */
  public ReadOptions header(Boolean header) {
    return with(draft -> draft.header = header);
  }

  /**
   * Whether rows that all have the same label are accepted, to look at them or to convert them: no
   * training takes them without others.
   *
   * @param oneClass false by default
   * @return these options with that one
   */
  public ReadOptions oneClass(boolean oneClass) {
    return with(draft -> draft.oneClass = oneClass);
  }

  private ReadOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.options();
  }

  /** Options while one of them changes. */
  private static final class Draft {
    Double scale;
    List<String> labelNames;
    String label;
    Character separator;
    Precision precision;
    Limits limits;
    Integer columns;
    int indexBase;
    List<String> featureNames;
    Boolean header;
    boolean oneClass;

    Draft(ReadOptions given) {
      scale = given.scale;
      labelNames = given.labelNames;
      label = given.label;
      separator = given.separator;
      precision = given.precision;
      limits = given.limits;
      columns = given.columns;
      indexBase = given.indexBase;
      featureNames = given.featureNames;
      header = given.header;
      oneClass = given.oneClass;
    }

    ReadOptions options() {
      return new ReadOptions(
          scale,
          labelNames,
          label,
          separator,
          precision,
          limits,
          columns,
          indexBase,
          featureNames,
          header,
          oneClass);
    }
  }

  /** The scale of numbers that are not unsigned bytes. */
  double numberScale() {
    return scale == null ? 1 : scale;
  }
}
