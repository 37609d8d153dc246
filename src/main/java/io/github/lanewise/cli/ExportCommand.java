package io.github.lanewise.cli;

import io.github.lanewise.model.LinearModel;
import io.github.lanewise.model.ModelFile;
import io.github.lanewise.model.Onnx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From a model file to a file for other programs. */
@Command(
    name = "export",
    sortOptions = false,
    description = "Write a model as ONNX, for other runtimes.")
final class ExportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "FILE", description = "The model.")
  private Path model;

  @Option(names = "--out", required = true, paramLabel = "FILE.onnx", description = "Where to.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Outputs.check(List.of(model), out);
    LinearModel exported = ModelFile.read(model);
    Onnx.write(exported, out);
    spec.commandLine().getOut().println(exported + ", written to " + out);
    return 0;
  }
}
