// twin: double
package io.github.lanewise.jmh;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Twelve chains of multiply-adds on the widest vectors that the library uses. A core that starts
 * two every cycle and ends each after four needs eight in flight; twelve leave room for delays, and
 * with the two operands they still fit sixteen registers.
 */
final class FloatChains implements PeakBenchmark.Chains {

  static final VectorSpecies<Float> SPECIES =
      VectorSpecies.of(
          float.class,
          VectorShape.forBitSize(Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize())));

  private static final int LANES = SPECIES.length();
  private static final int CHAINS = 12;
  private static final int LENGTH = 10_000;

  private final float[] a = Data.floats(LANES, 0.25, 0.75, 1);
  private final float[] b = Data.floats(LANES, 0.25, 0.75, 2);
  private final float[] start = Data.floats(CHAINS * LANES, 1, 2, 3);
  private final float[] end = new float[CHAINS * LANES];
  private final float[] expected = chains(a, b, start);

  @Override
  public double flop() {
    return 2.0 * LENGTH * CHAINS * LANES;
  }

  @Override
  public void run() {
    FloatVector x = FloatVector.fromArray(SPECIES, a, 0);
    FloatVector y = FloatVector.fromArray(SPECIES, b, 0);
    FloatVector c0 = FloatVector.fromArray(SPECIES, start, 0);
    FloatVector c1 = FloatVector.fromArray(SPECIES, start, LANES);
    FloatVector c2 = FloatVector.fromArray(SPECIES, start, 2 * LANES);
    FloatVector c3 = FloatVector.fromArray(SPECIES, start, 3 * LANES);
    FloatVector c4 = FloatVector.fromArray(SPECIES, start, 4 * LANES);
    FloatVector c5 = FloatVector.fromArray(SPECIES, start, 5 * LANES);
    FloatVector c6 = FloatVector.fromArray(SPECIES, start, 6 * LANES);
    FloatVector c7 = FloatVector.fromArray(SPECIES, start, 7 * LANES);
    FloatVector c8 = FloatVector.fromArray(SPECIES, start, 8 * LANES);
    FloatVector c9 = FloatVector.fromArray(SPECIES, start, 9 * LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, start, 10 * LANES);
    FloatVector c11 = FloatVector.fromArray(SPECIES, start, 11 * LANES);
    for (int i = 0; i < LENGTH; i++) {
      c0 = x.fma(y, c0);
      c1 = x.fma(y, c1);
      c2 = x.fma(y, c2);
      c3 = x.fma(y, c3);
      c4 = x.fma(y, c4);
      c5 = x.fma(y, c5);
      c6 = x.fma(y, c6);
      c7 = x.fma(y, c7);
      c8 = x.fma(y, c8);
      c9 = x.fma(y, c9);
      c10 = x.fma(y, c10);
      c11 = x.fma(y, c11);
    }
    c0.intoArray(end, 0);
    c1.intoArray(end, LANES);
    c2.intoArray(end, 2 * LANES);
    c3.intoArray(end, 3 * LANES);
    c4.intoArray(end, 4 * LANES);
    c5.intoArray(end, 5 * LANES);
    c6.intoArray(end, 6 * LANES);
    c7.intoArray(end, 7 * LANES);
    c8.intoArray(end, 8 * LANES);
    c9.intoArray(end, 9 * LANES);
    c10.intoArray(end, 10 * LANES);
    c11.intoArray(end, 11 * LANES);
  }

  /** Multiply-adds round alike in vectors and in scalars, so the bits are equal. */
  private static float[] chains(float[] a, float[] b, float[] start) {
    float[] sums = start.clone();
    for (int i = 0; i < sums.length; i++) {
      for (int step = 0; step < LENGTH; step++) {
        sums[i] = Math.fma(a[i % LANES], b[i % LANES], sums[i]);
      }
    }
    return sums;
  }

  @Override
  public void verify() {
    for (int i = 0; i < end.length; i++) {
      Verify.close(end[i], expected[i], 0, "chain", i);
    }
  }
}
