package io.github.lanewise.kernel;

import java.util.List;

/** What the command line asks for, and the one width of vectors that came of it. */
final class KernelChoice {

  static final String PROPERTY = "lanewise.kernel";

  /** {@code -Dlanewise.kernel}, {@code auto} if nothing is given. */
  static final String ASKED = System.getProperty(PROPERTY, "auto");

  private static final List<String> KERNELS =
      List.of("auto", "scalar", "vector", "vector-128", "vector-256", "vector-512");

  private static final String FMA_PROPERTY = "lanewise.fma";

  /** {@code -Dlanewise.fma} overrides what the virtual machine says, null if nothing is given. */
  static final String FMA = System.getProperty(FMA_PROPERTY);

  /** Set by the provider before it loads a vector class. */
  private static int vectorBits;

  private KernelChoice() {}

  /** Refuses what nobody understands, before a class is loaded that depends on it. */
  static void check() {
    if (!KERNELS.contains(ASKED)) {
      throw new IllegalStateException(
          "-D"
              + PROPERTY
              + "="
              + ASKED
              + ": expected auto, scalar, vector, vector-128, vector-256 or vector-512");
    }
    if (FMA != null && !FMA.equals("true") && !FMA.equals("false")) {
      throw new IllegalStateException("-D" + FMA_PROPERTY + "=" + FMA + ": expected true or false");
    }
  }

  static void setVectorBits(int bits) {
    vectorBits = bits;
  }

  /** The width of the one vector shape of this virtual machine. */
  static int vectorBits() {
    return vectorBits;
  }
}
