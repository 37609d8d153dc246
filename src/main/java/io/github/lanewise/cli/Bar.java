package io.github.lanewise.cli;

import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine;

/**
 * A bar with rate and time left, on standard error, while something lasts; nothing where that is no
 * terminal, and nothing at the end.
 */
final class Bar implements AutoCloseable {

  /** Lines of a terminal have 80 columns or more; another process would have to say how many. */
  private static final int WIDTH = 79;

  private static final int MILLISECONDS_BETWEEN = 100;

  private final PrintWriter err;

  /** Null where nobody watches. */
  private final ProgressBar bar;

  private Bar(PrintWriter err, ProgressBar bar) {
    this.err = err;
    this.bar = bar;
  }

  /** A bar for rows; -1 if nobody knows how many there will be. */
  static Bar of(CommandLine command, String task, long rows) {
    return of(command.getErr(), Terminal.isStandardError(), task, rows, " rows");
  }

  /** A bar for steps of training. */
  static Bar ofSteps(CommandLine command, String task, long steps) {
    return of(command.getErr(), Terminal.isStandardError(), task, steps, "");
  }

  static Bar of(PrintWriter err, boolean terminal, String task, long most, String unit) {
    if (!terminal) {
      return new Bar(err, null);
    }
    return new Bar(
        err,
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(most)
            .setUnit(unit, 1)
            .showSpeed(new DecimalFormat("#,##0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(MILLISECONDS_BETWEEN)
            .setConsumer(new Line(err))
            .build());
  }

  /** Moves to so many rows, or steps, in all. */
  void moveTo(int done) {
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  /** Says something behind the bar. */
  void say(String message) {
    if (bar != null) {
      bar.setExtraMessage(" " + message);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      err.print("\r" + " ".repeat(WIDTH) + "\r");
      err.flush();
    }
  }

  /** One line that is written again and again. */
  private record Line(PrintWriter err) implements ProgressBarConsumer {

    @Override
    public int getMaxRenderedLength() {
      return WIDTH;
    }

    @Override
    public void accept(String text) {
      err.print("\r" + text);
      err.flush();
    }

    @Override
    public void close() {
      // A bar that was closed at once does not get here, so its owner cleans up.
    }
  }
}
