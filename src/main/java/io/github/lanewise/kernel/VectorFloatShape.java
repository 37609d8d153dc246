// twin: double
package io.github.lanewise.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector shape of this virtual machine and the register tiles that suit it, as data. The build
 * reads the numbers below and writes a tile for each size that any host may ask for.
 *
 * <p>Constants, not fields of an object: C2 keeps vectors in registers only where the species is a
 * constant, so that one virtual machine has one lane count.
 */
final class VectorFloatShape {

  static final VectorSpecies<Float> SPECIES = species(KernelChoice.vectorBits());

  /** Lanes of the hardware's vector. */
  static final int LANES = SPECIES.length();

  /** Hardware vectors that make one virtual vector of {@link FloatKernels#LANES}: 1, 2 or 4. */
  static final int PARTS = FloatKernels.LANES / LANES;

  /**
   * Vector registers: 32 with AVX-512, for shorter vectors too, and on AArch64; 16 with AVX2 and
   * SSE. A tile that needs more of them than there are spills in its inner loop and loses half of
   * its speed.
   */
  private static final boolean MANY_REGISTERS =
      HotSpotFlags.atLeast("UseAVX", 3)
          || FloatVector.SPECIES_PREFERRED.vectorBitSize() >= 512
          || System.getProperty("os.arch").equals("aarch64");

  /** Widest register tile of a product, in vectors. */
  static final int TILE_VECTORS = MANY_REGISTERS ? 4 : 2;

  /**
   * Whether packed panels have tiles of their own, for which the distance between their rows is a
   * constant. With 16 registers C2 of JDK 21 leaves sums in memory in those.
   */
  static final boolean PACKED = MANY_REGISTERS;

  /**
   * Tallest register tile of a product with packed panels for a width of 1, 2, 3, 4 vectors. Taller
   * ones fit the registers, but then C2 leaves a sum or a row's address in memory.
   */
  static final int[] PACKED_ROWS = {0, 10, 8, 4, 6};

  /** The same where rows of the right operand lie further apart. */
  static final int[] STRIDED_ROWS =
      MANY_REGISTERS ? new int[] {0, 8, 5, 4, 6} : new int[] {0, 7, 6};

  /** The same where the left operand is transposed: one address serves all of a tile's rows. */
  static final int[] TRANSPOSED_ROWS =
      MANY_REGISTERS ? new int[] {0, 12, 10, 4, 6} : new int[] {0, 7, 5};

  /** Register tile of row dot products: rows and classes. */
  static final int DOT_ROWS = 4;

  static final int DOT_CLASSES = MANY_REGISTERS ? 5 : 2;

  private VectorFloatShape() {}

  private static VectorSpecies<Float> species(int bits) {
    return switch (bits) {
      case 128 -> FloatVector.SPECIES_128;
      case 256 -> FloatVector.SPECIES_256;
      case 512 -> FloatVector.SPECIES_512;
      default -> throw new AssertionError(bits);
    };
  }
}
