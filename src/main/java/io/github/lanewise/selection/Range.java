package io.github.lanewise.selection;

/**
 * A range of positive numbers, seen on a logarithmic scale.
 *
 * @param from the smallest, above 0
 * @param to the largest, finite and at least {@code from}
 */
public record Range(double from, double to) {

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if it is empty, or not of finite numbers above 0
   */
  public Range {
    if (!(from > 0 && from <= to && to < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "range: " + from + " to " + to + " must be finite, above 0 and not falling");
    }
  }

  /** The number at a share of the way, 0 to 1: from^(1 - share) to^share. */
  double at(double share) {
    double low = StrictMath.log(from);
    return StrictMath.exp(low + share * (StrictMath.log(to) - low));
  }
}
