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
import java.util.List;
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

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "Labelled rows. Several files, each with its own --data, become one.")
  private List<Path> data;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Their labels, one file for each --data. Default: beside the images.")
  private List<Path> labels = List.of();

  @Mixin private TextOptions textOptions;

  @Option(
      names = "--columns",
      paramLabel = "N",
      description = "The number of features of an svmlight file. Default: the largest index.")
  private Integer columns;

  @Option(
      names = "--scale",
      paramLabel = "F",
      description = "Multiplies every feature. Default: 1/255 for byte images, else 1.")
  private Double scale;

  @Option(
      names = "--precision",
      paramLabel = "float|double",
      description = "What decimal numbers are rounded to. Default: float.")
  private Precision precision = Precision.FLOAT;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The mapped file.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    ReadOptions options =
        Usage.check(
            spec,
            () -> textOptions.readOptions().scale(scale).precision(precision).columns(columns));
    List<Path> given = DataParts.labels(spec, data, labels);
    Outputs.check(DataParts.files(data, given), out);
    Optional<TextSize> text =
        data.size() == 1 ? DataFiles.textSize(data.get(0), options) : Optional.empty();
    printNeeds(text);
    if (data.size() == 1) {
      long rows = text.map(TextSize::lines).orElse(UNKNOWN);
      try (Bar bar = Bar.of(spec.commandLine(), "converting", rows)) {
        DataFiles.convert(data.get(0), given.get(0), options, out, bar::moveTo);
      }
    } else {
      Dataset joined = DataParts.read(data, given, options);
      try (Bar bar = Bar.of(spec.commandLine(), "converting", joined.rows())) {
        MappedFile.write(joined, out, bar::moveTo);
      }
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

  /** What is about to happen, before it takes memory and time. */
  private void printNeeds(Optional<TextSize> text) {
    PrintWriter standardOutput = spec.commandLine().getOut();
    standardOutput.printf(
        Locale.ROOT,
        "%s; the limit is %d MB of heap%n",
        text.map(ConvertCommand::needs).orElseGet(this::needs),
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

  private String needs() {
    return data.size() == 1
        ? "needs about 20 bytes for a row, room for all rows of an npy array in Fortran order"
        : "needs room for all rows but those of mapped files";
  }
}
