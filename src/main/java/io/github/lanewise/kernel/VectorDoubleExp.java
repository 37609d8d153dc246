package io.github.lanewise.kernel;

import static io.github.lanewise.kernel.DoubleExp.EXPONENT_BIAS;
import static io.github.lanewise.kernel.DoubleExp.EXPONENT_SHIFT;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link DoubleExp} on whole vectors, operation by operation the same. */
final class VectorDoubleExp {

  private static final VectorSpecies<Double> SPECIES = VectorDoubleShape.SPECIES;
  private static final int LANES = VectorDoubleShape.LANES;

  private VectorDoubleExp() {}

  /** values[i] = exp(values[i]) for a count of any size. */
  static void exp(double[] values, int offset, int count) {
    int end = offset + count;
    int vectorEnd = end - LANES;
    int i = offset;
    for (; i <= vectorEnd; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, values, i);
      DoubleVector rounded = madd(x, DoubleExp.LOG2_E, DoubleExp.ROUND);
      DoubleVector n = rounded.sub(DoubleExp.ROUND);
      DoubleVector r = madd(n, -DoubleExp.LN2_LOW, madd(n, -DoubleExp.LN2_HIGH, x));
      DoubleVector p = madd(r, DoubleExp.C13, DoubleExp.C12);
      p = madd(p, r, DoubleExp.C11);
      p = madd(p, r, DoubleExp.C10);
      p = madd(p, r, DoubleExp.C9);
      p = madd(p, r, DoubleExp.C8);
      p = madd(p, r, DoubleExp.C7);
      p = madd(p, r, DoubleExp.C6);
      p = madd(p, r, DoubleExp.C5);
      p = madd(p, r, DoubleExp.C4);
      p = madd(p, r, DoubleExp.C3);
      p = madd(p, r, DoubleExp.C2);
      DoubleVector power = madd(r.mul(r), p, r).add(1);
      LongVector bits = rounded.reinterpretAsLongs();
      LongVector half = madd(n, 0.5, DoubleExp.ROUND).reinterpretAsLongs();
      LongVector lower = half.add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
      LongVector upper =
          bits.sub(half).add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
      power
          .mul(lower.reinterpretAsDoubles())
          .mul(upper.reinterpretAsDoubles())
          .blend(Double.POSITIVE_INFINITY, x.compare(VectorOperators.GT, DoubleExp.HIGHEST))
          .blend(0, x.compare(VectorOperators.LT, DoubleExp.LOWEST))
          .intoArray(values, i);
    }
    for (; i < end; i++) {
      values[i] = DoubleExp.exp(values[i]);
    }
  }

  private static DoubleVector madd(DoubleVector a, DoubleVector b, DoubleVector c) {
    return Fma.AVAILABLE ? a.fma(b, c) : a.mul(b).add(c);
  }

  private static DoubleVector madd(DoubleVector a, DoubleVector b, double c) {
    return madd(a, b, DoubleVector.broadcast(SPECIES, c));
  }

  private static DoubleVector madd(DoubleVector a, double b, DoubleVector c) {
    return madd(a, DoubleVector.broadcast(SPECIES, b), c);
  }

  private static DoubleVector madd(DoubleVector a, double b, double c) {
    return madd(a, DoubleVector.broadcast(SPECIES, b), DoubleVector.broadcast(SPECIES, c));
  }
}
