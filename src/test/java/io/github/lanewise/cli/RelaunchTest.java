package io.github.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts real virtual machines, as {@code java -jar} would: without the vector module. */
class RelaunchTest {

  /** For a machine that is busy with other things; what is waited for takes a second. */
  private static final int PATIENCE_SECONDS = 300;

  @TempDir Path folder;

  @BeforeEach
  void vectorsAreInstalled() {
    Assumptions.assumeTrue(ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent());
  }

  private static Process start(List<String> options, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).start();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void vectorsAndTheJvmsOwnOptionsArrive() throws Exception {
    Process process = start(List.of("-Xmx96m", "-XX:+UseG1GC"), "info");
    String info = output(process);
    assertEquals(0, process.waitFor(), info);
    assertTrue(info.contains("jdk.incubator.vector  in use"), info);
    assertTrue(info.matches("(?s).*largest heap +96 MB.*"), info);
    assertFalse(info.contains("CompileCommand"), info);
  }

  @Test
  void scalarKernelsNeedNoSecondMachine() throws Exception {
    Process process = start(List.of("-Dlanewise.kernel=scalar"), "info");
    String info = output(process);
    assertEquals(0, process.waitFor(), info);
    assertTrue(info.startsWith("scalar "), info);
    assertTrue(info.contains("jdk.incubator.vector  installed, not in use"), info);
  }

  @Test
  void theExitStatusComesBack() throws Exception {
    assertEquals(2, start(List.of(), "nonsense").waitFor());
    assertEquals(1, start(List.of(), "demo", "missing.csv").waitFor());
  }

  @Test
  void aKernelThatCannotBeHadIsOneLine() throws Exception {
    Process process = start(List.of("-Dlanewise.kernel=vector-1024"), "info");
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, process.waitFor(), errors);
    List<String> lines = errors.lines().filter(line -> !line.startsWith("WARNING")).toList();
    assertEquals(1, lines.size(), errors);
    assertTrue(lines.get(0).startsWith("lanewise: -Dlanewise.kernel=vector-1024"), errors);
  }

  @Test
  void bashsOwnPipesAreRead() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")));
    Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/fd")));
    List<String> command =
        new ArrayList<>(List.of("/bin/bash", "-c", "\"$@\" <(printf '1,a\\n2,b\\n')", "bash"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.add("inspect");
    Process process = new ProcessBuilder(command).start();
    String summary = output(process);
    assertEquals(0, process.waitFor(), summary);
    assertTrue(summary.matches("(?s)rows +2\\R.*"), summary);
  }

  @Test
  void theSecondMachineEndsWithTheFirst() throws Exception {
    Path rows = Files.writeString(folder.resolve("rows.csv"), "1,a\n2,b\n");
    Process parent =
        start(
            List.of(),
            "train",
            "--loss",
            "hinge",
            "--data",
            rows.toString(),
            "--epochs",
            Integer.toString(Integer.MAX_VALUE));
    ProcessHandle child = waitForChild(parent.toHandle());
    try {
      parent.destroyForcibly();
      child.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } finally {
      child.destroyForcibly();
    }
  }

  /**
   * As a program does that kills what takes too long, and reads the output to its end before it
   * asks for the exit status: the killed process stays in the system's table meanwhile.
   */
  @Test
  void theSecondMachineEndsWithAFirstThatNobodyHasWaitedFor() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
    Path rows = Files.writeString(folder.resolve("rows.csv"), "1,a\n2,b\n");
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "\"$@\" & exec sleep 1000", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("train", "--loss", "hinge", "--data", rows.toString()));
    command.addAll(List.of("--epochs", Integer.toString(Integer.MAX_VALUE)));
    Process shell = new ProcessBuilder(command).start();
    ProcessHandle first = waitForChild(shell.toHandle());
    ProcessHandle second = waitForChild(first);
    try {
      first.destroyForcibly();
      second.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } finally {
      second.destroyForcibly();
      shell.destroyForcibly();
    }
  }

  private static ProcessHandle waitForChild(ProcessHandle parent) throws InterruptedException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
      List<ProcessHandle> children = parent.children().toList();
      if (!children.isEmpty()) {
        // As a rule long enough for the child's own code to run, so that it is the watch that is
        // tested; a child that starts later finds its parent gone, and ends as well.
        Thread.sleep(1000);
        assertTrue(children.get(0).isAlive());
        return children.get(0);
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no second virtual machine within " + PATIENCE_SECONDS + " s");
  }
}
