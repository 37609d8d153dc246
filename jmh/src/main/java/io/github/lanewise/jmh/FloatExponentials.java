// twin: double
package io.github.lanewise.jmh;

import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.kernel.KernelProvider;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** exp of arguments as the softmax has them: 0 and below. */
final class FloatExponentials implements ExpBenchmark.Exponentials {

  private static final VectorSpecies<Float> SPECIES = FloatChains.SPECIES;

  private final FloatKernels kernels = KernelProvider.floats();
  private final float[] arguments;
  final float[] values;

  /** A multiple of {@link FloatKernels#LANES}. */
  FloatExponentials(int length) {
    arguments = Data.floats(length, -80, 0, 1);
    values = new float[length];
  }

  @Override
  public void library() {
    copyArguments();
    kernels.exp(values, 0, values.length);
  }

  @Override
  public void vectorOperators() {
    copyArguments();
    for (int i = 0; i < values.length; i += SPECIES.length()) {
      FloatVector.fromArray(SPECIES, values, i).lanewise(VectorOperators.EXP).intoArray(values, i);
    }
  }

  @Override
  public void math() {
    copyArguments();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.exp(values[i]);
    }
  }

  private void copyArguments() {
    System.arraycopy(arguments, 0, values, 0, values.length);
  }

  /** Each of them claims 1 ulp, and so does the {@code Math.exp} of double that they must match. */
  @Override
  public void verify() {
    for (int i = 0; i < values.length; i++) {
      double expected = Math.exp(arguments[i]);
      double bound = Math.ulp((float) expected) + Math.ulp(expected);
      Verify.close(values[i], expected, bound, "exp", i);
    }
  }
}
