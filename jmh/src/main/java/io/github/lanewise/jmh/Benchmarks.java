package io.github.lanewise.jmh;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.Main;

/** JMH's own command line, with {@link WorkRate} always on. */
public final class Benchmarks {

  /** The kernels that OpenBLAS chose are worth a line in the log. */
  private static final String VERBOSE = "OPENBLAS_VERBOSE";

  private Benchmarks() {}

  /**
   * Runs JMH. The measured processes inherit the environment, and variables of OpenBLAS in it could
   * hold OpenBLAS back; so this process starts once more without them.
   *
   * @param arguments as JMH takes them; {@code -h} explains
   * @throws IOException if JMH cannot write its results
   * @throws InterruptedException if it is interrupted while the other process runs
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (System.getenv(VERBOSE) == null) {
      System.exit(again(arguments));
    }
    Stream<String> workRate = Stream.of("-prof", WorkRate.class.getName());
    Main.main(Stream.concat(workRate, Stream.of(arguments)).toArray(String[]::new));
  }

  private static int again(String[] arguments) throws IOException, InterruptedException {
    ProcessHandle.Info self = ProcessHandle.current().info();
    List<String> command = new ArrayList<>();
    command.add(self.command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Benchmarks.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder process = new ProcessBuilder(command).inheritIO();
    Map<String, String> environment = process.environment();
    environment.keySet().removeIf(name -> name.startsWith("OPENBLAS_"));
    environment.put(VERBOSE, "2");
    return process.start().waitFor();
  }
}
