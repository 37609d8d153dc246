package io.github.lanewise.cli;

import io.github.lanewise.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** A picture as SVG, element by element; the same bytes everywhere. */
final class Svg {

  /** Dark enough on white, light enough on black. */
  static final String INK = "#333333";

  static final String PALE = "#dddddd";

  private final StringBuilder out = new StringBuilder();

  Svg(int width, int height) {
    out.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
        font-family="Helvetica, Arial, sans-serif" font-size="13">
        <rect width="%1$d" height="%2$d" fill="white"/>
        """
            .formatted(width, height));
  }

  void line(double x1, double y1, double x2, double y2, String colour) {
    out.append(
        format(
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n",
            x1, y1, x2, y2, colour));
  }

  void rectangle(double x, double y, double width, double height, String colour) {
    out.append(
        format(
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n",
            x, y, width, height, colour));
  }

  /** A line through points x, y. */
  void curve(double[] x, double[] y, String colour) {
    out.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"" + colour + "\" points=\"");
    for (int i = 0; i < x.length; i++) {
      out.append(format(i == 0 ? "%.1f,%.1f" : " %.1f,%.1f", x[i], y[i]));
    }
    out.append("\"/>\n");
  }

  /** A text whose start, middle or end is at x, its base line at y. */
  void text(double x, double y, String anchor, String colour, String text) {
    out.append(
        format(
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n",
            x, y, anchor, colour, escaped(text)));
  }

  /** A text that reads upwards, its middle at x, y. */
  void upwards(double x, double y, String text) {
    out.append(
        format(
            "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\""
                + " fill=\"%s\">%s</text>\n",
            x, y, INK, escaped(text)));
  }

  String text() {
    return out + "</svg>\n";
  }

  void write(Path file) throws IOException {
    AtomicFile.write(file, text().getBytes(StandardCharsets.UTF_8));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Characters that XML has no way to say become question marks. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replaceAll("[\\p{Cntrl}\\p{Cs}\\uFFFE\\uFFFF]", "?");
  }
}
