package io.github.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.data.InvalidDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;

class FailuresTest {

  static Stream<Arguments> problems() {
    IOException full = new IOException("disk full");
    CommandLine command = new CommandLine(CommandSpec.create());
    UncheckedIOException wrapped = new UncheckedIOException("news of a wrapper", full);
    return Stream.of(
        Arguments.of("a.csv: no such file", new NoSuchFileException("a.csv")),
        Arguments.of("b: no such folder", new NoSuchFileException("b", null, "no such folder")),
        Arguments.of("c: access denied", new AccessDeniedException("c")),
        Arguments.of("disk full", wrapped),
        Arguments.of("disk full", new ExecutionException(command, "another", wrapped)),
        Arguments.of("disk full", new ExceptionInInitializerError(full)),
        Arguments.of("labels: none", new InvalidDataException("labels: none")),
        Arguments.of("two lines", new IllegalStateException("two\r\nlines")),
        Arguments.of("java.io.IOException", new IOException()),
        Arguments.of("java.lang.NullPointerException: row", new NullPointerException("row")));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void everyProblemIsOneLineWithItsReason(String line, Throwable problem) {
    assertEquals(line, Failures.describe(problem));
  }

  @Test
  void tooSmallAHeapNamesTheRemedy() {
    String line = Failures.describe(new OutOfMemoryError("Java heap space"));
    assertTrue(line.endsWith(" MB: start java with a larger -Xmx"), line);
  }
}
