package io.github.lanewise.kernel;

import java.util.function.IntSupplier;
import jdk.incubator.vector.FloatVector;

/** The host's preferred vector width in bits, for the provider, which must not name vectors. */
final class VectorWidth implements IntSupplier {

  @Override
  public int getAsInt() {
    return FloatVector.SPECIES_PREFERRED.vectorBitSize();
  }
}
