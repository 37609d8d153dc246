package io.github.lanewise.kernel;

/**
 * exp in double precision, one value at a time: the definition that {@link DoubleKernels#exp}
 * follows bit for bit.
 *
 * <p>The scheme of {@link FloatExp}, with the Taylor polynomial of degree 13 for exp(r): its
 * truncation error, below (ln 2 / 2)^14 / 14! = 4.2e-18, is 0.04 ulp. ln 2 in two parts as in SLEEF
 * ({@code misc.h}); the first has few enough bits for n times it to be exact.
 *
 * <p>Error: below 1 ulp, tested on a stratified sample and around every threshold. exp(0) is
 * exactly 1.
 */
final class DoubleExp {

  static final double LOG2_E = 0x1.71547652b82fep0;
  static final double LN2_HIGH = .69314718055966295651;
  static final double LN2_LOW = .28235290563031577122588e-12;

  /** Adding it rounds to an integer, which the low bits of the sum then hold. */
  static final double ROUND = 0x1.8p52;

  static final double C2 = 0.5;
  static final double C3 = 0x1.5555555555555p-3;
  static final double C4 = 0x1.5555555555555p-5;
  static final double C5 = 0x1.1111111111111p-7;
  static final double C6 = 0x1.6c16c16c16c17p-10;
  static final double C7 = 0x1.a01a01a01a01ap-13;
  static final double C8 = 0x1.a01a01a01a01ap-16;
  static final double C9 = 0x1.71de3a556c734p-19;
  static final double C10 = 0x1.27e4fb7789f5cp-22;
  static final double C11 = 0x1.ae64567f544e4p-26;
  static final double C12 = 0x1.1eed8eff8d898p-29;
  static final double C13 = 0x1.6124613a86d09p-33;

  /** Far enough above ln(MAX_VALUE) for the scaling to overflow by itself. */
  static final double HIGHEST = 711;

  /**
   * So far below ln(MIN_VALUE / 2) that n is -2046 and both halves of the scaling are 0: the
   * padding of scores, negative infinity, is then spared the underflow, which takes a core three
   * times as long as all the rest.
   */
  static final double LOWEST = -1418;

  static final int EXPONENT_BIAS = 1023;
  static final int EXPONENT_SHIFT = 52;

  private DoubleExp() {}

  /** exp(x); NaN gives NaN. */
  static double exp(double x) {
    double clamped = Math.min(Math.max(x, LOWEST), HIGHEST);
    double rounded = Fma.multiplyAdd(clamped, LOG2_E, ROUND);
    double n = rounded - ROUND;
    double high = Fma.multiplyAdd(n, -LN2_HIGH, clamped);
    double low = n * LN2_LOW;
    double r = high - low;
    double p = Fma.multiplyAdd(C13, r, C12);
    p = Fma.multiplyAdd(p, r, C11);
    p = Fma.multiplyAdd(p, r, C10);
    p = Fma.multiplyAdd(p, r, C9);
    p = Fma.multiplyAdd(p, r, C8);
    p = Fma.multiplyAdd(p, r, C7);
    p = Fma.multiplyAdd(p, r, C6);
    p = Fma.multiplyAdd(p, r, C5);
    p = Fma.multiplyAdd(p, r, C4);
    p = Fma.multiplyAdd(p, r, C3);
    p = Fma.multiplyAdd(p, r, C2);
    double power = 1 + (high + Fma.multiplyAdd(r * r, p, -low));
    long bits = Double.doubleToRawLongBits(rounded);
    long half = Double.doubleToRawLongBits(Fma.multiplyAdd(n, 0.5, ROUND));
    return power * power(half) * power(bits - half);
  }

  /** 2 to the power in the lowest bits. */
  private static double power(long exponent) {
    return Double.longBitsToDouble((exponent + EXPONENT_BIAS) << EXPONENT_SHIFT);
  }
}
