package io.github.lanewise.cli;

import io.github.lanewise.data.DataFiles;
import io.github.lanewise.data.Features;
import io.github.lanewise.model.LinearModel;
import io.github.lanewise.model.ModelFile;
import io.github.lanewise.model.io.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

  @Spec private CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "FILE", description = "The model.")
  private Path model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "Rows, scaled as in training; a CSV's labels are ignored.")
  private Path data;

  @Mixin private TextOptions textOptions;

  @Option(names = "--out", paramLabel = "FILE", description = "Default: standard output.")
  private Path out;

  @Option(
      names = "--probabilities",
      description = "Write CSV with a header: the label, then every class's probability.")
  private boolean probabilities;

  @Override
  public Integer call() throws IOException {
    Outputs.check(out);
    LinearModel classifier = ModelFile.read(model);
    if (probabilities && !classifier.hasProbabilities()) {
      throw new UnsupportedOperationException(
          model
              + ": a hinge model gives scores, not probabilities;"
              + " calibrate it, or train with --loss softmax");
    }
    Features rows =
        DataFiles.readFeatures(data, classifier.features(), textOptions.readOptions(classifier));
    Predictions predictions = new Predictions(classifier, rows);
    if (out == null) {
      toStandardOutput(predictions);
    } else {
      toFile(predictions);
    }
    return 0;
  }

  private void toFile(Predictions predictions) throws IOException {
    AtomicFile.write(
        out,
        file -> {
          // Flushed, not closed: the file's owner forces it to disk first.
          Writer writer = Channels.newWriter(file, StandardCharsets.UTF_8);
          predictions.write(writer, probabilities);
          writer.flush();
        });
  }

  private void toStandardOutput(Predictions predictions) throws IOException {
    PrintWriter writer = spec.commandLine().getOut();
    predictions.write(writer, probabilities);
    if (writer.checkError()) {
      throw new IOException("standard output: cannot write everything");
    }
  }
}
