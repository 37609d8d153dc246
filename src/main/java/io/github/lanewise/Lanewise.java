package io.github.lanewise;

import io.github.lanewise.kernel.KernelProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What this library runs on here. */
public final class Lanewise {

  private Lanewise() {}

  /**
   * One line about the kernels, the numeric class and the host, such as {@code vector-512 fma=true
   * jdk=25.0.3 threads=2}.
   *
   * @return the line
   * @throws IllegalStateException if {@code -Dlanewise.kernel} forces kernels that this host cannot
   *     run, or it or {@code -Dlanewise.fma} has a value that means nothing. Every operation of
   *     this library throws the same then
   */
  public static String describe() {
    // Not String.format, which writes the digits of the user's language.
    return KernelProvider.floats().name()
        + " fma="
        + KernelProvider.fma()
        + " jdk="
        + System.getProperty("java.version")
        + " threads="
        + Runtime.getRuntime().availableProcessors();
  }

  /**
   * The version of this library.
   *
   * @return such as 1.0.0
   * @throws UncheckedIOException if it cannot be read from the library's own files
   */
  public static String version() {
    try (InputStream in = Lanewise.class.getResourceAsStream("version")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
