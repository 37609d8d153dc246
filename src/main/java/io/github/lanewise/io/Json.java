package io.github.lanewise.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The little of JSON (RFC 8259) that model files and reports need.
 *
 * <p>A document is a tree of {@link Map} (in the order of the text), {@link List}, {@link String},
 * {@link Long}, {@link Double}, {@link Boolean} and null. The parser is strict: a repeated key, a
 * nesting deeper than {@value #MAX_DEPTH}, a control character in a string or anything after the
 * document's end is an error, so that a file has one meaning only.
 */
public final class Json {

  /** Objects and arrays within each other: files of ours have three levels. */
  static final int MAX_DEPTH = 16;

  private final String text;
  private final int maxValues;
  private int values;
  private int position;

  private Json(String text, int maxValues) {
    this.text = text;
    this.maxValues = maxValues;
  }

  /**
   * Reads one document.
   *
   * @param text the whole text
   * @param maxValues the most values it may hold, itself and empty ones included: a small text must
   *     not become a large tree
   * @return the document's tree; an integer that fits in 64 bits is a {@link Long}, any other
   *     number a {@link Double}
   * @throws IllegalArgumentException if the text is not JSON, naming the place
   */
  public static Object parse(String text, int maxValues) {
    Json json = new Json(text, maxValues);
    Object value = json.value(0);
    if (json.peek() != END) {
      throw json.unexpected("the end");
    }
    return value;
  }

  /**
   * Writes one document on one line.
   *
   * @param value the tree. Not modified.
   * @return its text
   * @throws IllegalArgumentException if the tree holds something that JSON cannot express, such as
   *     NaN
   */
  public static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  // Reading: every method below starts at the first character of what it reads.

  private static final int END = -1;

  private Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("nested deeper than " + MAX_DEPTH + " levels");
    }
    if (++values > maxValues) {
      throw new IllegalArgumentException("more than " + maxValues + " values");
    }
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    expect('{');
    if (peek() == '}') {
      expect('}');
      return members;
    }
    do {
      if (peek() != '"') {
        throw unexpected("a key");
      }
      String key = string();
      expect(':');
      if (members.containsKey(key)) {
        throw new IllegalArgumentException("the key " + write(key) + " occurs twice");
      }
      members.put(key, value(depth + 1));
    } while (another('}'));
    return members;
  }

  private List<Object> array(int depth) {
    List<Object> elements = new ArrayList<>();
    expect('[');
    if (peek() == ']') {
      expect(']');
      return elements;
    }
    do {
      elements.add(value(depth + 1));
    } while (another(']'));
    return elements;
  }

  /** Steps over a comma, which says that there is another element, or over the closing bracket. */
  private boolean another(char close) {
    boolean comma = peek() == ',';
    expect(comma ? ',' : close);
    return comma;
  }

  private String string() {
    expect('"');
    StringBuilder out = new StringBuilder();
    while (true) {
      int c = next();
      if (c == '"') {
        return out.toString();
      }
      if (c < ' ') {
        position--;
        throw unexpected("the end of a string");
      }
      out.append(c == '\\' ? escaped() : (char) c);
    }
  }

  private char escaped() {
    int c = next();
    return switch (c) {
      case '"', '\\', '/' -> (char) c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> fourHexDigits();
      default -> throw new IllegalArgumentException("unknown escape at character " + position);
    };
  }

  private char fourHexDigits() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int c = next();
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw new IllegalArgumentException("bad \\u escape at character " + position);
      }
      code = code << 4 | digit;
    }
    return (char) code;
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, position)) {
      throw unexpected(word);
    }
    position += word.length();
    return value;
  }

  private Object number() {
    int start = position;
    skip('-');
    boolean zero = skip('0');
    if (!zero && !digits()) {
      throw unexpected("a value");
    }
    boolean integer = true;
    if (skip('.')) {
      integer = false;
      requireDigits();
    }
    if (skip('e') || skip('E')) {
      integer = false;
      if (!skip('-')) {
        skip('+');
      }
      requireDigits();
    }
    String number = text.substring(start, position);
    if (integer) {
      try {
        return Long.valueOf(number);
      } catch (NumberFormatException beyondLong) {
        return Double.valueOf(number);
      }
    }
    return Double.valueOf(number);
  }

  private void requireDigits() {
    if (!digits()) {
      throw unexpected("a digit");
    }
  }

  private boolean digits() {
    int start = position;
    while (position < text.length()
        && text.charAt(position) >= '0'
        && text.charAt(position) <= '9') {
      position++;
    }
    return position > start;
  }

  private boolean skip(char c) {
    boolean found = position < text.length() && text.charAt(position) == c;
    position += found ? 1 : 0;
    return found;
  }

  /** The next character that is no white space, without stepping over it. */
  private int peek() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
    return position < text.length() ? text.charAt(position) : END;
  }

  private void expect(char c) {
    if (peek() != c) {
      throw unexpected("'" + c + "'");
    }
    position++;
  }

  private int next() {
    return position < text.length() ? text.charAt(position++) : endOfString();
  }

  private int endOfString() {
    throw unexpected("the end of a string");
  }

  private IllegalArgumentException unexpected(String wanted) {
    String found = position < text.length() ? write(text.substring(position, position + 1)) : "end";
    return new IllegalArgumentException(
        "expected " + wanted + " at character " + (position + 1) + ", found " + found);
  }

  // Writing.

  private static void write(Object value, StringBuilder out) {
    switch (value) {
      case null -> out.append("null");
      case Map<?, ?> map -> writeObject(map, out);
      case List<?> list -> writeArray(list, out);
      case String string -> writeString(string, out);
      case Boolean flag -> out.append(flag);
      case Integer number -> out.append(number);
      case Long number -> out.append(number);
      case Double number -> writeDouble(number, out);
      default -> throw unspeakable(value);
    }
  }

  private static void writeDouble(double number, StringBuilder out) {
    if (!Double.isFinite(number)) {
      throw unspeakable(number);
    }
    out.append(number);
  }

  private static IllegalArgumentException unspeakable(Object value) {
    return new IllegalArgumentException("not JSON: " + value + " of " + value.getClass().getName());
  }

  private static void writeObject(Map<?, ?> map, StringBuilder out) {
    String separator = "{";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      writeString((String) entry.getKey(), out);
      out.append(':');
      write(entry.getValue(), out);
      separator = ",";
    }
    out.append(map.isEmpty() ? "{}" : "}");
  }

  private static void writeArray(List<?> list, StringBuilder out) {
    String separator = "[";
    for (Object element : list) {
      out.append(separator);
      write(element, out);
      separator = ",";
    }
    out.append(list.isEmpty() ? "[]" : "]");
  }

  private static void writeString(String string, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || isLoneSurrogate(string, i)) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /** Half of a pair alone has no UTF-8 form: it would turn into a question mark unescaped. */
  private static boolean isLoneSurrogate(String string, int i) {
    char c = string.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == string.length() || !Character.isLowSurrogate(string.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(string.charAt(i - 1)));
  }
}
