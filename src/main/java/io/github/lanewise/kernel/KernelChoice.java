package io.github.lanewise.kernel;

/** What {@code -Dlanewise.kernel} asks for: auto, scalar, vector, vector-128, -256 or -512. */
final class KernelChoice {

  static final String PROPERTY = "lanewise.kernel";

  /** As given, {@code auto} if nothing is. */
  static final String ASKED = System.getProperty(PROPERTY, "auto");

  /** Set by the provider before it loads a vector class. */
  private static int vectorBits;

  private KernelChoice() {}

  static void setVectorBits(int bits) {
    vectorBits = bits;
  }

  /** The width of the one vector shape of this virtual machine. */
  static int vectorBits() {
    return vectorBits;
  }
}
