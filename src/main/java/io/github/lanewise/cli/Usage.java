package io.github.lanewise.cli;

import io.github.lanewise.data.InvalidDataException;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Options that cannot be used, alone or together: wrong usage, rather than a failure. */
final class Usage {

  /** A name in the library's spelling. */
  private static final Pattern ARGUMENT = Pattern.compile("(?<![-\\w])[a-z][A-Za-z0-9]*");

  private Usage() {}

  /** What options make, which throws IllegalArgumentException if they are unacceptable. */
  static <T> T check(CommandSpec spec, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException unacceptable) {
      throw new ParameterException(spec.commandLine(), asOption(spec, unacceptable.getMessage()));
    }
  }

  /**
   * The library begins messages with the name of an argument, and may name another one: here they
   * have those of the options. A name of one word is an English one, too, so it stays inside.
   */
  private static String asOption(CommandSpec spec, String message) {
    int colon = Math.max(0, message.indexOf(':'));
    Matcher names = ARGUMENT.matcher(message);
    return names.replaceAll(
        name -> {
          String option = "--" + name.group().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
          boolean meant = name.end() == colon || option.indexOf('-', 2) > 0;
          return meant && spec.findOption(option) != null ? option : name.group();
        });
  }

  /**
   * What an option makes of data, whose message then names the option.
   *
   * @param argument how the library calls it
   * @throws InvalidDataException if the library throws one
   */
  static <T> T named(String option, String argument, Supplier<T> made) {
    try {
      return made.get();
    } catch (InvalidDataException unacceptable) {
      String message = unacceptable.getMessage();
      throw message.startsWith(argument + ": ")
          ? new InvalidDataException(option + message.substring(argument.length()))
          : unacceptable;
    }
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
