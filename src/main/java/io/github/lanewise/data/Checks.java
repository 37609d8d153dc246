package io.github.lanewise.data;

/** What must hold of values before they become part of a data set. */
final class Checks {
  private Checks() {}

  /** Returns rows times columns, or throws if that is not the size of an array. */
  static int elements(int rows, int columns) {
    if (rows < 0 || columns < 0) {
      throw new InvalidDataException(
          "features: " + rows + " rows x " + columns + " columns; neither may be negative");
    }
    long elements = (long) rows * columns;
    if (elements > Integer.MAX_VALUE) {
      throw new InvalidDataException(
          "features: "
              + rows
              + " rows x "
              + columns
              + " columns are "
              + elements
              + " elements; the limit is "
              + Integer.MAX_VALUE);
    }
    return (int) elements;
  }

  /** Returns how many values sparse rows need, or throws if no array can hold them. */
  static int nonZeros(long count) {
    if (count > Integer.MAX_VALUE) {
      throw new InvalidDataException(
          "features: " + count + " non-zeros; the limit is " + Integer.MAX_VALUE);
    }
    return (int) count;
  }

  /** Throws unless an array has one element for every row and column. */
  static void length(int length, int rows, int columns) {
    int elements = elements(rows, columns);
    if (length != elements) {
      throw new InvalidDataException(
          "features: "
              + length
              + " values for "
              + rows
              + " rows x "
              + columns
              + " columns; "
              + elements
              + " are needed");
    }
  }

  /** Throws at the first value, row by row, that is not finite. */
  static void finite(float[] values, int columns) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw notFinite(values[i], i / columns, i % columns);
      }
    }
  }

  /** Throws at the first value of one row that is not finite. */
  static void finiteRow(float[] values, int row) {
    for (int i = 0; i < values.length; i++) {
      finite(values[i], row, i);
    }
  }

  /** Throws at the first value, row by row, that is not finite or would not be as a float. */
  static void finite(double[] values, int columns) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite((float) values[i])) {
        throw notFinite(values[i], i / columns, i % columns);
      }
    }
  }

  /** Throws at the first value of one row that is not finite or would not be as a float. */
  static void finiteRow(double[] values, int row) {
    for (int i = 0; i < values.length; i++) {
      finite(values[i], row, i);
    }
  }

  /** Returns a value, or throws if it is not finite. */
  static float finite(float value, int row, int column) {
    if (!Float.isFinite(value)) {
      throw notFinite(value, row, column);
    }
    return value;
  }

  /** Returns a value, or throws if it is not finite or would not be as a float. */
  static double finite(double value, int row, int column) {
    if (!Float.isFinite((float) value)) {
      throw notFinite(value, row, column);
    }
    return value;
  }

  private static InvalidDataException notFinite(double value, int row, int column) {
    return new InvalidDataException(
        "features: row "
            + row
            + ", column "
            + column
            + " is "
            + value
            + "; every feature must be a "
            + (Double.isFinite(value) ? "number within the range of float" : "finite number"));
  }

  /** Throws unless a factor for features is usable in both precisions. */
  static void scale(double scale) {
    if (!isScale(scale)) {
      throw new InvalidDataException(
          "scale: " + scale + "; must be above 0 and finite, also in single precision");
    }
  }

  /** Whether a factor for features is usable in both precisions. */
  static boolean isScale(double scale) {
    // 255 is the largest byte: its product must be finite in float, too.
    return scale > 0 && (float) scale != 0 && Float.isFinite(255 * (float) scale);
  }
}
