package io.github.lanewise.data;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Several features whose rows follow each other as those of one.
 *
 * @param all at least one, each with rows; alike in type and scale
 * @param starts the first row of each part, and the number of all rows
 */
record Parts<T extends StoredFeatures>(List<T> all, int[] starts) {

  /**
   * Checks the parts and counts their rows.
   *
   * @param what the parts must be, for the message
   */
  static <T extends StoredFeatures> Parts<T> of(
      List<Features> features, Class<T> type, String what) {
    int[] starts = new int[features.size() + 1];
    for (int i = 0; i < features.size(); i++) {
      Features part = features.get(i);
      if (!type.isInstance(part)) {
        throw new InvalidDataException(
            "parts: part %s is a %s; must be %s".formatted(i, part.getClass().getName(), what));
      }
      long rows = (long) starts[i] + part.rows();
      if (rows > Integer.MAX_VALUE) {
        throw new InvalidDataException(
            "parts: more than " + Integer.MAX_VALUE + " rows in all, the limit");
      }
      starts[i + 1] = (int) rows;
    }
    Parts<T> parts = new Parts<>(features.stream().map(type::cast).toList(), starts);
    parts.checkEqual("scale", StoredFeatures::scale);
    parts.checkEqual("type", StoredFeatures::type);
    return parts;
  }

  /** Throws unless all parts have the same of something. */
  void checkEqual(String what, Function<T, Object> property) {
    Object first = property.apply(first());
    for (int i = 1; i < all.size(); i++) {
      Object value = property.apply(all.get(i));
      if (!value.equals(first)) {
        throw new InvalidDataException(
            "parts: part %s has %s %s, part 0 has %s".formatted(i, what, value, first));
      }
    }
  }

  int rows() {
    return starts[all.size()];
  }

  T first() {
    return all.get(0);
  }

  T get(int part) {
    return all.get(part);
  }

  /** The number of the part that holds an existing row. */
  int of(int row) {
    int found = Arrays.binarySearch(starts, row);
    // Empty parts cannot occur in a data set, so a start belongs to one part.
    return found >= 0 ? found : -found - 2;
  }

  /** The number that a row has inside of its part. */
  int inside(int part, int row) {
    return row - starts[part];
  }

  /** The row after the last one of a part. */
  int end(int part) {
    return starts[part + 1];
  }
}
