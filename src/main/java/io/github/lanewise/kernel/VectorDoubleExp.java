package io.github.lanewise.kernel;

import static io.github.lanewise.kernel.DoubleExp.EXPONENT_SHIFT;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link DoubleExp} on whole vectors, operation by operation the same. */
final class VectorDoubleExp {

  private static final VectorSpecies<Double> SPECIES = VectorDoubleShape.SPECIES;
  private static final int LANES = VectorDoubleShape.LANES;

  private static final boolean FMA = Fma.AVAILABLE;

  /** Vectors of 2 lanes have no masks on x86: C2 would leave them as objects. */
  private static final boolean MASKS = LANES > 2;

  private VectorDoubleExp() {}

  /** values[i] = exp(values[i]) for a count of any size. */
  static void exp(double[] values, int offset, int count) {
    DoubleVector lowest = DoubleVector.broadcast(SPECIES, DoubleExp.LOWEST);
    DoubleVector highest = DoubleVector.broadcast(SPECIES, DoubleExp.HIGHEST);
    DoubleVector log2E = DoubleVector.broadcast(SPECIES, DoubleExp.LOG2_E);
    DoubleVector round = DoubleVector.broadcast(SPECIES, DoubleExp.ROUND);
    DoubleVector minusHigh = DoubleVector.broadcast(SPECIES, -DoubleExp.LN2_HIGH);
    DoubleVector minusLow = DoubleVector.broadcast(SPECIES, -DoubleExp.LN2_LOW);
    DoubleVector c11 = DoubleVector.broadcast(SPECIES, DoubleExp.C11);
    DoubleVector c10 = DoubleVector.broadcast(SPECIES, DoubleExp.C10);
    DoubleVector c9 = DoubleVector.broadcast(SPECIES, DoubleExp.C9);
    DoubleVector c8 = DoubleVector.broadcast(SPECIES, DoubleExp.C8);
    DoubleVector c7 = DoubleVector.broadcast(SPECIES, DoubleExp.C7);
    DoubleVector c6 = DoubleVector.broadcast(SPECIES, DoubleExp.C6);
    DoubleVector c5 = DoubleVector.broadcast(SPECIES, DoubleExp.C5);
    DoubleVector c4 = DoubleVector.broadcast(SPECIES, DoubleExp.C4);
    DoubleVector c3 = DoubleVector.broadcast(SPECIES, DoubleExp.C3);
    DoubleVector c2 = DoubleVector.broadcast(SPECIES, DoubleExp.C2);
    int end = offset + count;
    int vectorEnd = end - LANES;
    int i = offset;
    for (; i <= vectorEnd; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, values, i);
      if (!MASKS) {
        x = x.max(lowest).min(highest);
      }
      DoubleVector rounded = FMA ? x.fma(log2E, round) : x.mul(log2E).add(round);
      DoubleVector n = rounded.sub(round);
      DoubleVector high = FMA ? n.fma(minusHigh, x) : n.mul(minusHigh).add(x);
      DoubleVector low = n.mul(minusLow);
      DoubleVector r = high.add(low);
      DoubleVector square = r.mul(r);
      DoubleVector odd = FMA ? square.fma(c11, c9) : square.mul(c11).add(c9);
      odd = FMA ? odd.fma(square, c7) : odd.mul(square).add(c7);
      odd = FMA ? odd.fma(square, c5) : odd.mul(square).add(c5);
      odd = FMA ? odd.fma(square, c3) : odd.mul(square).add(c3);
      DoubleVector even = FMA ? square.fma(c10, c8) : square.mul(c10).add(c8);
      even = FMA ? even.fma(square, c6) : even.mul(square).add(c6);
      even = FMA ? even.fma(square, c4) : even.mul(square).add(c4);
      even = FMA ? even.fma(square, c2) : even.mul(square).add(c2);
      DoubleVector p = FMA ? odd.fma(r, even) : odd.mul(r).add(even);
      DoubleVector power = (FMA ? square.fma(p, low) : square.mul(p).add(low)).add(high).add(1);
      LongVector bits = rounded.reinterpretAsLongs();
      LongVector half = bits.lanewise(VectorOperators.LSHR, 1);
      LongVector lower = half.lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
      LongVector upper = bits.sub(half).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
      DoubleVector result =
          power.mul(lower.reinterpretAsDoubles()).mul(upper.reinterpretAsDoubles());
      if (MASKS) {
        // Beyond the range by blends at the end: at the beginning all the rest would wait for them.
        result =
            result
                .blend(0, x.compare(VectorOperators.LT, lowest))
                .blend(Double.POSITIVE_INFINITY, x.compare(VectorOperators.GT, highest));
      }
      result.intoArray(values, i);
    }
    for (; i < end; i++) {
      values[i] = DoubleExp.exp(values[i]);
    }
  }
}
