package io.github.lanewise.kernel;

/**
 * exp in single precision, one value at a time: the definition that {@link FloatKernels#exp}
 * follows bit for bit.
 *
 * <p>x = n ln 2 + r with |r| at most (ln 2) / 2, then exp(x) = 2^n exp(r), with a polynomial of
 * degree 6 for exp(r) and the scaling by 2^n in two halves so that results below the smallest
 * normal number round once, gradually. Coefficients: Arm optimized-routines, {@code expf_1u.c}. ln
 * 2 in two parts: the first has 15 significant bits, so that n times it is exact.
 *
 * <p>Error: at most 0.853 ulp with FMA and 0.875 without, over every argument. exp(0) is exactly 1.
 */
final class FloatExp {

  static final float LOG2_E = 0x1.715476p0f;
  static final float LN2_HIGH = 0x1.62e4p-1f;
  static final float LN2_LOW = 0x1.7f7d1cp-20f;

  /**
   * Adding it rounds to an integer n, and the low bits of the sum then hold n and two exponents'
   * biases.
   */
  static final float ROUND = 0x1.8p23f + 2 * 127;

  static final float C2 = 0x1.fffff4p-2f;
  static final float C3 = 0x1.55543p-3f;
  static final float C4 = 0x1.555afp-5f;
  static final float C5 = 0x1.12718ep-7f;
  static final float C6 = 0x1.6a6p-10f;

  /** Far enough above ln(MAX_VALUE) for the scaling to overflow by itself. */
  static final float HIGHEST = 89;

  /**
   * So far below ln(MIN_VALUE / 2) that n is -254 and both halves of the scaling are 0: the padding
   * of scores, negative infinity, is then spared the underflow, which takes a core three times as
   * long as all the rest.
   */
  static final float LOWEST = -176;

  static final int EXPONENT_SHIFT = 23;

  private FloatExp() {}

  /** exp(x); NaN gives NaN. */
  static float exp(float x) {
    float clamped = Math.min(Math.max(x, LOWEST), HIGHEST);
    float rounded = Fma.multiplyAdd(clamped, LOG2_E, ROUND);
    float n = rounded - ROUND;
    float high = Fma.multiplyAdd(n, -LN2_HIGH, clamped);
    float low = n * LN2_LOW;
    float r = high - low;
    float p = Fma.multiplyAdd(C6, r, C5);
    p = Fma.multiplyAdd(p, r, C4);
    p = Fma.multiplyAdd(p, r, C3);
    p = Fma.multiplyAdd(p, r, C2);
    float power = 1 + (high + Fma.multiplyAdd(r * r, p, -low));
    int bits = Float.floatToRawIntBits(rounded);
    int half = bits >>> 1; // what ROUND has in higher bits is shifted out below
    return power * power(half) * power(bits - half);
  }

  /** The power of 2 whose biased exponent is in the lowest bits. */
  private static float power(int exponent) {
    return Float.intBitsToFloat(exponent << EXPONENT_SHIFT);
  }
}
