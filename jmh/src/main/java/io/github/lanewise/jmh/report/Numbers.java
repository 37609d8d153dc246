package io.github.lanewise.jmh.report;

import java.util.Arrays;
import java.util.Locale;

/** Medians, and numbers as readers like them. */
final class Numbers {

  private Numbers() {}

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  static double least(double[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  static double most(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  /** Each value times a factor. */
  static double[] times(double factor, double[] values) {
    return Arrays.stream(values).map(value -> factor * value).toArray();
  }

  /** A number over each value. */
  static double[] over(double number, double[] values) {
    return Arrays.stream(values).map(value -> number / value).toArray();
  }

  /** Three significant digits, in no exponential form. */
  static String three(double value) {
    if (value == 0) {
      return "0";
    }
    int digits = Math.max(0, 2 - (int) Math.floor(Math.log10(Math.abs(value))));
    return String.format(Locale.ROOT, "%." + Math.min(digits, 6) + "f", value);
  }

  static String two(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** A time in the unit in which it is best read. */
  static String time(double nanoseconds) {
    if (nanoseconds < 1e3) {
      return three(nanoseconds) + " ns";
    }
    if (nanoseconds < 1e6) {
      return three(nanoseconds / 1e3) + " µs";
    }
    return nanoseconds < 1e9 ? three(nanoseconds / 1e6) + " ms" : three(nanoseconds / 1e9) + " s";
  }

  /** The median, and least and most if there are several. */
  static String spread(double[] values) {
    return values.length == 1
        ? three(values[0])
        : "%s (%s to %s)"
            .formatted(three(median(values)), three(least(values)), three(most(values)));
  }
}
