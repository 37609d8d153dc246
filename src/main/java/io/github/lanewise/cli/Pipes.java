package io.github.lanewise.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pipes among the files to read. Readers look at a file more than once, first for its format, so
 * they get a copy of what a pipe gives.
 */
final class Pipes {

  /** The bits of a file's mode in Unix that tell its type, and those of a pipe. */
  private static final int TYPE = 0170000;

  private static final int PIPE = 0010000;

  /** As many programs call it, and {@code predict} of this one. */
  private static final Path STANDARD_INPUT = Path.of("-");

  /** What each copy is a copy of. */
  private static final Map<Path, Path> COPIED = new ConcurrentHashMap<>();

  private Pipes() {}

  /** Whether a path leads to a pipe, named or not. */
  static boolean isPipe(Path path) {
    try {
      return ((int) Files.getAttribute(path, "unix:mode") & TYPE) == PIPE;
    } catch (IOException | UnsupportedOperationException missingOrNotUnix) {
      return false;
    }
  }

  /**
   * A file that can be read again and again: the given one, null too, or a copy of all that a pipe
   * gives, which lasts as long as this process.
   */
  static Path readable(Path given) throws IOException {
    if (STANDARD_INPUT.equals(given) && Files.notExists(given)) {
      throw new NoSuchFileException("-", null, "no such file; standard input is /dev/stdin here");
    }
    Path file = given == null ? null : Relaunch.inherited(given);
    if (file == null || !isPipe(file)) {
      return file;
    }
    Path copy = Files.createTempFile("lanewise-pipe-", "");
    copy.toFile().deleteOnExit();
    COPIED.put(copy, given);
    // Not Files.newInputStream, which looks for its position, on JDK 21, and fails.
    try (InputStream pipe = new FileInputStream(file.toFile());
        OutputStream target = Files.newOutputStream(copy)) {
      pipe.transferTo(target);
    } catch (IOException problem) {
      throw new FileSystemException(
          given.toString(),
          null,
          "cannot be copied to " + copy.getParent() + ": " + problem.getMessage());
    }
    return copy;
  }

  /** A message that names what the user named, in the place of its copy. */
  static String asGiven(String message) {
    String given = message;
    for (Map.Entry<Path, Path> copy : COPIED.entrySet()) {
      given = given.replace(copy.getKey().toString(), copy.getValue().toString());
    }
    return given;
  }
}
