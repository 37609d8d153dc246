package io.github.lanewise;

import io.github.lanewise.kernel.KernelProvider;

/** What this library runs on here. */
public final class Lanewise {

  private Lanewise() {}

  /**
   * One line about the kernels, the numeric class and the host, such as {@code vector-512 fma=true
   * jdk=25.0.3 threads=2}.
   *
   * @return the line
   * @throws ExceptionInInitializerError if {@code -Dlanewise.kernel} forces a choice that this host
   *     cannot honour
   */
  public static String describe() {
    return "%s fma=%s jdk=%s threads=%d"
        .formatted(
            KernelProvider.floats().name(),
            KernelProvider.fma(),
            System.getProperty("java.version"),
            Runtime.getRuntime().availableProcessors());
  }
}
