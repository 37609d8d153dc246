package io.github.lanewise.kernel;

import static io.github.lanewise.kernel.FloatExp.EXPONENT_SHIFT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link FloatExp} on whole vectors, operation by operation the same. */
final class VectorFloatExp {

  private static final VectorSpecies<Float> SPECIES = VectorFloatShape.SPECIES;
  private static final int LANES = VectorFloatShape.LANES;

  private static final boolean FMA = Fma.AVAILABLE;

  private VectorFloatExp() {}

  /** values[i] = exp(values[i]) for a count of any size. */
  static void exp(float[] values, int offset, int count) {
    FloatVector lowest = FloatVector.broadcast(SPECIES, FloatExp.LOWEST);
    FloatVector highest = FloatVector.broadcast(SPECIES, FloatExp.HIGHEST);
    FloatVector log2E = FloatVector.broadcast(SPECIES, FloatExp.LOG2_E);
    FloatVector round = FloatVector.broadcast(SPECIES, FloatExp.ROUND);
    FloatVector minusHigh = FloatVector.broadcast(SPECIES, -FloatExp.LN2_HIGH);
    FloatVector minusLow = FloatVector.broadcast(SPECIES, -FloatExp.LN2_LOW);
    FloatVector c6 = FloatVector.broadcast(SPECIES, FloatExp.C6);
    FloatVector c5 = FloatVector.broadcast(SPECIES, FloatExp.C5);
    FloatVector c4 = FloatVector.broadcast(SPECIES, FloatExp.C4);
    FloatVector c3 = FloatVector.broadcast(SPECIES, FloatExp.C3);
    FloatVector c2 = FloatVector.broadcast(SPECIES, FloatExp.C2);
    int end = offset + count;
    int vectorEnd = end - LANES;
    int i = offset;
    for (; i <= vectorEnd; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, values, i);
      FloatVector rounded = FMA ? x.fma(log2E, round) : x.mul(log2E).add(round);
      FloatVector n = rounded.sub(round);
      FloatVector high = FMA ? n.fma(minusHigh, x) : n.mul(minusHigh).add(x);
      FloatVector low = n.mul(minusLow);
      FloatVector r = high.add(low);
      FloatVector p = FMA ? r.fma(c6, c5) : r.mul(c6).add(c5);
      p = FMA ? p.fma(r, c4) : p.mul(r).add(c4);
      p = FMA ? p.fma(r, c3) : p.mul(r).add(c3);
      p = FMA ? p.fma(r, c2) : p.mul(r).add(c2);
      FloatVector square = r.mul(r);
      FloatVector power = (FMA ? square.fma(p, low) : square.mul(p).add(low)).add(high).add(1);
      IntVector bits = rounded.reinterpretAsInts();
      IntVector half = bits.lanewise(VectorOperators.LSHR, 1);
      IntVector lower = half.lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
      IntVector upper = bits.sub(half).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
      FloatVector result = power.mul(lower.reinterpretAsFloats()).mul(upper.reinterpretAsFloats());
      // Beyond the range by blends at the end: at the beginning all the rest would wait for them.
      result =
          result
              .blend(0, x.compare(VectorOperators.LT, lowest))
              .blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, highest));
      result.intoArray(values, i);
    }
    for (; i < end; i++) {
      values[i] = FloatExp.exp(values[i]);
    }
  }
}
