package io.github.lanewise.cli;

import io.github.lanewise.data.CsvStream;
import io.github.lanewise.data.DataFiles;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.ReadOptions;
import io.github.lanewise.io.AtomicFile;
import io.github.lanewise.model.LinearModel;
import io.github.lanewise.model.ModelFile;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From a model file and a data file to one line per row. */
@Command(
    name = "predict",
    sortOptions = false,
    description = "Write the label that a model predicts, one line per row.")
final class PredictCommand implements Callable<Integer> {

  private static final int ROWS_AT_A_TIME = 1024;

  @Spec private CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "FILE", description = "The model.")
  private Path model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description =
          "Rows, scaled as in training; a CSV's labels are ignored."
              + " - answers CSV from standard input as it comes.")
  private String data;

  @Mixin private TextOptions textOptions;

  @Option(names = "--out", paramLabel = "FILE", description = "Default: standard output.")
  private Path out;

  @Option(
      names = "--probabilities",
      description = "Write CSV with a header: the label, then every class's probability.")
  private boolean probabilities;

  @Override
  public Integer call() throws IOException {
    Outputs.check(List.of(Path.of(data), model), out);
    LinearModel classifier = ModelFile.read(model);
    if (probabilities && !classifier.hasProbabilities()) {
      throw new UnsupportedOperationException(
          model
              + ": a hinge model gives scores, not probabilities;"
              + " calibrate it, or train with --loss softmax");
    }
    Predictions predictions = new Predictions(classifier, probabilities);
    if (out == null) {
      write(classifier, predictions, spec.commandLine().getOut());
    } else {
      toFile(classifier, predictions);
    }
    return 0;
  }

  private void toFile(LinearModel classifier, Predictions predictions) throws IOException {
    AtomicFile.write(
        out,
        file -> {
          // Flushed, not closed: the file's owner forces it to disk first.
          Writer writer = Channels.newWriter(file, StandardCharsets.UTF_8);
          write(classifier, predictions, writer);
          writer.flush();
        });
  }

  private void write(LinearModel classifier, Predictions predictions, Writer writer)
      throws IOException {
    if (data.equals("-")) {
      stream(classifier, predictions, writer);
      return;
    }
    Features rows =
        DataFiles.readFeatures(
            Pipes.readable(Path.of(data)),
            classifier.features(),
            textOptions.readOptions(classifier));
    try (Bar bar = Bar.of(spec.commandLine(), "predicting", rows.rows())) {
      predictions.begin(writer);
      predictions.write(rows, writer, bar::moveTo);
    }
  }

  /** Answers every row as soon as it has come. */
  private void stream(LinearModel classifier, Predictions predictions, Writer writer)
      throws IOException {
    ReadOptions options = textOptions.readOptions(classifier);
    try (CsvStream rows = CsvStream.open(System.in, classifier.features(), options)) {
      predictions.begin(writer);
      Features batch = rows.next(ROWS_AT_A_TIME);
      while (batch != null) {
        predictions.write(batch, writer, done -> {});
        writer.flush();
        batch = Predictions.isLost(writer) ? null : rows.next(ROWS_AT_A_TIME);
      }
    }
  }
}
