package io.github.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsTest {
  @TempDir Path directory;
  @TempDir Path elsewhere;

  @AfterEach
  void makeWritable() {
    assertTrue(directory.toFile().setWritable(true));
  }

  /** Before the training that would end at it: a file that may be changed is replaced, too. */
  @Test
  void aFolderThatTakesNoNewFileIsNoticed() throws IOException {
    Path old = Files.createFile(directory.resolve("old"));
    Path link = Files.createSymbolicLink(elsewhere.resolve("link"), old);
    assertTrue(directory.toFile().setWritable(false));
    assumeFalse(Files.isWritable(directory), "this user may write everywhere");
    for (Path output : List.of(old, directory.resolve("new"), link)) {
      AccessDeniedException e =
          assertThrows(AccessDeniedException.class, () -> Outputs.check(List.of(), output));
      assertEquals(output + ": access denied to its folder", Failures.describe(e));
    }
  }
}
