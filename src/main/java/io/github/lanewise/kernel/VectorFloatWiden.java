package io.github.lanewise.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Unsigned bytes to scaled floats: bytes of images become floats tile by tile, in the cache. */
final class VectorFloatWiden {

  private static final VectorSpecies<Float> SPECIES = VectorFloatShape.SPECIES;
  private static final int LANES = VectorFloatShape.LANES;
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, VectorFloatShape.SPECIES.vectorShape());

  /** As many bytes as there are lanes, but at least the 8 of the shortest byte vector. */
  private static final VectorSpecies<Byte> BYTES =
      LANES == 16 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;

  private static final int STEP = BYTES.length();

  private VectorFloatWiden() {}

  /** target[i] = (source[i] and 0xff) * scale. */
  static void widen(
      byte[] source, int sourceOffset, int count, float scale, float[] target, int offset) {
    int i = 0;
    for (; i <= count - STEP; i += STEP) {
      ByteVector bytes = ByteVector.fromArray(BYTES, source, sourceOffset + i);
      IntVector low = (IntVector) bytes.convertShape(VectorOperators.B2I, INTS, 0);
      ((FloatVector) low.and(0xff).convertShape(VectorOperators.I2F, SPECIES, 0))
          .mul(scale)
          .intoArray(target, offset + i);
      if (STEP > LANES) {
        IntVector high = (IntVector) bytes.convertShape(VectorOperators.B2I, INTS, 1);
        ((FloatVector) high.and(0xff).convertShape(VectorOperators.I2F, SPECIES, 0))
            .mul(scale)
            .intoArray(target, offset + i + LANES);
      }
    }
    for (; i < count; i++) {
      target[offset + i] = (source[sourceOffset + i] & 0xff) * scale;
    }
  }
}
