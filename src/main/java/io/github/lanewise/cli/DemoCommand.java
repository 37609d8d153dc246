package io.github.lanewise.cli;

import io.github.lanewise.Lanewise;
import io.github.lanewise.data.Csv;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.optim.Fit;
import io.github.lanewise.optim.Progress;
import io.github.lanewise.optim.Solver;
import io.github.lanewise.optim.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The main job: both classifiers, trained on handwritten digits, and what came out. */
@Command(
    name = "demo",
    description = "Train both classifiers on handwritten digits and show what comes out.")
final class DemoCommand implements Callable<Integer> {

  /** Pixels are 0 to 16. */
  private static final double SCALE = 1.0 / 16;

  private static final double TEST_FRACTION = 0.2;
  private static final long SEED = 1;
  private static final double L2 = 1e-3;
  private static final int CHART_WIDTH = 48;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "docs/data/digits.csv.gz",
      description =
          "The digits: CSV of 64 pixels from 0 to 16 and a label. Default: ${DEFAULT-VALUE}")
  private Path digits;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Dataset all = Csv.read(digits, SCALE);
    Dataset.Split split = all.split(TEST_FRACTION, SEED);
    out.println("Lanewise on " + Lanewise.describe());
    out.printf(
        Locale.ROOT,
        "%d digits, %d features, %d classes: %d rows to learn from, %d to test%n",
        all.rows(),
        all.columns(),
        all.classes(),
        split.train().rows(),
        split.test().rows());
    train(Loss.softmax(), "softmax classifier", split, out);
    train(Loss.hinge(), "multiclass SVM", split, out);
    return 0;
  }

  private static void train(Loss loss, String title, Dataset.Split split, PrintWriter out) {
    Fit fit = Trainer.of(loss).l2(L2).fit(split.train());
    boolean smoothing = fit.solver() == Solver.SMOOTHING;
    List<Progress> history = fit.history();
    out.printf(Locale.ROOT, "%n%s, trained by %s%n%n", title, smoothing ? "smoothing" : "L-BFGS");
    out.printf("  iteration   objective%n");
    double highest = history.stream().mapToDouble(Progress::objective).max().orElse(1);
    for (Progress progress : sample(history)) {
      int bar = (int) Math.round(progress.objective() / highest * CHART_WIDTH);
      out.printf(
          Locale.ROOT,
          "  %9d   %9.6f  %s%n",
          progress.step(),
          progress.objective(),
          "#".repeat(Math.max(bar, 0)));
    }
    out.println();
    line(out, "trained in     %.2f s: %s", fit.seconds(), fit.stopReason());
    line(out, "test accuracy  %.4f", fit.model().accuracy(split.test()));
    double rate = Throughput.rowsPerSecond(fit.model(), split.train(), L2);
    line(out, "throughput     %.2f million rows/s, once compiled", rate * 1e-6);
    out.flush();
  }

  private static void line(PrintWriter out, String format, Object... values) {
    out.printf(Locale.ROOT, "  " + format + "%n", values);
  }

  /** The first steps, in which most happens, then ever fewer, and the last one. */
  private static List<Progress> sample(List<Progress> history) {
    int last = history.size() - 1;
    return IntStream.rangeClosed(0, last)
        .filter(number -> number == last || isRound(number))
        .mapToObj(history::get)
        .toList();
  }

  /** 0, 1, 2, 5, 10, 20, 50 and so on. */
  private static boolean isRound(int number) {
    int leading = number;
    while (leading >= 10 && leading % 10 == 0) {
      leading /= 10;
    }
    return leading <= 2 || leading == 5;
  }
}
