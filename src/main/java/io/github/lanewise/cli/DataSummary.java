package io.github.lanewise.cli;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.optim.ColumnStatistics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/** What there is to know of data before training. */
final class DataSummary {
  private static final int LISTED_CLASSES = 20;

  /** Features up to this size train well as they are. */
  private static final double MODERATE = 10;

  /** Columns whose deviations differ by more than this want to be standardised. */
  private static final double UNEVEN = 10;

  private final Dataset data;
  private final ColumnStatistics statistics;
  private final double elements;
  private final double zeros;

  DataSummary(Dataset data) {
    this.data = data;
    statistics = ColumnStatistics.of(data);
    elements = (double) data.rows() * data.columns();
    zeros = elements - statistics.nonZeros();
  }

  void print(PrintWriter out) {
    line(out, "rows", "%d", data.rows());
    line(out, "features", "%d", data.columns());
    line(
        out,
        "zeros",
        "%.1f %%, %.1f other values a row",
        100 * zeros / elements,
        (double) statistics.nonZeros() / data.rows());
    line(out, "values", "%s to %s", number(statistics.least()), number(statistics.most()));
    line(out, "scale applied", "%s", number(data.features().scale()));
    line(out, "suggested", "%s", suggestion());
    printClasses(out);
  }

  /** The scaling that would help training. */
  String suggestion() {
    double smallest = Double.POSITIVE_INFINITY;
    double largest = 0;
    int constant = 0;
    for (int d = 0; d < data.columns(); d++) {
      double deviation = Math.sqrt(statistics.variance(d));
      constant += deviation == 0 ? 1 : 0;
      smallest = deviation == 0 ? smallest : Math.min(smallest, deviation);
      largest = Math.max(largest, deviation);
    }
    String same = constant == 0 ? "" : "; features that never change: " + constant;
    double magnitude = Math.max(-statistics.least(), statistics.most());
    boolean sparse = zeros > elements / 2;
    if (!sparse && largest > UNEVEN * smallest) {
      return "--standardize: deviations of features differ by a factor of %s"
              .formatted(number(largest / smallest))
          + same;
    }
    if (magnitude > MODERATE) {
      return "--scale " + number(data.features().scale() / magnitude) + same;
    }
    return "no scaling" + same;
  }

  /** The largest classes, and how many others there are. */
  private void printClasses(PrintWriter out) {
    long[] counts = new long[data.classes()];
    for (int row = 0; row < data.rows(); row++) {
      counts[data.label(row)]++;
    }
    List<Integer> order = new ArrayList<>();
    for (int c = 0; c < counts.length; c++) {
      order.add(c);
    }
    if (counts.length > LISTED_CLASSES) {
      order.sort(Comparator.comparingLong(c -> -counts[c]));
    }
    line(out, "classes", "%d; %s", counts.length, balance(counts));
    for (int c : order.subList(0, Math.min(LISTED_CLASSES, counts.length))) {
      line(
          out,
          "  " + data.labelNames().get(c),
          "%d rows, %.1f %%",
          counts[c],
          100.0 * counts[c] / data.rows());
    }
    if (counts.length > LISTED_CLASSES) {
      line(out, "  others", "%d classes, each smaller", counts.length - LISTED_CLASSES);
    }
    MeasuredLabels.note(data, out);
  }

  /** The largest class against the smallest that has rows. */
  private static String balance(long[] counts) {
    if (counts.length == 1) {
      return "training needs at least two";
    }
    long largest = LongStream.of(counts).max().getAsLong();
    long smallest = LongStream.of(counts).filter(count -> count > 0).min().getAsLong();
    long empty = LongStream.of(counts).filter(count -> count == 0).count();
    return "the largest has "
        + number((double) largest / smallest)
        + " times the rows of the smallest"
        + (empty == 0 ? "" : "; without rows: " + empty);
  }

  private static void line(PrintWriter out, String name, String format, Object... values) {
    out.printf(Locale.ROOT, "%-20s " + format + "%n", prepend(name, values));
  }

  private static Object[] prepend(String name, Object... values) {
    Object[] all = new Object[values.length + 1];
    all[0] = name;
    System.arraycopy(values, 0, all, 1, values.length);
    return all;
  }

  /** Six digits, no more than needed. */
  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.6g", value);
    double rounded = Double.parseDouble(text);
    return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e6
        ? Long.toString((long) rounded)
        : Double.toString(rounded);
  }
}
