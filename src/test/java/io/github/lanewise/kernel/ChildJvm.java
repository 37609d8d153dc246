package io.github.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A virtual machine that ran a test's program, without the options of this one.
 *
 * @param exit its status
 * @param output what it wrote to standard output
 * @param errors what it wrote to standard error; log lines as "INFO text"
 */
record ChildJvm(int exit, String output, String errors) {

  private static final int PATIENCE_SECONDS = 300;

  /** Runs a program of the tests to its end; the folder receives its output. */
  static ChildJvm run(Path folder, Class<?> program, String... options)
      throws IOException, InterruptedException, URISyntaxException {
    return run(folder, program, List.of(), options);
  }

  /** The same for a program with arguments. Classes in the folder replace those of the library. */
  static ChildJvm run(Path folder, Class<?> program, List<String> arguments, String... options)
      throws IOException, InterruptedException, URISyntaxException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add("-Djava.util.logging.SimpleFormatter.format=%4$s %5$s%n");
    command.add("-Duser.language=en");
    command.add("-cp");
    command.add(
        String.join(
            File.pathSeparator, folder.toString(), place(KernelProvider.class), place(program)));
    command.add(program.getName());
    command.addAll(arguments);
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.endsWith("JAVA_OPTIONS"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process =
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    assertTrue(ended, "still running after " + PATIENCE_SECONDS + " s");
    return new ChildJvm(
        process.exitValue(), Files.readString(output).strip(), Files.readString(errors));
  }

  private static String place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
