package io.github.lanewise.model;

import io.github.lanewise.data.InvalidDataException;
import io.github.lanewise.matrix.DoubleMatrix;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * q_c = 1 / (1 + exp(A_c s_c + B_c)), normalised. With z_c = log q_c that is softmax(z), so that a
 * q_c that underflows costs nothing.
 */
final class Platt extends Calibration {

  static final Set<String> KEYS = Set.of("slopes", "offsets");

  private final double[] slopes;
  private final double[] offsets;

  /** Takes the arrays over: A [C] and B [C]. */
  Platt(double[] slopes, double[] offsets) {
    this.slopes = slopes;
    this.offsets = offsets;
  }

  static Platt of(Map<?, ?> members, int classes) {
    return new Platt(
        numbers("slopes", members.get("slopes"), classes),
        numbers("offsets", members.get("offsets"), classes));
  }

  private static double[] numbers(String name, Object json, int classes) {
    if (json instanceof List<?> elements && elements.size() == classes) {
      double[] numbers =
          elements.stream()
              .mapToDouble(e -> e instanceof Number number ? number.doubleValue() : Double.NaN)
              .toArray();
      if (Arrays.stream(numbers).allMatch(Double::isFinite)) {
        return numbers;
      }
    }
    throw new IllegalArgumentException(
        "calibration: %s is not an array of %s finite numbers".formatted(name, classes));
  }

  static Platt fit(DoubleMatrix scores, int[] labels, double[] weights) {
    int classes = scores.columns();
    Platt platt = new Platt(new double[classes], new double[classes]);
    double[] column = new double[scores.rows()];
    for (int c = 0; c < classes; c++) {
      for (int row = 0; row < column.length; row++) {
        column[row] = scores.get(row, c);
      }
      Sigmoid sigmoid = Sigmoid.fit(column, labels, c, weights);
      platt.slopes[c] = sigmoid.slope();
      platt.offsets[c] = sigmoid.offset();
    }
    return platt;
  }

  @Override
  void checkClasses(int classes) {
    if (classes != slopes.length) {
      throw new InvalidDataException(
          "calibration: it was fitted to %s classes, there are %s"
              .formatted(slopes.length, classes));
    }
  }

  @Override
  double[] logits(double[] scores) {
    double[] logits = new double[scores.length];
    for (int c = 0; c < logits.length; c++) {
      logits[c] = -Sigmoid.softplus(slopes[c] * scores[c] + offsets[c]);
    }
    return logits;
  }

  @Override
  Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("slopes", Arrays.stream(slopes).boxed().toList());
    members.put("offsets", Arrays.stream(offsets).boxed().toList());
    return members;
  }

  /** Such as: Platt scaling of 10 classes. */
  @Override
  public String toString() {
    return "Platt scaling of " + slopes.length + " classes";
  }
}
