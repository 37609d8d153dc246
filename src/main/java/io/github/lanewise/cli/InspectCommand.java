package io.github.lanewise.cli;

import io.github.lanewise.data.DataFiles;
import io.github.lanewise.data.ReadOptions;
import io.github.lanewise.model.LinearModel;
import io.github.lanewise.model.ModelFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is in a file. */
@Command(
    name = "inspect",
    sortOptions = false,
    description =
        "Show what is in a data file (shape, values, classes, the scaling it suggests) or a model.")
final class InspectCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A model, or labelled rows in any format.")
  private Path file;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "The labels of the rows. Default: the labels file beside the images.")
  private Path labels;

  @Mixin private TextOptions textOptions;

  @Option(
      names = "--templates",
      paramLabel = "OUT.png",
      description = "Of a model for square images: draw the weights of every class.")
  private Path templates;

  @Override
  public Integer call() throws IOException {
    Outputs.check(List.of(file), templates);
    PrintWriter out = spec.commandLine().getOut();
    Path content = Pipes.readable(file);
    if (ModelFile.isModel(content)) {
      LinearModel model = ModelFile.read(content);
      if (templates != null) {
        new Templates(model).picture().write(templates);
      }
      ModelSummary.print(model, out);
    } else if (templates != null) {
      throw new ParameterException(
          spec.commandLine(), "--templates: " + file + " is no model, which alone has some");
    } else {
      ReadOptions options = textOptions.readOptions().oneClass(true);
      new DataSummary(DataFiles.read(content, Pipes.readable(labels), options)).print(out);
    }
    return 0;
  }
}
