package io.github.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes whose standard output does not take what they write. */
class StandardOutputTest {

  private static final Path FULL = Path.of("/dev/full");

  @TempDir Path folder;

  private Path rows;

  @BeforeEach
  void writeRows() throws IOException {
    rows = Files.writeString(folder.resolve("rows.csv"), "1,a\n2,b\n");
  }

  private static ProcessBuilder command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dlanewise.kernel=scalar");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private static String errors(Process process) throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void aPipeThatNobodyReadsEndsQuietly() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/stdout")), "not Unix");
    Process process = command("inspect", rows.toString()).start();
    process.getInputStream().close();
    assertEquals("", errors(process));
    assertEquals(141, process.waitFor());
  }

  @Test
  void aFailureStaysAFailure() throws Exception {
    Process process = command("inspect", folder.resolve("missing").toString()).start();
    process.getInputStream().close();
    assertTrue(errors(process).contains("missing: no such file"));
    assertEquals(1, process.waitFor());
  }

  @Test
  void aFullDiskIsAFailure() throws Exception {
    assumeTrue(Files.exists(FULL), "nothing is always full here");
    Process process = command("inspect", rows.toString()).redirectOutput(FULL.toFile()).start();
    assertEquals("lanewise: standard output: cannot write everything", errors(process).strip());
    assertEquals(1, process.waitFor());
  }
}
