package io.github.lanewise.data;

import io.github.lanewise.Precision;
import java.util.List;
import java.util.Objects;

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
 *     counted from 1; {@code fine} or {@code coarse} for CIFAR-100; null for the last column, and
 *     the fine labels
 * @param separator what stands between the cells of a CSV file; null for the first of tab,
 *     semicolon and comma that its first line contains
 * @param precision what decimal numbers are rounded to; binary formats keep the numbers they have
 * @param limits what is accepted before anything is allocated
 */
public record ReadOptions(
    Double scale,
    List<String> labelNames,
    String label,
    Character separator,
    Precision precision,
    Limits limits) {

  /**
   * Checks the options.
   *
   * @throws InvalidDataException if the scale is not finite and above 0, also as a float, or the
   *     separator is a quote, a line end, or part of a number
   */
  public ReadOptions {
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(limits, "limits");
    labelNames = labelNames == null ? null : List.copyOf(labelNames);
    if (scale != null) {
      Checks.scale(scale);
    }
    if (separator != null && "\"\r\n0123456789+-.eE".indexOf(separator) >= 0) {
      throw new InvalidDataException(
          "separator: '" + separator + "'; must be no quote, line end or part of a number");
    }
  }

  /**
   * The usual options: the format's scale, the file's classes, labels in the last column, float,
   * and {@link Limits#defaults}.
   *
   * @return the options
   */
  public static ReadOptions defaults() {
    return new ReadOptions(null, null, null, null, Precision.FLOAT, Limits.defaults());
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
    return new ReadOptions(scale, labelNames, label, separator, precision, limits);
  }

  /**
   * Known classes.
   *
   * @param labelNames the names of the C classes, all different, at least two; null for the classes
   *     that the file has. Copied
   * @return these options with that one
   */
  public ReadOptions labelNames(List<String> labelNames) {
    return new ReadOptions(scale, labelNames, label, separator, precision, limits);
  }

  /**
   * Another label.
   *
   * @param label a column of a CSV file, by its name in the header or its number counted from 1;
   *     {@code fine} or {@code coarse} for CIFAR-100; null for the last column, and the fine labels
   * @return these options with that one
   */
  public ReadOptions label(String label) {
    return new ReadOptions(scale, labelNames, label, separator, precision, limits);
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
    return new ReadOptions(scale, labelNames, label, separator, precision, limits);
  }

  /**
   * Another precision.
   *
   * @param precision what decimal numbers are rounded to
   * @return these options with that one
   */
  public ReadOptions precision(Precision precision) {
    return new ReadOptions(scale, labelNames, label, separator, precision, limits);
  }

  /**
   * Other limits.
   *
   * @param limits what is accepted before anything is allocated
   * @return these options with that one
   */
  public ReadOptions limits(Limits limits) {
    return new ReadOptions(scale, labelNames, label, separator, precision, limits);
  }

  /** The scale of numbers that are not unsigned bytes. */
  double numberScale() {
    return scale == null ? 1 : scale;
  }
}
