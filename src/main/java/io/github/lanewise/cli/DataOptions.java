package io.github.lanewise.cli;

import io.github.lanewise.data.DataFiles;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.ReadOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One data set of one or more files. */
final class DataOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "Labelled rows. Several files, each with its own --data, become one data set.")
  private List<Path> data;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Their labels, one file for each --data. Default: beside the images.")
  private List<Path> labels = List.of();

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

  /**
   * Throws ParameterException for options that no reader can use, and unless every file has one of
   * labels, or none has.
   */
  ReadOptions readOptions(ReadOptions text) {
    if (!labels.isEmpty() && labels.size() != data.size()) {
      throw new ParameterException(
          spec.commandLine(),
          "--labels: %s files for %s of --data; one for each is needed, or none"
              .formatted(labels.size(), data.size()));
    }
    return Usage.check(spec, () -> text.scale(scale).columns(columns));
  }

  /** All files that are named, of data and of labels. */
  List<Path> files() {
    return Stream.of(data, labels).flatMap(List::stream).toList();
  }

  /** Whether there is one file of data only. */
  boolean isOne() {
    return data.size() == 1;
  }

  /** The first file of data. */
  Path first() throws IOException {
    return Pipes.readable(data.get(0));
  }

  /** The labels of the first file, null if they were not named. */
  Path firstLabels() throws IOException {
    return labels.isEmpty() ? null : Pipes.readable(labels.get(0));
  }

  /** Reads all files and joins their rows. */
  Dataset read(ReadOptions options) throws IOException {
    if (isOne()) {
      return DataFiles.read(first(), firstLabels(), options);
    }
    List<Dataset> parts =
        DataFiles.readParts(
            readable(data),
            labels.isEmpty() ? Collections.nCopies(data.size(), null) : readable(labels),
            options);
    return Usage.named("--data", "parts", () -> Dataset.join(parts));
  }

  private static List<Path> readable(List<Path> given) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path file : given) {
      files.add(Pipes.readable(file));
    }
    return files;
  }
}
