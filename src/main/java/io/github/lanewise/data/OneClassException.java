package io.github.lanewise.data;

import java.nio.file.Path;

/** All rows of a file have the same label: unacceptable unless other files have other labels. */
final class OneClassException extends MalformedFileException {
  private static final long serialVersionUID = 1;

  private final String label;

  OneClassException(Path file, String label) {
    super(
        file,
        0,
        "every row has label " + CsvRows.shortened(label) + "; at least two classes are needed");
    this.label = label;
  }

  String label() {
    return label;
  }
}
