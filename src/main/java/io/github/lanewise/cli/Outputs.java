package io.github.lanewise.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where results go. */
final class Outputs {

  private Outputs() {}

  /**
   * Fails before hours of work, not after them: where nothing can be written, and where one output
   * would destroy another, or what is read.
   *
   * @param inputs what the command reads; null for a file that nobody named
   * @param outputs what it writes; null for one that nobody wants
   */
  static void check(List<Path> inputs, Path... outputs) throws IOException {
    List<Path> taken = new ArrayList<>(inputs);
    for (Path output : outputs) {
      if (output != null) {
        check(output);
        for (Path other : taken) {
          if (other != null && isSame(output, other)) {
            throw new FileSystemException(
                output.toString(), null, "is read, or written, by this command already");
          }
        }
        taken.add(output);
      }
    }
  }

  /** Whether both are the same file. A device or a pipe has no content that could be lost. */
  private static boolean isSame(Path output, Path other) throws IOException {
    if (Files.exists(output) && Files.exists(other)) {
      return Files.isRegularFile(output) && Files.isSameFile(output, other);
    }
    return output.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  private static void check(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "is a folder");
    }
    if (Files.exists(file) && !Files.isWritable(file)) {
      throw new AccessDeniedException(file.toString());
    }
    if (Files.notExists(file) || Files.isRegularFile(file)) {
      checkFolder(file);
    }
  }

  /** A file is replaced by a new one, which is written beside it. */
  private static void checkFolder(Path file) throws IOException {
    Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path folder = place.getParent();
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString(), null, "no such folder");
    }
    if (!Files.isWritable(folder)) {
      throw new AccessDeniedException(file.toString(), null, "access denied to its folder");
    }
  }
}
