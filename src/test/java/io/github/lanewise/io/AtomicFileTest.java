package io.github.lanewise.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {

  @TempDir Path folder;

  private static void write(Path target, String text) throws IOException {
    AtomicFile.write(
        target, file -> file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void createsAndReplaces() throws IOException {
    Path target = folder.resolve("model");
    write(target, "a long first content");
    write(target, "second");
    assertEquals("second", Files.readString(target));
    assertEquals(List.of("model"), names());
  }

  @Test
  void aFailureLeavesTheOldContentAndNothingElse() throws IOException {
    Path target = folder.resolve("model");
    write(target, "old");
    IOException planted = new IOException("disk full");
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                AtomicFile.write(
                    target,
                    file -> {
                      file.write(ByteBuffer.allocate(100));
                      throw planted;
                    }));
    assertEquals(planted, thrown.getCause());
    assertEquals(target + ": disk full", thrown.getMessage());
    assertEquals("old", Files.readString(target));
    assertEquals(List.of("model"), names());
  }

  @Test
  void theOldContentIsThereWhileTheNewIsWritten() throws IOException {
    Path target = folder.resolve("model");
    write(target, "old");
    AtomicFile.write(
        target,
        file -> {
          file.write(ByteBuffer.wrap(new byte[] {'n'}));
          assertEquals("old", Files.readString(target));
        });
    assertEquals("n", Files.readString(target));
  }

  @Test
  void aFolderIsNotReplaced() throws IOException {
    Path target = Files.createDirectory(folder.resolve("model"));
    assertThrows(FileSystemException.class, () -> write(target, "text"));
    assertTrue(Files.isDirectory(target));
    assertEquals(List.of("model"), names());
  }

  @Test
  void aMissingFolderIsNamed() {
    Path target = folder.resolve("missing").resolve("model");
    String message =
        assertThrows(NoSuchFileException.class, () -> write(target, "text")).getMessage();
    assertTrue(message.contains(folder.resolve("missing").toString()), message);
  }

  @Test
  void aSymbolicLinkIsFollowed() throws IOException {
    Path target = folder.resolve("model");
    write(target, "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    write(link, "new");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(target));
  }

  @Test
  void aSymbolicLinkToNoFileIsFollowed() throws IOException {
    Files.createDirectory(folder.resolve("models"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("models", "model"));
    Path chain = Files.createSymbolicLink(folder.resolve("chain"), Path.of("link"));
    write(chain, "new");
    assertTrue(Files.isSymbolicLink(link));
    assertTrue(Files.isSymbolicLink(chain));
    assertEquals("new", Files.readString(folder.resolve("models").resolve("model")));
    assertEquals(List.of("chain", "link", "models"), names());
  }

  @Test
  void linksThatLeadNowhereAreRefused() throws IOException {
    Path one = Files.createSymbolicLink(folder.resolve("one"), Path.of("other"));
    Files.createSymbolicLink(folder.resolve("other"), Path.of("one"));
    assertThrows(FileSystemLoopException.class, () -> write(one, "text"));
    assertEquals(List.of("one", "other"), names());
  }

  /** Neither narrower nor, while it is written, wider. */
  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "rw-rw-rw-", "r--r-----"})
  void aReplacedFileKeepsItsPermissions(String permissions) throws IOException {
    assumeTrue(
        Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null, "no POSIX");
    Path target = folder.resolve("model");
    write(target, "old");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(permissions));
    AtomicFile.write(
        target,
        file -> {
          for (String name : names()) {
            assertEquals(permissions, permissions(folder.resolve(name)));
          }
          file.write(ByteBuffer.wrap(new byte[] {'n'}));
        });
    assertEquals("n", Files.readString(target));
    assertEquals(permissions, permissions(target));
  }

  /** A program that ends in the middle of a write, and first waits for another one, in a hook. */
  static final class EndsWhileItWrites {
    private EndsWhileItWrites() {}

    /** Writes two files in the folder of the first argument. */
    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      write(folder.resolve("model"), "old");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> writeAtEnd(folder)));
      AtomicFile.write(
          folder.resolve("model"),
          file -> {
            file.write(ByteBuffer.allocate(100));
            System.exit(3);
          });
    }

    private static void writeAtEnd(Path folder) {
      try {
        write(folder.resolve("last"), "new");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void theEndOfTheMachineLeavesNothingUnfinished() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EndsWhileItWrites.class.getName(),
                folder.toString())
            .inheritIO()
            .start();
    assertEquals(3, process.waitFor());
    assertEquals(List.of("last", "model"), names());
    assertEquals("old", Files.readString(folder.resolve("model")));
    assertEquals("new", Files.readString(folder.resolve("last")));
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
