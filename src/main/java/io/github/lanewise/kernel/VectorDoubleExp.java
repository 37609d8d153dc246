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

  private static final boolean FMA = Fma.AVAILABLE;

  /** Vectors of 2 lanes have no masks on x86: C2 would leave them as objects. */
  private static final boolean MASKS = LANES > 2;

  private VectorDoubleExp() {}

  /** values[i] = exp(values[i]) for a count of any size. */
  static void exp(double[] values, int offset, int count) {
    // A blend, because max and min also tell -0 from 0, which takes longer.
    DoubleVector lowest = DoubleVector.broadcast(SPECIES, DoubleExp.LOWEST);
    DoubleVector highest = DoubleVector.broadcast(SPECIES, DoubleExp.HIGHEST);
    DoubleVector log2E = DoubleVector.broadcast(SPECIES, DoubleExp.LOG2_E);
    DoubleVector round = DoubleVector.broadcast(SPECIES, DoubleExp.ROUND);
    DoubleVector minusHigh = DoubleVector.broadcast(SPECIES, -DoubleExp.LN2_HIGH);
    DoubleVector minusLow = DoubleVector.broadcast(SPECIES, -DoubleExp.LN2_LOW);
    DoubleVector c13 = DoubleVector.broadcast(SPECIES, DoubleExp.C13);
    DoubleVector c12 = DoubleVector.broadcast(SPECIES, DoubleExp.C12);
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
    DoubleVector oneHalf = DoubleVector.broadcast(SPECIES, 0.5);
    int end = offset + count;
    int vectorEnd = end - LANES;
    int i = offset;
    for (; i <= vectorEnd; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, values, i);
      if (MASKS) {
        x = x.blend(lowest, x.compare(VectorOperators.LT, lowest));
        x = x.blend(highest, x.compare(VectorOperators.GT, highest));
      } else {
        x = x.max(lowest).min(highest);
      }
      DoubleVector rounded = FMA ? x.fma(log2E, round) : x.mul(log2E).add(round);
      DoubleVector n = rounded.sub(round);
      DoubleVector high = FMA ? n.fma(minusHigh, x) : n.mul(minusHigh).add(x);
      DoubleVector low = n.mul(minusLow);
      DoubleVector r = high.add(low);
      DoubleVector p = FMA ? r.fma(c13, c12) : r.mul(c13).add(c12);
      p = FMA ? p.fma(r, c11) : p.mul(r).add(c11);
      p = FMA ? p.fma(r, c10) : p.mul(r).add(c10);
      p = FMA ? p.fma(r, c9) : p.mul(r).add(c9);
      p = FMA ? p.fma(r, c8) : p.mul(r).add(c8);
      p = FMA ? p.fma(r, c7) : p.mul(r).add(c7);
      p = FMA ? p.fma(r, c6) : p.mul(r).add(c6);
      p = FMA ? p.fma(r, c5) : p.mul(r).add(c5);
      p = FMA ? p.fma(r, c4) : p.mul(r).add(c4);
      p = FMA ? p.fma(r, c3) : p.mul(r).add(c3);
      p = FMA ? p.fma(r, c2) : p.mul(r).add(c2);
      DoubleVector square = r.mul(r);
      DoubleVector power = (FMA ? square.fma(p, low) : square.mul(p).add(low)).add(high).add(1);
      LongVector bits = rounded.reinterpretAsLongs();
      DoubleVector halved = FMA ? n.fma(oneHalf, round) : n.mul(oneHalf).add(round);
      LongVector half = halved.reinterpretAsLongs();
      LongVector lower = half.add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
      LongVector upper =
          bits.sub(half).add(EXPONENT_BIAS).lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
      power
          .mul(lower.reinterpretAsDoubles())
          .mul(upper.reinterpretAsDoubles())
          .intoArray(values, i);
    }
    for (; i < end; i++) {
      values[i] = DoubleExp.exp(values[i]);
    }
  }
}
