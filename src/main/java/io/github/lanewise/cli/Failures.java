package io.github.lanewise.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine.ExecutionException;

/** What went wrong, in one line that a user can act on. */
final class Failures {

  private Failures() {}

  static String describe(Throwable problem) {
    return Pipes.asGiven(oneLine(text(cause(problem))));
  }

  /** Line breaks would hide the end of a message from whoever reads the first line. */
  static String oneLine(String message) {
    return message.replaceAll("\\p{Cntrl}+", " ");
  }

  /** What a wrapper without news of its own wraps. */
  private static Throwable cause(Throwable problem) {
    boolean wrapper =
        problem instanceof ExecutionException
            || problem instanceof UncheckedIOException
            || problem instanceof ExceptionInInitializerError;
    return wrapper && problem.getCause() != null ? cause(problem.getCause()) : problem;
  }

  private static String text(Throwable problem) {
    return switch (problem) {
      case NoSuchFileException missing -> file(missing, "no such file");
      case AccessDeniedException denied -> file(denied, "access denied");
      case OutOfMemoryError memory ->
          "out of memory with a heap of %s MB: start java with a larger -Xmx"
              .formatted(Runtime.getRuntime().maxMemory() >> 20);
      default -> problem.getMessage() == null ? problem.toString() : message(problem);
    };
  }

  private static String file(FileSystemException problem, String otherwise) {
    String reason = problem.getReason() == null ? otherwise : problem.getReason();
    return problem.getFile() + ": " + reason;
  }

  /** The library's own exceptions explain themselves, an unforeseen one needs its name. */
  private static String message(Throwable problem) {
    boolean selfExplaining =
        problem instanceof IOException
            || problem instanceof IllegalArgumentException
            || problem instanceof IllegalStateException
            || problem instanceof UnsupportedOperationException
            || problem instanceof ArithmeticException;
    return selfExplaining ? problem.getMessage() : problem.toString();
  }
}
