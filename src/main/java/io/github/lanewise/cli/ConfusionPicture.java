package io.github.lanewise.cli;

import io.github.lanewise.matrix.DoubleMatrix;
import java.util.List;
import java.util.Locale;

/** A confusion matrix as a picture: the darker a cell, the larger its share of the true class. */
final class ConfusionPicture {

  /** More classes would give cells that nobody can read. */
  static final int MAX_CLASSES = 60;

  private static final int CELL = 44;
  private static final int TOP = 52;
  private static final int RIGHT = 20;
  private static final int BOTTOM = 64;
  private static final int MAX_NAME = 16;

  /** The colours of shares 0 and 1: white, and a blue on which white text can be read. */
  private static final int[] NONE = {255, 255, 255};

  private static final int[] ALL = {8, 69, 148};

  private ConfusionPicture() {}

  /**
   * Throws if nobody could read a picture of that many classes.
   *
   * @throws IllegalArgumentException with the limit
   */
  static void check(int classes) {
    if (classes > MAX_CLASSES) {
      throw new IllegalArgumentException(
          "a picture of "
              + classes
              + " x "
              + classes
              + " cells; at most "
              + MAX_CLASSES
              + " classes can be read");
    }
  }

  /** Rows are true classes, columns predicted ones. */
  static Svg of(String title, DoubleMatrix counts, List<String> names) {
    int classes = names.size();
    check(classes);
    int longest = names.stream().mapToInt(name -> shortened(name).length()).max().getAsInt();
    int left = 52 + 8 * longest;
    int side = classes * CELL;
    Svg svg = new Svg(Math.max(left + side + RIGHT, left + 300), TOP + side + BOTTOM);
    svg.text(left, TOP - 24, "start", Svg.INK, title);
    svg.upwards(20, TOP + side / 2.0, "true class");
    svg.text(left + side / 2.0, TOP + side + 46, "middle", Svg.INK, "predicted class");
    for (int i = 0; i < classes; i++) {
      double middle = (i + 0.5) * CELL;
      svg.text(left - 8, TOP + middle + 4, "end", Svg.INK, shortened(names.get(i)));
      svg.text(left + middle, TOP + side + 20, "middle", Svg.INK, fitting(names.get(i)));
      row(svg, counts, i, left);
    }
    return svg;
  }

  private static void row(Svg svg, DoubleMatrix counts, int row, int left) {
    double sum = 0;
    for (int j = 0; j < counts.columns(); j++) {
      sum += counts.get(row, j);
    }
    for (int j = 0; j < counts.columns(); j++) {
      double count = counts.get(row, j);
      double share = sum > 0 ? count / sum : 0;
      double x = left + j * CELL;
      double y = TOP + row * CELL;
      svg.rectangle(x, y, CELL - 1, CELL - 1, colour(share));
      if (count > 0) {
        String ink = share > 0.4 ? "white" : Svg.INK;
        svg.text(x + CELL / 2.0 - 0.5, y + CELL / 2.0 + 4, "middle", ink, number(count));
      }
    }
  }

  /** Small shares, which are the errors, show by their square root. */
  private static String colour(double share) {
    double depth = Math.sqrt(share);
    StringBuilder colour = new StringBuilder("#");
    for (int i = 0; i < NONE.length; i++) {
      colour.append("%02x".formatted((int) Math.rint(NONE[i] + depth * (ALL[i] - NONE[i]))));
    }
    return colour.toString();
  }

  private static String number(double count) {
    if (count >= 100_000) {
      return String.format(Locale.ROOT, "%.0e", count).replace("e+0", "e");
    }
    return count == Math.rint(count)
        ? Long.toString((long) count)
        : String.format(Locale.ROOT, "%.1f", count);
  }

  private static String shortened(String name) {
    return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME - 1) + "…";
  }

  /** As much of a name as fits below its column. */
  private static String fitting(String name) {
    return name.length() <= 5 ? name : name.substring(0, 4) + "…";
  }
}
