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
import picocli.CommandLine.ParameterException;

/** One data set of one or more files. */
final class DataParts {

  private DataParts() {}

  /** One file of labels for each file of data, null where none was named. */
  static List<Path> labels(CommandSpec spec, List<Path> data, List<Path> labels) {
    if (!labels.isEmpty() && labels.size() != data.size()) {
      throw new ParameterException(
          spec.commandLine(),
          "--labels: %s files for %s of --data; one for each is needed, or none"
              .formatted(labels.size(), data.size()));
    }
    return labels.isEmpty() ? Collections.nCopies(data.size(), null) : labels;
  }

  /** All files that these name, with null among them. */
  static List<Path> files(List<Path> data, List<Path> labels) {
    return Stream.of(data, labels).flatMap(List::stream).toList();
  }

  /** Reads all files and joins their rows. */
  static Dataset read(List<Path> data, List<Path> labels, ReadOptions options) throws IOException {
    List<Dataset> parts = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      parts.add(DataFiles.read(data.get(i), labels.get(i), options));
    }
    return parts.size() == 1
        ? parts.get(0)
        : Usage.named("--data", "parts", () -> Dataset.join(parts));
  }
}
