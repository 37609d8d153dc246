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
    int end = offset + count;
    int vectorEnd = end - LANES;
    int i = offset;
    for (; i <= vectorEnd; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, values, i);
      DoubleVector u = x.add(1);
      DoubleVector lost = x.sub(u.sub(1)).div(u);
      LongVector bits = u.reinterpretAsLongs();
      LongVector exponent =
          bits.sub(Log1p.SQRT_HALF).lanewise(VectorOperators.LSHR, Log1p.EXPONENT_SHIFT);
      DoubleVector e = exponent.add(Log1p.INTEGER_BITS).reinterpretAsDoubles().sub(Log1p.INTEGER);
      LongVector mantissa = bits.sub(exponent.lanewise(VectorOperators.LSHL, Log1p.EXPONENT_SHIFT));
      DoubleVector f = mantissa.reinterpretAsDoubles().sub(1);
      DoubleVector s = f.div(f.add(2));
      DoubleVector z = s.mul(s);
      DoubleVector w = z.mul(z);
      DoubleVector odd = w.mul(w.mul(w.mul(Log1p.L6).add(Log1p.L4)).add(Log1p.L2));
      DoubleVector even =
          z.mul(w.mul(w.mul(w.mul(Log1p.L7).add(Log1p.L5)).add(Log1p.L3)).add(Log1p.L1));
      DoubleVector square = f.mul(f).mul(0.5);
      DoubleVector tail = s.mul(square.add(odd.add(even))).add(e.mul(Log1p.LN2_LOW).add(lost));
      e.mul(Log1p.LN2_HIGH).sub(square.sub(tail).sub(f)).intoArray(values, i);
    }
    for (; i < end; i++) {
      values[i] = Log1p.log1p(values[i]);
    }
  }
}
