package io.github.lanewise.kernel;

/**
 * log(1 + x) for x of at least 0, one value at a time: the definition that {@link
 * FloatKernels#log1p} follows bit for bit.
 *
 * <p>With u = 1 + x rounded, log(1 + x) = log(u) + (x - (u - 1)) / u. With u = 2^e m and m between
 * sqrt(1/2) and sqrt(2), log(u) = e ln 2 + log(m), where log(m) = 2 atanh(s), s = (m - 1) / (m +
 * 1), by the polynomial of FreeBSD's {@code e_log.c} (Sun Microsystems). No step multiplies and
 * adds at once, so that hosts with and without FMA agree.
 *
 * <p>Error: below 1.5 ulp. NaN gives NaN; the argument has to be finite otherwise.
 */
final class Log1p {

  static final double LN2_HIGH = 6.93147180369123816490e-01;
  static final double LN2_LOW = 1.90821492927058770002e-10;
  static final double L1 = 6.666666666666735130e-01;
  static final double L2 = 3.999999999940941908e-01;
  static final double L3 = 2.857142874366239149e-01;
  static final double L4 = 2.222219843214978396e-01;
  static final double L5 = 1.818357216161805012e-01;
  static final double L6 = 1.531383769920937332e-01;
  static final double L7 = 1.479819860511658591e-01;

  /** The bits of sqrt(1/2), where the range of m begins. */
  static final long SQRT_HALF = 0x3fe6a09e667f3bcdL;

  /** A double whose low bits hold an integer that is added to its bits. */
  static final double INTEGER = 0x1.8p52;

  static final long INTEGER_BITS = 0x4338000000000000L;

  static final int EXPONENT_SHIFT = 52;

  private Log1p() {}

  /** log(1 + x), x at least 0. */
  static double log1p(double x) {
    double u = 1 + x;
    double lost = (x - (u - 1)) / u;
    long bits = Double.doubleToRawLongBits(u);
    long exponent = (bits - SQRT_HALF) >>> EXPONENT_SHIFT;
    double e = Double.longBitsToDouble(exponent + INTEGER_BITS) - INTEGER;
    double f = Double.longBitsToDouble(bits - (exponent << EXPONENT_SHIFT)) - 1;
    double s = f / (f + 2);
    double z = s * s;
    double w = z * z;
    double odd = w * (w * (w * L6 + L4) + L2);
    double even = z * (w * (w * (w * L7 + L5) + L3) + L1);
    double square = f * f * 0.5;
    double tail = s * (square + (odd + even)) + (e * LN2_LOW + lost);
    return e * LN2_HIGH - ((square - tail) - f);
  }
}
