package io.github.lanewise.model;

/** What W [C x D] and b [C] must look like, and how to say that they do not. */
final class Shape {

  private Shape() {}

  /** D, from the number of weights and of biases. */
  static int features(int weights, int bias) {
    if (bias < 2) {
      throw new IllegalArgumentException(
          "bias: length is " + bias + ", but a classifier has at least 2 classes");
    }
    if (weights == 0 || weights % bias != 0) {
      throw new IllegalArgumentException(
          "weights: length %s is no positive multiple of the %s classes that bias has"
              .formatted(weights, bias));
    }
    return weights / bias;
  }

  static IllegalArgumentException notFinite(String name, double value, int... place) {
    StringBuilder index = new StringBuilder();
    for (int i : place) {
      index.append('[').append(i).append(']');
    }
    return new IllegalArgumentException(name + index + " is " + value + ", must be finite");
  }
}
