package io.github.lanewise.data;

/** The decimal numbers of text files: what every locale and language writes alike. */
final class Decimals {
  private Decimals() {}

  /**
   * Whether a text is a decimal number such as {@code -1.5}, {@code .5}, {@code 5.} or {@code
   * +1e-3}. The parsers of the JDK accept all of these, and NaN, Infinity, hexadecimal numbers and
   * suffixes such as {@code 1f} besides.
   */
  static boolean isDecimal(String text) {
    int start = skipSign(text, 0);
    int point = skipDigits(text, start);
    int end = point;
    if (point < text.length() && text.charAt(point) == '.') {
      end = skipDigits(text, point + 1);
    }
    boolean hasDigits = point > start || end > point + 1;
    return hasDigits && (end == text.length() || isExponent(text, end));
  }

  private static boolean isExponent(String text, int start) {
    if (text.charAt(start) != 'e' && text.charAt(start) != 'E') {
      return false;
    }
    int digits = skipSign(text, start + 1);
    return digits < text.length() && skipDigits(text, digits) == text.length();
  }

  private static int skipSign(String text, int i) {
    boolean signed = i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+');
    return signed ? i + 1 : i;
  }

  private static int skipDigits(String text, int start) {
    int i = start;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i;
  }
}
