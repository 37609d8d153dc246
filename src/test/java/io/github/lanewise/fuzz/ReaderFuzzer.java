package io.github.lanewise.fuzz;

import io.github.lanewise.data.MalformedFileException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What Jazzer runs, started by {@code .ci/fuzz}: the reader that the argument names. */
public final class ReaderFuzzer {
  private static final long MAX_NANOS = 1_000_000_000;

  private static Reader reader;
  private static Path file;

  private ReaderFuzzer() {}

  /**
   * Called once.
   *
   * @param arguments the name of the reader
   * @throws IOException if there is no place for files
   */
  public static void fuzzerInitialize(String[] arguments) throws IOException {
    reader = Reader.valueOf(arguments[0]);
    file = Files.createTempFile("fuzz", null);
  }

  /**
   * Called for every input.
   *
   * @param input the content of a file
   * @throws IOException if the reader throws another exception than it documents
   */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Files.write(file, input);
    // The first inputs load classes, so that one that was slow has a second try.
    if (read() > MAX_NANOS && read() > MAX_NANOS) {
      throw new AssertionError("took longer than a second of processor time");
    }
  }

  /** Reads the file; returns the processor time in nanoseconds. */
  private static long read() throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    try {
      reader.read(file);
    } catch (MalformedFileException | NoSuchFileException documented) {
      // NoSuchFileException: the labels that belong beside features.
    }
    return threads.getCurrentThreadCpuTime() - start;
  }
}
