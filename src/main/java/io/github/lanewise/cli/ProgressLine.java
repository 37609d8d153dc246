package io.github.lanewise.cli;

import io.github.lanewise.optim.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/** A line that moves while training does; silent where standard error is no terminal. */
final class ProgressLine implements AutoCloseable {

  private static final double SECONDS_BETWEEN = 0.1;
  private static final String ERASE = "\r" + " ".repeat(78) + "\r";

  private final PrintWriter err;
  private final boolean terminal = Terminal.isStandardError();
  private double shown = Double.NEGATIVE_INFINITY;

  ProgressLine(PrintWriter err) {
    this.err = err;
  }

  void show(Progress progress) {
    if (terminal && progress.seconds() - shown >= SECONDS_BETWEEN) {
      shown = progress.seconds();
      err.printf(
          Locale.ROOT,
          "\rstep %d   objective %.6f   %.1f s   %.2f million rows/s   ",
          progress.step(),
          progress.objective(),
          progress.seconds(),
          progress.rows() / progress.seconds() * 1e-6);
      err.flush();
    }
  }

  @Override
  public void close() {
    if (terminal) {
      err.print(ERASE);
      err.flush();
    }
  }
}
