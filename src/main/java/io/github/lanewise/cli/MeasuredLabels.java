package io.github.lanewise.cli;

import io.github.lanewise.data.Dataset;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Labels that look like measured numbers, which would be classes of one or two rows each. */
final class MeasuredLabels {

  /** So many classes are no surprise, however few rows there are. */
  private static final int USUAL_CLASSES = 20;

  /** With fewer rows to a class, on average, numbers look measured. */
  private static final int ROWS_PER_CLASS = 5;

  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");

  private MeasuredLabels() {}

  /** Says so in one line, or says nothing. */
  static void note(Dataset data, PrintWriter out) {
    long distinct = Arrays.stream(data.labels()).distinct().count();
    if (distinct > USUAL_CLASSES
        && distinct > data.rows() / ROWS_PER_CLASS
        && data.labelNames().stream().allMatch(name -> NUMBER.matcher(name).matches())) {
      out.println(
          "note: %s different numbers are the labels of %s rows, and each is a class of its own;"
                  .formatted(distinct, data.rows())
              + " --label names another column, and measured values cannot be learned");
    }
  }
}
