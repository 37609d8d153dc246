package io.github.lanewise.jmh.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON that JMH writes, as maps, lists, strings and doubles. */
final class Json {

  private final String text;
  private int next;

  private Json(String text) {
    this.text = text;
  }

  /** Parses a document; {@code NaN} in quotes stays a string, true, false and null are null. */
  static Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value();
    json.skipBlanks();
    if (json.next < text.length()) {
      throw json.unexpected();
    }
    return value;
  }

  private Object value() {
    skipBlanks();
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      default -> scalar();
    };
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    next++;
    while (!ends('}')) {
      String name = string();
      skipBlanks();
      expect(':');
      members.put(name, value());
    }
    return members;
  }

  private List<Object> array() {
    List<Object> elements = new ArrayList<>();
    next++;
    while (!ends(']')) {
      elements.add(value());
    }
    return elements;
  }

  /** Steps over a comma, or over the end. */
  private boolean ends(char end) {
    skipBlanks();
    if (peek() == ',') {
      next++;
      skipBlanks();
    }
    if (peek() != end) {
      return false;
    }
    next++;
    return true;
  }

  /** JMH escapes nothing but what it quotes from a command line. */
  private String string() {
    expect('"');
    StringBuilder string = new StringBuilder();
    while (peek() != '"') {
      if (peek() == '\\') {
        next++;
      }
      string.append(peek());
      next++;
    }
    next++;
    return string.toString();
  }

  private Double scalar() {
    int start = next;
    while (next < text.length() && "+-.0123456789aeflnrstuE".indexOf(text.charAt(next)) >= 0) {
      next++;
    }
    String scalar = text.substring(start, next);
    if (List.of("true", "false", "null").contains(scalar)) {
      return null;
    }
    try {
      return Double.valueOf(scalar);
    } catch (NumberFormatException notOne) {
      throw unexpected();
    }
  }

  private void skipBlanks() {
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
  }

  private void expect(char expected) {
    if (peek() != expected) {
      throw unexpected();
    }
    next++;
  }

  private char peek() {
    if (next >= text.length()) {
      throw unexpected();
    }
    return text.charAt(next);
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("not JSON, at character " + next);
  }
}
