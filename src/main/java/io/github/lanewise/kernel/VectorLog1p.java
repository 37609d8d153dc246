package io.github.lanewise.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Log1p} on whole vectors, operation by operation the same. */
final class VectorLog1p {

  private static final VectorSpecies<Double> SPECIES = VectorDoubleShape.SPECIES;
  private static final int LANES = VectorDoubleShape.LANES;

  private VectorLog1p() {}

  /** values[i] = log(1 + values[i]) for a count of any size. */
  static void log1p(double[] values, int offset, int count) {
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    DoubleVector two = DoubleVector.broadcast(SPECIES, 2);
    DoubleVector half = DoubleVector.broadcast(SPECIES, 0.5);
    DoubleVector minusInteger = DoubleVector.broadcast(SPECIES, -Log1p.INTEGER);
    DoubleVector minusOne = DoubleVector.broadcast(SPECIES, -1);
    DoubleVector ln2High = DoubleVector.broadcast(SPECIES, Log1p.LN2_HIGH);
    DoubleVector ln2Low = DoubleVector.broadcast(SPECIES, Log1p.LN2_LOW);
    DoubleVector l1 = DoubleVector.broadcast(SPECIES, Log1p.L1);
    DoubleVector l2 = DoubleVector.broadcast(SPECIES, Log1p.L2);
    DoubleVector l3 = DoubleVector.broadcast(SPECIES, Log1p.L3);
    DoubleVector l4 = DoubleVector.broadcast(SPECIES, Log1p.L4);
    DoubleVector l5 = DoubleVector.broadcast(SPECIES, Log1p.L5);
    DoubleVector l6 = DoubleVector.broadcast(SPECIES, Log1p.L6);
    DoubleVector l7 = DoubleVector.broadcast(SPECIES, Log1p.L7);
    int end = offset + count;
    int vectorEnd = end - LANES;
    int i = offset;
    for (; i <= vectorEnd; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, values, i);
      DoubleVector u = x.add(one);
      DoubleVector lost = x.sub(u.sub(one)).div(u);
      LongVector bits = u.reinterpretAsLongs();
      LongVector exponent =
          bits.sub(Log1p.SQRT_HALF).lanewise(VectorOperators.LSHR, Log1p.EXPONENT_SHIFT);
      DoubleVector e = minusInteger.add(exponent.add(Log1p.INTEGER_BITS).reinterpretAsDoubles());
      LongVector mantissa = bits.sub(exponent.lanewise(VectorOperators.LSHL, Log1p.EXPONENT_SHIFT));
      DoubleVector f = minusOne.add(mantissa.reinterpretAsDoubles());
      DoubleVector s = f.div(f.add(two));
      DoubleVector z = s.mul(s);
      DoubleVector w = z.mul(z);
      DoubleVector odd = w.mul(w.mul(w.mul(l6).add(l4)).add(l2));
      DoubleVector even = z.mul(w.mul(w.mul(w.mul(l7).add(l5)).add(l3)).add(l1));
      DoubleVector square = f.mul(f).mul(half);
      DoubleVector tail = s.mul(square.add(odd.add(even))).add(e.mul(ln2Low).add(lost));
      e.mul(ln2High).sub(square.sub(tail).sub(f)).intoArray(values, i);
    }
    for (; i < end; i++) {
      values[i] = Log1p.log1p(values[i]);
    }
  }
}
