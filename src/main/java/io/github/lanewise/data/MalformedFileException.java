package io.github.lanewise.data;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Thrown when the content of a file is unacceptable. The message starts with the place: {@code
 * train.csv:17: ...}.
 */
public class MalformedFileException extends IOException {
  private static final long serialVersionUID = 1;

  // Paths are not serializable; a deserialized exception keeps its message and loses its file.
  private final transient Path file;

  /** The line, counted from 1; 0 when the problem has no line. */
  private final long line;

  /**
   * Creates the exception.
   *
   * @param file the file
   * @param line the line, counted from 1; 0 when the problem has no line
   * @param problem what is wrong there
   */
  public MalformedFileException(Path file, long line, String problem) {
    super(line == 0 ? file + ": " + problem : file + ":" + line + ": " + problem);
    this.file = file;
    this.line = line;
  }

  /**
   * The file.
   *
   * @return the path as the caller gave it; null after deserialization
   */
  public Path file() {
    return file;
  }

  /**
   * The line.
   *
   * @return the line, counted from 1; 0 when the problem has no line
   */
  public long line() {
    return line;
  }
}
