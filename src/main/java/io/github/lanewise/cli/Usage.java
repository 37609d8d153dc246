package io.github.lanewise.cli;

import java.util.Locale;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Options that cannot be used, alone or together: wrong usage, rather than a failure. */
final class Usage {

  private Usage() {}

  /** What options make, which throws IllegalArgumentException if they are unacceptable. */
  static <T> T check(CommandSpec spec, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException unacceptable) {
      throw new ParameterException(spec.commandLine(), asOption(spec, unacceptable.getMessage()));
    }
  }

  /** The library begins messages with the name of an argument: here it has that of the option. */
  private static String asOption(CommandSpec spec, String message) {
    String name = message.substring(0, Math.max(0, message.indexOf(':')));
    String option = "--" + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    return spec.findOption(option) == null ? message : option + message.substring(name.length());
  }

  /**
   * Throws unless an option that was given has the other one that it is about.
   *
   * @throws IllegalArgumentException naming both
   */
  static void requireWith(Object given, String option, Object other, String needed) {
    if (given != null && other == null) {
      throw new IllegalArgumentException(option + ": needs " + needed);
    }
  }

  /**
   * Throws unless a value, if there is one, is in its range.
   *
   * @throws IllegalArgumentException naming option and value
   */
  static void requireRange(boolean holds, String option, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(option + ": " + value + " must be " + range);
    }
  }
}
