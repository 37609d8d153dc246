package io.github.lanewise.cli;

import io.github.lanewise.data.DataFiles;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.ReadOptions;
import io.github.lanewise.model.LinearModel;
import io.github.lanewise.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** A model and labelled rows that it was not trained on. */
final class ModelOnRows {

  @Option(names = "--model", required = true, paramLabel = "FILE", description = "The model.")
  private Path model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description =
          "Labelled rows that the model was not trained on, in the units of those that it was, in"
              + " any format of docs/formats.md.")
  private Path data;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Their labels, for IDX and npy. Default: the file beside.")
  private Path labels;

  Path modelFile() {
    return model;
  }

  /** The files of the rows, with null among them. */
  List<Path> files() {
    return Arrays.asList(data, labels);
  }

  LinearModel readModel() throws IOException {
    return ModelFile.read(model);
  }

  /** Rows for a model, read as in its training. */
  Dataset readRows(LinearModel classifier, TextOptions text) throws IOException {
    ReadOptions options = text.readOptions(classifier).labelNames(classifier.labelNames());
    return DataFiles.read(Pipes.readable(data), Pipes.readable(labels), options);
  }
}
