package io.github.lanewise.cli;

import io.github.lanewise.Precision;
import io.github.lanewise.data.DataFiles;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.MappedFile;
import io.github.lanewise.data.ReadOptions;
import io.github.lanewise.data.TextSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From any data files to one mapped file. */
@Command(
    name = "convert",
    sortOptions = false,
    description =
        "Write data as a mapped file, which train, predict and evaluate read without loading it.")
final class ConvertCommand implements Callable<Integer> {

  /** Of rows that come one by one, until the last has come. */
  private static final long UNKNOWN = -1L;

  private static final String NEEDS_OF_ONE =
      "needs about 20 bytes for a row, room for all rows of an npy array in Fortran order";

  @Spec private CommandSpec spec;

  @Mixin private DataOptions dataOptions;

  @Mixin private TextOptions textOptions;

  @Option(
      names = "--precision",
      paramLabel = "float|double",
      description = "What decimal numbers are rounded to. Default: float.")
  private Precision precision = Precision.FLOAT;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The mapped file.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    ReadOptions text = textOptions.readOptions().precision(precision).oneClass(true);
    ReadOptions options = dataOptions.readOptions(text);
    Outputs.check(dataOptions.files(), out);
    if (dataOptions.isOne()) {
      convert(dataOptions.first(), options);
    } else {
      join(options);
    }
    PrintWriter standardOutput = spec.commandLine().getOut();
    standardOutput.printf(
        Locale.ROOT,
        "%s: %d bytes, content sha256 %s%n",
        out,
        Files.size(out),
        MappedFile.sha256(out));
    return 0;
  }

  private void convert(Path data, ReadOptions options) throws IOException {
    Optional<TextSize> text = DataFiles.textSize(data, options);
    printNeeds(text.map(ConvertCommand::needs).orElse(NEEDS_OF_ONE));
    long rows = text.map(TextSize::lines).orElse(UNKNOWN);
    try (Bar bar = Bar.of(spec.commandLine(), "converting", rows)) {
      DataFiles.convert(data, dataOptions.firstLabels(), options, out, bar::moveTo);
    }
  }

  private void join(ReadOptions options) throws IOException {
    printNeeds("needs room for all rows but those of mapped files");
    Dataset joined = dataOptions.read(options);
    try (Bar bar = Bar.of(spec.commandLine(), "converting", joined.rows())) {
      MappedFile.write(joined, out, bar::moveTo);
    }
  }

  /** What is about to happen, before it takes memory and time. */
  private void printNeeds(String needs) {
    PrintWriter standardOutput = spec.commandLine().getOut();
    standardOutput.printf(
        Locale.ROOT,
        "%s; the limit is %d MB of heap%n",
        needs,
        Runtime.getRuntime().maxMemory() >> 20);
    standardOutput.flush();
  }

  private static String needs(TextSize text) {
    return String.format(
        Locale.ROOT,
        "%d lines; needs about %d MB",
        text.lines(),
        Math.ceilDiv(text.convertBytes(), 1 << 20));
  }
}
