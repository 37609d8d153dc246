package io.github.lanewise.cli;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.loss.SoftmaxLoss;
import io.github.lanewise.model.Calibration;
import io.github.lanewise.model.Evaluation;
import io.github.lanewise.model.LinearModel;
import io.github.lanewise.model.ModelFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From a model file and held-out rows to a model file with believable probabilities. */
@Command(
    name = "calibrate",
    sortOptions = false,
    description = "Fit a model's probabilities to rows that it was not trained on.")
final class CalibrateCommand implements Callable<Integer> {

  /** The ways to do it. */
  private enum Method {
    TEMPERATURE,
    PLATT
  }

  @Spec private CommandSpec spec;

  @Mixin private ModelOnRows modelOnRows;

  @Mixin private TextOptions textOptions;

  @Option(
      names = "--method",
      paramLabel = "temperature|platt",
      description = "Default: temperature for softmax, platt for hinge.")
  private Method method;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where to keep the calibrated model; may be the model itself.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Outputs.check(modelOnRows.files(), out);
    LinearModel given = modelOnRows.readModel();
    Dataset heldOut = modelOnRows.readRows(given, textOptions);
    LinearModel calibrated = given.withCalibration(calibration(given, heldOut));
    ModelFile.write(calibrated, out);
    PrintWriter console = spec.commandLine().getOut();
    if (given.hasProbabilities()) {
      print(console, "before", Evaluation.of(given, heldOut));
    }
    print(console, "after", Evaluation.of(calibrated, heldOut));
    console.println("model written to " + out);
    return 0;
  }

  private Calibration calibration(LinearModel given, Dataset heldOut) {
    boolean temperature =
        method == null ? given.loss() instanceof SoftmaxLoss : method == Method.TEMPERATURE;
    return temperature
        ? Calibration.temperature(given, heldOut)
        : Calibration.platt(given, heldOut);
  }

  private static void print(PrintWriter console, String when, Evaluation evaluation) {
    console.printf(
        Locale.ROOT,
        "%-6s  log loss %.6f, Brier %.6f, ECE %.6f%n",
        when,
        evaluation.logLoss(),
        evaluation.brierScore(),
        evaluation.calibrationError());
  }
}
