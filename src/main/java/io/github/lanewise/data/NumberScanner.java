package io.github.lanewise.data;

import java.nio.charset.StandardCharsets;

/**
 * Reads decimal numbers from the bytes of a text, correctly rounded to float, whatever the locale.
 *
 * <p>Nearly all numbers have at most 15 significant digits and a small exponent: digits and the
 * power of ten are then exact in double, and their product or quotient is the correctly rounded
 * double (W. D. Clinger, 1990). Its float is the correctly rounded one too, unless the double lies
 * exactly half way between two floats, which the rest of the number would decide. What is left goes
 * to the JDK.
 */
final class NumberScanner {
  private static final double[] POWERS = new double[23];
  private static final long EXACT_DIGITS = 1L << 53;

  /** So many digits cannot overflow a long. */
  private static final int MAX_DIGITS = 18;

  private static final int MAX_EXPONENT = 100_000;
  private static final long HALF_MASK = (1L << 29) - 1;
  private static final long HALF = 1L << 28;

  static {
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = Double.parseDouble("1e" + i);
    }
  }

  private int end;

  /** The index behind the number last read; where it would have begun if there was none. */
  int end() {
    return end;
  }

  /**
   * Reads the number that begins at an index, such as {@code -1.5}, {@code .5}, {@code 5.} or
   * {@code +1e-3}, and returns it times a scale, rounded once if the scale is 1, else after each of
   * the two operations in double. NaN if there is none; infinite beyond the range of float.
   */
  float scan(byte[] text, int from, int limit, double scale) {
    int i = from;
    boolean negative = i < limit && text[i] == '-';
    if (i < limit && (negative || text[i] == '+')) {
      i++;
    }
    int first = i;
    long digits = 0;
    while (i < limit && isDigit(text[i])) {
      digits = 10 * digits + text[i++] - '0';
    }
    int count = i - first;
    int fraction = 0;
    if (i < limit && text[i] == '.') {
      int point = i++;
      while (i < limit && isDigit(text[i])) {
        digits = 10 * digits + text[i++] - '0';
      }
      fraction = i - point - 1;
    }
    count += fraction;
    end = count == 0 ? from : i;
    int exponent = count == 0 ? 0 : exponent(text, i, limit) - fraction;
    if (count == 0) {
      return Float.NaN;
    }
    if (count <= MAX_DIGITS && digits <= EXACT_DIGITS && Math.abs(exponent) < POWERS.length) {
      double exact = exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
      if (scale != 1) {
        return (float) ((negative ? -exact : exact) * scale);
      }
      if (isSafe(exact)) {
        return (float) (negative ? -exact : exact);
      }
    }
    String number = new String(text, from, end - from, StandardCharsets.ISO_8859_1);
    return scale == 1 ? Float.parseFloat(number) : (float) (Double.parseDouble(number) * scale);
  }

  /** Reads {@code e-3} if it is there and moves the end behind it. */
  private int exponent(byte[] text, int from, int limit) {
    int i = from;
    if (i >= limit || (text[i] != 'e' && text[i] != 'E')) {
      return 0;
    }
    i++;
    boolean negative = i < limit && text[i] == '-';
    if (i < limit && (negative || text[i] == '+')) {
      i++;
    }
    int first = i;
    int exponent = 0;
    while (i < limit && isDigit(text[i])) {
      exponent = Math.min(MAX_EXPONENT, 10 * exponent + text[i++] - '0');
    }
    if (i > first) {
      end = i;
    }
    return negative ? -exponent : exponent;
  }

  /** Whether rounding a correctly rounded double once more gives the correctly rounded float. */
  private static boolean isSafe(double exact) {
    return exact == 0
        || exact >= Float.MIN_NORMAL && (Double.doubleToRawLongBits(exact) & HALF_MASK) != HALF;
  }

  private static boolean isDigit(byte character) {
    return character >= '0' && character <= '9';
  }
}
