package io.github.lanewise.cli;

import io.github.lanewise.kernel.JitCompiler;
import io.github.lanewise.kernel.KernelProvider;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts this program again with the incubating vector module.
 *
 * <p>The Java launcher resolves that module only if {@code --add-modules} says so, and a jar's
 * manifest cannot say it. So {@code java -jar} starts without vectors, and this class runs the same
 * command in a second virtual machine that has them: same Java, same class path, same options, same
 * input and output. A start costs about 50 ms, the scalar kernels would cost several times the
 * whole training.
 *
 * <p>The new machine prints a warning about the incubating module on standard error. No option
 * suppresses it.
 */
final class Relaunch {

  private static final String MODULE = "jdk.incubator.vector";

  /** The process id of the first virtual machine, by which the second one knows what it is. */
  private static final String PARENT = "lanewise.parent";

  /** How often the second machine looks whether the first is there: half a second. */
  private static final long WATCH_NANOS = 500_000_000;

  /** Their options are among the input arguments already. */
  private static final List<String> OPTION_VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  /**
   * Has HotSpot compile a vector kernel after a fiftieth of the usual calls, and wait for that:
   * until then it is a hundred times slower.
   */
  private static final List<String> EAGER_COMPILER =
      List.of(
          "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=CompileThresholdScaling,io.github.lanewise.kernel.Vector*::*,0.02",
          "-XX:CompileCommand=BackgroundCompilation,io.github.lanewise.kernel.Vector*::*,false");

  private Relaunch() {}

  /**
   * Runs the program in another virtual machine if that is how to get vectors.
   *
   * @return the other's exit status, or nothing if the program has to run in this one
   */
  static OptionalInt withVectors(Class<?> main, String[] arguments) {
    Long parent = Long.getLong(PARENT);
    if (parent != null) {
      endWith(parent);
      return OptionalInt.empty();
    }
    return helps(main) ? run(command(main, arguments)) : OptionalInt.empty();
  }

  /**
   * Whether vectors are wanted, installed and missing. A program on the module path is left alone:
   * whoever writes such a command line can add the module to it.
   */
  private static boolean helps(Class<?> main) {
    boolean wanted = !System.getProperty("lanewise.kernel", "auto").equals("scalar");
    boolean installed = ModuleFinder.ofSystem().find(MODULE).isPresent();
    boolean missing = ModuleLayer.boot().findModule(MODULE).isEmpty();
    // Without that module nobody can tell the options of this machine, to pass them on.
    boolean optionsKnown = ModuleLayer.boot().findModule("java.management").isPresent();
    return wanted && installed && missing && optionsKnown && !main.getModule().isNamed();
  }

  private static List<String> command(Class<?> main, String[] arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("--add-modules");
    command.add(MODULE);
    if (isCompilerKnown()) {
      command.addAll(EAGER_COMPILER);
    }
    command.add("-D" + PARENT + "=" + ProcessHandle.current().pid());
    command.add("-classpath");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /** A machine does not start with an option of its compiler that it does not know. */
  private static boolean isCompilerKnown() {
    return JitCompiler.here() == JitCompiler.C2
        && Runtime.version().feature() <= KernelProvider.LAST_KNOWN_JDK;
  }

  private static OptionalInt run(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().keySet().removeAll(OPTION_VARIABLES);
    try {
      Process child = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(child::destroy));
      return OptionalInt.of(child.waitFor());
    } catch (IOException noSecondProcess) {
      // Where processes are forbidden the scalar kernels do the work, and their provider says so.
      return OptionalInt.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return OptionalInt.of(1);
    }
  }

  /**
   * Ends this virtual machine when the one that started it is gone, however it went. A killed one
   * counts as alive until its own parent asks how it ended, which may wait for our output; but an
   * orphan has another parent at once, where the system gives it one.
   */
  private static void endWith(long parent) {
    Thread watch =
        new Thread(
            () -> {
              while (isParent(parent)) {
                LockSupport.parkNanos(WATCH_NANOS);
              }
              System.exit(1);
            },
            "lanewise-watch");
    watch.setDaemon(true);
    watch.start();
  }

  /**
   * Where a descriptor of this process is to be found, such as that of bash's {@code <(command)}:
   * the second machine inherits the three standard ones, so it takes others from the first.
   */
  static Path inherited(Path file) {
    Long parent = Long.getLong(PARENT);
    if (parent == null || !file.startsWith("/dev/fd")) {
      return file;
    }
    Path there = Path.of("/proc", parent.toString(), "fd").resolve(file.getFileName());
    return Files.exists(there) ? there : file;
  }

  private static boolean isParent(long process) {
    return ProcessHandle.current()
        .parent()
        .filter(parent -> parent.pid() == process && parent.isAlive())
        .isPresent();
  }
}
