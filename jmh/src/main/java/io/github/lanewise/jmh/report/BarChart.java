package io.github.lanewise.jmh.report;

import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars in groups, as an SVG that is readable on light and on dark ground. Each bar has a
 * whisker from the worst fork to the best, and may have a mark that it is meant to reach.
 *
 * @param title what is shown
 * @param source where the numbers are from
 * @param axis what a number means, with its unit
 * @param scale where a number lies
 * @param series the names behind the colours
 * @param groups from top to bottom
 */
record BarChart(
    String title,
    String source,
    String axis,
    Scale scale,
    List<String> series,
    List<Group> groups) {

  /** Bars with a label: one for each series that was measured. */
  record Group(String label, List<Bar> bars) {}

  /** A number of a series, its worst and its best fork, and a mark, 0 for none. */
  record Bar(int series, double value, double worst, double best, double mark) {}

  /**
   * Positions on the axis.
   *
   * @param logarithmic whether equal ratios are equally far apart
   * @param origin where bars begin
   * @param ticks ascending; the first and the last are the ends
   */
  record Scale(boolean logarithmic, double origin, List<Double> ticks) {

    /** 0 at the first tick, 1 at the last. */
    double position(double value) {
      double low = at(ticks.getFirst());
      double high = at(ticks.getLast());
      return Math.clamp((at(value) - low) / (high - low), 0.0, 1.0);
    }

    private double at(double value) {
      return logarithmic ? StrictMath.log(value) : value;
    }
  }

  private static final int LEFT = 310;
  private static final int WIDTH = 560;
  private static final int RIGHT = 70;
  private static final int TOP = 86;
  private static final int BAR = 13;
  private static final int GAP = 12;
  private static final int BOTTOM = 62;

  private static final String STYLE =
      """
      .ground { fill: #ffffff; }
      text { font: 13px system-ui, sans-serif; fill: #1f2328; }
      .title { font-size: 17px; font-weight: 600; }
      .small { font-size: 11px; fill: #59636e; }
      .end { text-anchor: end; }
      .middle { text-anchor: middle; }
      .grid { stroke: #d1d9e0; }
      .whisker { stroke: #1f2328; }
      .mark { stroke: #cf222e; stroke-width: 2; }
      .s0 { fill: #0969da; } .s1 { fill: #8250df; } .s2 { fill: #1a7f37; } .s3 { fill: #bc4c00; }
      .s4 { fill: #6e7781; }
      @media (prefers-color-scheme: dark) {
        .ground { fill: #0d1117; }
        text { fill: #f0f6fc; }
        .small { fill: #9198a1; }
        .grid { stroke: #3d444d; }
        .whisker { stroke: #f0f6fc; }
        .mark { stroke: #ff7b72; }
        .s0 { fill: #4493f8; } .s1 { fill: #ab7df8; } .s2 { fill: #3fb950; } .s3 { fill: #db6d28; }
        .s4 { fill: #9198a1; }
      }
      """;

  String svg() {
    int bars = groups.stream().mapToInt(group -> group.bars().size()).sum();
    int bottom = TOP + bars * BAR + groups.size() * GAP;
    int height = bottom + BOTTOM;
    StringBuilder svg = new StringBuilder();
    add(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">",
        LEFT + WIDTH + RIGHT,
        height);
    add(svg, "<title>%s</title>", escape(title));
    add(svg, "<style>\n%s</style>", STYLE);
    add(svg, "<path class=\"ground\" d=\"M0 0h%dv%dh-%1$dz\"/>", LEFT + WIDTH + RIGHT, height);
    add(svg, "<text class=\"title\" x=\"16\" y=\"28\">%s</text>", escape(title));
    legend(svg);
    grid(svg, bottom);
    int y = TOP;
    for (Group group : groups) {
      group(svg, group, y);
      y += group.bars().size() * BAR + GAP;
    }
    add(svg, "<text class=\"small\" x=\"16\" y=\"%d\">%s</text>", height - 12, escape(source));
    add(svg, "</svg>");
    return svg.toString();
  }

  private void legend(StringBuilder svg) {
    int x = 16;
    for (int s = 0; s < series.size(); s++) {
      add(svg, "<rect class=\"s%d\" x=\"%d\" y=\"44\" width=\"12\" height=\"12\"/>", s, x);
      add(svg, "<text x=\"%d\" y=\"55\">%s</text>", x + 18, escape(series.get(s)));
      x += 48 + 7 * series.get(s).length();
    }
    if (groups.stream().flatMap(group -> group.bars().stream()).anyMatch(bar -> bar.mark() > 0)) {
      add(svg, "<path class=\"mark\" d=\"M%d 43v14\"/>", x + 6);
      add(svg, "<text x=\"%d\" y=\"55\">meant to reach</text>", x + 18);
    }
  }

  private void grid(StringBuilder svg, int bottom) {
    for (double tick : scale.ticks()) {
      double x = x(tick);
      add(svg, "<path class=\"grid\" d=\"M%.1f %dV%d\"/>", x, TOP - 8, bottom);
      String label = tick == Math.rint(tick) ? "%.0f" : "%s";
      add(
          svg,
          "<text class=\"small middle\" x=\"%.1f\" y=\"%d\">" + label + "</text>",
          x,
          bottom + 15,
          tick);
    }
    double middle = LEFT + WIDTH / 2.0;
    add(
        svg,
        "<text class=\"small middle\" x=\"%.1f\" y=\"%d\">%s</text>",
        middle,
        bottom + 32,
        escape(axis));
  }

  private void group(StringBuilder svg, Group group, int top) {
    double middle = top + group.bars().size() * BAR / 2.0 + 4;
    add(
        svg,
        "<text class=\"end\" x=\"%d\" y=\"%.1f\">%s</text>",
        LEFT - 10,
        middle,
        escape(group.label()));
    int y = top;
    for (Bar bar : group.bars()) {
      bar(svg, bar, y);
      y += BAR;
    }
  }

  private void bar(StringBuilder svg, Bar bar, int y) {
    double from = Math.min(x(scale.origin()), x(bar.value()));
    double to = Math.max(x(scale.origin()), x(bar.value()));
    double centre = y + BAR / 2.0;
    add(
        svg,
        "<rect class=\"s%d\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
        bar.series(),
        from,
        y + 1,
        to - from,
        BAR - 2);
    add(
        svg,
        "<path class=\"whisker\" d=\"M%.1f %.1fH%.1f\"/>",
        x(bar.worst()),
        centre,
        x(bar.best()));
    if (bar.mark() > 0) {
      add(svg, "<path class=\"mark\" d=\"M%.1f %dv%d\"/>", x(bar.mark()), y, BAR);
    }
    double end = Math.max(to, x(Math.max(bar.best(), bar.mark()))) + 6;
    String number = Numbers.three(bar.value());
    add(svg, "<text class=\"small\" x=\"%.1f\" y=\"%.1f\">%s</text>", end, centre + 4, number);
  }

  private double x(double value) {
    return LEFT + WIDTH * scale.position(value);
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
