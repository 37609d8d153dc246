package io.github.lanewise.kernel;

import static io.github.lanewise.kernel.FloatExp.EXPONENT_BIAS;
import static io.github.lanewise.kernel.FloatExp.EXPONENT_SHIFT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link FloatExp} on whole vectors, operation by operation the same. */
final class VectorFloatExp {

  private static final VectorSpecies<Float> SPECIES = VectorFloatShape.SPECIES;
  private static final int LANES = VectorFloatShape.LANES;

  private VectorFloatExp() {}

  /** values[i] = exp(values[i]) for a count of any size. */
  static void exp(float[] values, int offset, int count) {
    int end = offset + count;
    int vectorEnd = end - LANES;
    int i = offset;
    for (; i <= vectorEnd; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, values, i);
      FloatVector rounded = madd(x, FloatExp.LOG2_E, FloatExp.ROUND);
      FloatVector n = rounded.sub(FloatExp.ROUND);
      FloatVector r = madd(n, -FloatExp.LN2_LOW, madd(n, -FloatExp.LN2_HIGH, x));
      FloatVector p = madd(r, FloatExp.C6, FloatExp.C5);
      p = madd(p, r, FloatExp.C4);
      p = madd(p, r, FloatExp.C3);
      p = madd(p, r, FloatExp.C2);
      FloatVector power = madd(r.mul(r), p, r).add(1);
      IntVector bits = rounded.reinterpretAsInts();
      IntVector half = madd(n, 0.5f, FloatExp.ROUND).reinterpretAsInts();
      IntVector lower = half.add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
      IntVector upper =
          bits.sub(half).add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
      power
          .mul(lower.reinterpretAsFloats())
          .mul(upper.reinterpretAsFloats())
          .blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, FloatExp.HIGHEST))
          .blend(0, x.compare(VectorOperators.LT, FloatExp.LOWEST))
          .intoArray(values, i);
    }
    for (; i < end; i++) {
      values[i] = FloatExp.exp(values[i]);
    }
  }

  private static FloatVector madd(FloatVector a, FloatVector b, FloatVector c) {
    return Fma.AVAILABLE ? a.fma(b, c) : a.mul(b).add(c);
  }

  private static FloatVector madd(FloatVector a, FloatVector b, float c) {
    return madd(a, b, FloatVector.broadcast(SPECIES, c));
  }

  private static FloatVector madd(FloatVector a, float b, FloatVector c) {
    return madd(a, FloatVector.broadcast(SPECIES, b), c);
  }

  private static FloatVector madd(FloatVector a, float b, float c) {
    return madd(a, FloatVector.broadcast(SPECIES, b), FloatVector.broadcast(SPECIES, c));
  }
}
