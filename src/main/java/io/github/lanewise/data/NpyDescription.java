package io.github.lanewise.data;

import java.util.ArrayList;
import java.util.List;

/**
 * The text in the header of an npy file: a Python dictionary of exactly {@code descr}, {@code
 * fortran_order} and {@code shape}, in any order. A grammar of its own reads it, never an
 * evaluator; everything else is an {@link IllegalArgumentException}.
 */
final class NpyDescription {
  private final String text;
  private int position;

  private String type;
  private Boolean byColumn;
  private long[] shape;

  private NpyDescription(String text) {
    this.text = text;
  }

  static NpyDescription parse(String text) {
    NpyDescription description = new NpyDescription(text);
    description.dictionary();
    return description;
  }

  /** The element type, for instance {@code <f4}. */
  String type() {
    return type;
  }

  /** Whether the first index is the fastest, Fortran's order. */
  boolean byColumn() {
    return byColumn;
  }

  /** The sizes; empty for a single number. */
  long[] shape() {
    return shape;
  }

  // Every method below starts at the first character of what it reads, or at blanks before it.

  private void dictionary() {
    expect('{');
    while (!skip('}')) {
      entry();
      if (!skip(',')) {
        expect('}');
        break;
      }
    }
    if (peek() >= 0) {
      throw unexpected("the end");
    }
    if (type == null || byColumn == null || shape == null) {
      throw new IllegalArgumentException(
          "descr, fortran_order and shape are needed, and not all there");
    }
  }

  private void entry() {
    String key = string();
    expect(':');
    boolean repeated =
        switch (key) {
          case "descr" -> {
            boolean known = type != null;
            type = string();
            yield known;
          }
          case "fortran_order" -> {
            boolean known = byColumn != null;
            byColumn = truth();
            yield known;
          }
          case "shape" -> {
            boolean known = shape != null;
            shape = tuple();
            yield known;
          }
          default -> throw new IllegalArgumentException("unknown key '" + key + "'");
        };
    if (repeated) {
      throw new IllegalArgumentException("the key '" + key + "' occurs twice");
    }
  }

  private String string() {
    int quote = peek();
    if (quote != '\'' && quote != '"') {
      throw unexpected(type == null && quote == '[' ? "one type, no structure" : "a text");
    }
    int end = text.indexOf(quote, position + 1);
    if (end < 0) {
      throw new IllegalArgumentException("a text without its closing quote");
    }
    String content = text.substring(position + 1, end);
    position = end + 1;
    return content;
  }

  private boolean truth() {
    if (peek() >= 0 && text.startsWith("True", position)) {
      position += "True".length();
      return true;
    }
    if (peek() >= 0 && text.startsWith("False", position)) {
      position += "False".length();
      return false;
    }
    throw unexpected("True or False");
  }

  /** Zero numbers or more; one alone needs a comma after it. */
  private long[] tuple() {
    List<Long> sizes = new ArrayList<>();
    expect('(');
    while (!skip(')')) {
      sizes.add(size());
      if (!skip(',')) {
        if (sizes.size() == 1) {
          throw unexpected("','");
        }
        expect(')');
        break;
      }
    }
    return sizes.stream().mapToLong(Long::longValue).toArray();
  }

  /** Python 2 wrote an L after some numbers. */
  private long size() {
    int c = peek();
    int start = position;
    while (c >= '0' && c <= '9') {
      position++;
      c = position < text.length() ? text.charAt(position) : -1;
    }
    if (position == start || position - start > 18) {
      throw unexpected("a size of 1 to 18 digits");
    }
    long size = Long.parseLong(text.substring(start, position));
    if (c == 'L') {
      position++;
    }
    return size;
  }

  private void expect(char c) {
    if (!skip(c)) {
      throw unexpected("'" + c + "'");
    }
  }

  private boolean skip(char c) {
    boolean found = peek() == c;
    position += found ? 1 : 0;
    return found;
  }

  /** The next character that is no blank, without stepping over it; -1 at the end. */
  private int peek() {
    while (position < text.length() && " \t\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
    return position < text.length() ? text.charAt(position) : -1;
  }

  private IllegalArgumentException unexpected(String wanted) {
    return new IllegalArgumentException("expected " + wanted + " at character " + (position + 1));
  }
}
