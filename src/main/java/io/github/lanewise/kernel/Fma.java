package io.github.lanewise.kernel;

/**
 * Whether this host multiplies and adds in one instruction: decided once, because it decides bits.
 *
 * <p>Without the instruction {@link Math#fma} computes through {@code BigDecimal}, thousands of
 * times slower, so that kernels never call it there: they multiply and add with two roundings.
 */
final class Fma {

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
    if (KernelChoice.FMA != null) {
      return Boolean.parseBoolean(KernelChoice.FMA);
    }
    // HotSpot's flag is true only if the processor has the instruction.
    String flag = HotSpotFlags.value("UseFMA");
    return flag == null ? isQuick() : Boolean.parseBoolean(flag);
  }

  /**
   * Where no flag can be read (the module jdk.management is absent, or another virtual machine),
   * time decides: the emulation takes microseconds a call, the instruction nanoseconds even when
   * interpreted.
   */
  static boolean isQuick() {
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
