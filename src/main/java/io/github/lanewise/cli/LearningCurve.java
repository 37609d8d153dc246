package io.github.lanewise.cli;

import io.github.lanewise.optim.Progress;
import java.util.List;
import java.util.Locale;

/** The objective over the steps of training, as a picture. */
final class LearningCurve {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int LEFT = 76;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 52;
  private static final String COLOUR = "#1f6fb4";

  private final String title;
  private final String unit;
  private final double[] steps;
  private final double[] objectives;

  /** A curve through finite objectives; {@code unit} is what a step is called. */
  LearningCurve(String title, String unit, List<Progress> history) {
    this.title = title;
    this.unit = unit;
    List<Progress> finite =
        history.stream().filter(progress -> Double.isFinite(progress.objective())).toList();
    steps = finite.stream().mapToDouble(Progress::step).toArray();
    objectives = finite.stream().mapToDouble(Progress::objective).toArray();
  }

  Svg picture() {
    Svg svg = new Svg(WIDTH, HEIGHT);
    svg.text(LEFT, TOP - 16, "start", Svg.INK, title);
    Ticks x = Ticks.around(steps);
    Ticks y = Ticks.around(objectives);
    for (double tick : y.values()) {
      svg.line(LEFT, down(y, tick), WIDTH - RIGHT, down(y, tick), Svg.PALE);
      svg.text(LEFT - 8, down(y, tick) + 4, "end", Svg.INK, y.label(tick));
    }
    for (double tick : x.values()) {
      svg.line(across(x, tick), HEIGHT - BOTTOM, across(x, tick), HEIGHT - BOTTOM + 5, Svg.INK);
      svg.text(across(x, tick), HEIGHT - BOTTOM + 20, "middle", Svg.INK, x.label(tick));
    }
    svg.line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, Svg.INK);
    svg.text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle", Svg.INK, unit);
    svg.upwards(20, (TOP + HEIGHT - BOTTOM) / 2.0, "objective");
    double[] across = new double[steps.length];
    double[] down = new double[steps.length];
    for (int i = 0; i < steps.length; i++) {
      across[i] = across(x, steps[i]);
      down[i] = down(y, objectives[i]);
    }
    svg.curve(across, down, COLOUR);
    return svg;
  }

  private static double across(Ticks x, double step) {
    return LEFT + x.share(step) * (WIDTH - RIGHT - LEFT);
  }

  private static double down(Ticks y, double objective) {
    return HEIGHT - BOTTOM - y.share(objective) * (HEIGHT - BOTTOM - TOP);
  }

  /** Round numbers on an axis, from the first below all values to the first above. */
  record Ticks(double first, double step, int count, int decimals) {

    private static final int WANTED = 6;

    static Ticks around(double[] values) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (double value : values) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
      if (!(least < most)) {
        least = values.length == 0 ? 0 : least - 1;
        most = values.length == 0 ? 1 : most + 1;
      }
      double[] leading = {1, 2, 5};
      for (int exponent = -300; ; exponent++) {
        for (double digit : leading) {
          double step = digit * Math.pow(10, exponent);
          if ((most - least) / step <= WANTED) {
            double first = Math.floor(least / step) * step;
            int count = (int) Math.ceil((most - first) / step) + 1;
            return new Ticks(first, step, count, Math.max(0, -exponent));
          }
        }
      }
    }

    double[] values() {
      double[] values = new double[count];
      for (int i = 0; i < count; i++) {
        values[i] = first + i * step;
      }
      return values;
    }

    /** Where a value lies between the first tick, 0, and the last, 1. */
    double share(double value) {
      return (value - first) / (step * (count - 1));
    }

    String label(double tick) {
      return String.format(Locale.ROOT, "%." + decimals + "f", tick);
    }
  }
}
