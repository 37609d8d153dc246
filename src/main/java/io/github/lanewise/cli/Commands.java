package io.github.lanewise.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands, how they report failures, and where they write. */
@Command(
    name = "lanewise",
    description = "Multiclass linear classification at the speed of SIMD, in pure Java.",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TrainCommand.class,
      PredictCommand.class,
      EvaluateCommand.class,
      CalibrateCommand.class,
      ConvertCommand.class,
      InspectCommand.class,
      ExportCommand.class,
      InfoCommand.class,
      DemoCommand.class
    },
    footer = {"", "lanewise COMMAND --help explains a command."})
final class Commands {

  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  /** 128 and SIGPIPE's number, as of other programs: a virtual machine ignores the signal. */
  private static final int NOBODY_READS = 141;

  private static final Path STANDARD_OUTPUT = Path.of("/dev/stdout");

  /** Whether this process has been told to end, and so whatever it is at may fail. */
  private static volatile boolean ending;

  @CommandLine.Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  @CommandLine.Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version, and what computes here.")
  private boolean version;

  /** Runs a command on the process's own streams. */
  static int run(String... arguments) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> ending = true));
    // Not System.out, which would hide that a pipe is closed or a disk full.
    OutputStream standardOutput = new FileOutputStream(FileDescriptor.out);
    PrintWriter out = new PrintWriter(standardOutput, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true);
    int status = run(out, err, arguments);
    return status == 0 && out.checkError() ? cannotWrite(err) : status;
  }

  /** A pipe takes everything as long as somebody reads it, and that is for the reader to decide. */
  private static int cannotWrite(PrintWriter err) {
    if (Pipes.isPipe(STANDARD_OUTPUT)) {
      return NOBODY_READS;
    }
    err.println("lanewise: standard output: cannot write everything");
    return FAILED;
  }

  /** Runs a command: 0 done, 1 failed, 2 wrong usage. Failures are one line on {@code err}. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine commands =
        new CommandLine(new Commands())
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler((problem, given) -> wrongUsage(problem))
            .setExecutionExceptionHandler((problem, command, given) -> failed(problem, err));
    int status = execute(commands, arguments);
    out.flush();
    err.flush();
    return status;
  }

  /** Errors, too, end in one line: no heap left, a kernel that cannot be had. */
  private static int execute(CommandLine commands, String... arguments) {
    try {
      return commands.execute(arguments);
    } catch (Error error) {
      return failed(error, commands.getErr());
    }
  }

  private static int failed(Throwable problem, PrintWriter err) {
    if (!ending) {
      err.println("lanewise: " + Failures.describe(problem));
    }
    return FAILED;
  }

  /** Of arguments that nobody knows the first, which explains the others, and what it may mean. */
  private static String message(ParameterException problem) {
    if (!(problem instanceof UnmatchedArgumentException unknown)) {
      return problem.getMessage();
    }
    List<String> suggestions = unknown.getSuggestions();
    return "unknown: "
        + unknown.getUnmatched().get(0)
        + (suggestions.isEmpty() ? "" : "; did you mean " + suggestions.get(0) + "?");
  }

  private static int wrongUsage(ParameterException problem) {
    CommandLine command = problem.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(Failures.oneLine("lanewise: " + message(problem)));
    command.getErr().println("Try: " + name + " --help");
    return WRONG_USAGE;
  }
}
