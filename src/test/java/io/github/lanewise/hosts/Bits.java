package io.github.lanewise.hosts;

import java.util.Arrays;
import java.util.HexFormat;

/** The raw bits of a result, element by element: floats, doubles and integers in one row. */
final class Bits {

  private static final HexFormat HEX = HexFormat.of();

  private long[] patterns = new long[64];
  private boolean[] wide = new boolean[64];
  private int size;

  /** The elements that {@link #toString()} wrote. */
  static Bits parse(Iterable<String> patterns) {
    Bits bits = new Bits();
    for (String pattern : patterns) {
      bits.append(HexFormat.fromHexDigitsToLong(pattern), pattern.length() > 8);
    }
    return bits;
  }

  Bits add(float... values) {
    for (float value : values) {
      append(Integer.toUnsignedLong(Float.floatToRawIntBits(value)), false);
    }
    return this;
  }

  Bits add(double... values) {
    for (double value : values) {
      append(Double.doubleToRawLongBits(value), true);
    }
    return this;
  }

  Bits add(int... values) {
    for (int value : values) {
      append(Integer.toUnsignedLong(value), false);
    }
    return this;
  }

  /** A SHA-256 or another text of hexadecimal digits, eight of them an element. */
  Bits addHex(String digits) {
    for (int i = 0; i < digits.length(); i += 8) {
      append(HexFormat.fromHexDigitsToLong(digits, i, i + 8), false);
    }
    return this;
  }

  private void append(long pattern, boolean isWide) {
    if (size == patterns.length) {
      patterns = Arrays.copyOf(patterns, 2 * size);
      wide = Arrays.copyOf(wide, 2 * size);
    }
    patterns[size] = pattern;
    wide[size++] = isWide;
  }

  int size() {
    return size;
  }

  /**
   * 64 bits of all elements. Each step is a bijection of what went before and of the element, so
   * that results which differ in one element never share a digest.
   */
  String digest() {
    long hash = size;
    for (int i = 0; i < size; i++) {
      hash = (hash ^ patterns[i]) * 0x9e3779b97f4a7c15L;
      hash ^= hash >>> 32;
    }
    return HEX.toHexDigits(hash);
  }

  /** The hexadecimal digits of an element, 8 or 16. */
  String pattern(int index) {
    return wide[index] ? HEX.toHexDigits(patterns[index]) : HEX.toHexDigits((int) patterns[index]);
  }

  /** Every pattern on a line of its own. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < size; i++) {
      text.append(pattern(i)).append('\n');
    }
    return text.toString();
  }
}
