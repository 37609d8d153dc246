package io.github.lanewise.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/** Replaces a file in one step: whatever goes wrong, its old content or its new one is there. */
public final class AtomicFile {

  /** As many as Linux follows. */
  private static final int MAX_LINKS = 40;

  /** Names of temporary files that were used and are free again. */
  private static final Queue<String> FREE_NAMES = new ConcurrentLinkedQueue<>();

  private AtomicFile() {}

  /** What writes a file's content. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes everything.
     *
     * @param file the open file, at its beginning. Modified.
     * @throws IOException if that fails
     */
    void writeTo(FileChannel file) throws IOException;
  }

  /**
   * Writes a temporary file beside the target, with the permissions of the target if that exists,
   * forces it to disk and moves it over the target. A target that is no file but a device or a pipe
   * is written in place: it has no old content.
   *
   * @param target the file to create or to replace; a symbolic link is followed, to a file that
   *     does not exist too
   * @param content writes the new content
   * @throws IOException if that fails; the target is as it was and the temporary file is gone
   */
  public static void write(Path target, Content content) throws IOException {
    try {
      writeUnnamed(target, content);
    } catch (IOException problem) {
      throw named(target, problem);
    }
  }

  /**
   * What the system says of a full or a broken disk names no file; every more special exception
   * does.
   *
   * @param file the file that was written, or read
   * @param problem what went wrong
   * @return the same, or an exception that names the file
   */
  public static IOException named(Path file, IOException problem) {
    if (problem.getClass() != IOException.class) {
      return problem;
    }
    IOException named = new FileSystemException(file.toString(), null, problem.getMessage());
    named.initCause(problem);
    return named;
  }

  private static void writeUnnamed(Path target, Content content) throws IOException {
    if (!Files.exists(target)) {
      replace(follow(target.toAbsolutePath()), content);
    } else if (Files.isRegularFile(target)) {
      replace(target.toRealPath(), content);
    } else if (Files.isDirectory(target)) {
      throw new FileSystemException(target.toString(), null, "is a folder");
    } else {
      try (FileChannel device = FileChannel.open(target, StandardOpenOption.WRITE)) {
        content.writeTo(device);
      }
    }
  }

  /**
   * Writes content that is there already, as {@link #write(Path, Content)} does.
   *
   * @param target the file to create or to replace; a symbolic link is followed
   * @param content all of the new content. Not modified
   * @throws IOException if that fails; the target is as it was and the temporary file is gone
   */
  public static void write(Path target, byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    write(
        target,
        file -> {
          while (bytes.hasRemaining()) {
            file.write(bytes);
          }
        });
  }

  /** Where symbolic links lead that end at no file. */
  private static Path follow(Path target) throws IOException {
    Path file = target;
    for (int links = 0; Files.isSymbolicLink(file); links++) {
      if (links == MAX_LINKS) {
        throw new FileSystemLoopException(target.toString());
      }
      file = file.resolveSibling(Files.readSymbolicLink(file));
    }
    return file;
  }

  private static void replace(Path target, Content content) throws IOException {
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(String.valueOf(folder), null, "no such folder");
    }
    String name = Objects.requireNonNullElseGet(FREE_NAMES.poll(), AtomicFile::newName);
    Path temporary = folder.resolve(name);
    try {
      deleteAtExit(temporary, target);
      writeAndForce(temporary, target, content);
      move(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
      FREE_NAMES.add(name);
    }
    forceEntry(folder);
  }

  /**
   * Has the virtual machine delete the file if it ends meanwhile, as by Ctrl-C: after all shutdown
   * hooks, which may wait for the file to be written. It never forgets a name, so names are used
   * again.
   */
  private static void deleteAtExit(Path temporary, Path target) throws IOException {
    if (temporary.getFileSystem() == FileSystems.getDefault()) {
      try {
        temporary.toFile().deleteOnExit();
      } catch (IllegalStateException ending) {
        throw new FileSystemException(
            target.toString(), null, "not written, because the virtual machine is ending");
      }
    }
  }

  private static String newName() {
    String unique = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    return ".lanewise-" + unique + ".tmp";
  }

  private static void writeAndForce(Path temporary, Path target, Content content)
      throws IOException {
    try (FileChannel file =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      copyPermissions(target, temporary);
      content.writeTo(file);
      file.force(true);
    }
  }

  private static void copyPermissions(Path from, Path to) throws IOException {
    PosixFileAttributeView old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    if (old != null && Files.exists(from)) {
      Files.setPosixFilePermissions(to, old.readAttributes().permissions());
    }
  }

  private static void move(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException someFileSystems) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The move has been made: a platform that cannot force it to disk cannot undo it either. */
  private static void forceEntry(Path folder) {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    } catch (IOException somePlatforms) {
      // Windows opens no folder.
    }
  }
}
