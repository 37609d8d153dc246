package io.github.lanewise.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Whether this host multiplies and adds in one instruction: decided once, because it decides bits.
 *
 * <p>Without the instruction {@link Math#fma} computes through {@code BigDecimal}, thousands of
 * times slower, so that kernels never call it there: they multiply and add with two roundings.
 */
final class Fma {

  /** {@code -Dlanewise.fma=true|false} overrides what the virtual machine says. */
  private static final String OVERRIDE = "lanewise.fma";

  /** True where {@code fma} is one instruction. */
  static final boolean AVAILABLE = detect();

  private Fma() {}

  /** a * b + c with one rounding, or with two where the host has no instruction for it. */
  static float multiplyAdd(float a, float b, float c) {
    return AVAILABLE ? Math.fma(a, b, c) : a * b + c;
  }

  /** a * b + c with one rounding, or with two where the host has no instruction for it. */
  static double multiplyAdd(double a, double b, double c) {
    return AVAILABLE ? Math.fma(a, b, c) : a * b + c;
  }

  private static boolean detect() {
    String override = System.getProperty(OVERRIDE);
    if (override != null) {
      return switch (override) {
        case "true" -> true;
        case "false" -> false;
        default ->
            throw new IllegalArgumentException(
                "-D" + OVERRIDE + "=" + override + ": expected true or false");
      };
    }
    try {
      return flagSaysFma();
    } catch (RuntimeException | LinkageError noSuchFlag) {
      return fmaIsQuick();
    }
  }

  /** HotSpot's UseFMA is true only if the processor has the instruction. */
  private static boolean flagSaysFma() {
    HotSpotDiagnosticMXBean flags =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return Boolean.parseBoolean(flags.getVMOption("UseFMA").getValue());
  }

  /**
   * Where no flag can be read (the module java.management is absent, or another virtual machine),
   * time decides: the emulation takes microseconds a call, the instruction nanoseconds even when
   * interpreted.
   */
  private static boolean fmaIsQuick() {
    long best = Long.MAX_VALUE;
    double sum = 1.1;
    for (int round = 0; round < 5; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        sum = Math.fma(sum, 0.7, 1e-3);
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    return best < 50_000 && sum > 0;
  }
}
