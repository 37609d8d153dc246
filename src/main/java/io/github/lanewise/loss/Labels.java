package io.github.lanewise.loss;

import io.github.lanewise.data.InvalidDataException;

/** Refuses labels before anything is computed: the kernels index by them without a check. */
final class Labels {

  private Labels() {}

  static void check(int label, int classes) {
    if (label < 0 || label >= classes) {
      throw outside("label", label, classes);
    }
  }

  static void check(int[] labels, int rows, int classes) {
    if (labels.length != rows) {
      throw new InvalidDataException(
          "labels: there are " + labels.length + " for " + rows + " rows of scores");
    }
    for (int row = 0; row < rows; row++) {
      if (labels[row] < 0 || labels[row] >= classes) {
        throw outside("labels[" + row + "]", labels[row], classes);
      }
    }
  }

  private static InvalidDataException outside(String name, int label, int classes) {
    return new InvalidDataException(
        "%s: %s is outside 0..%s (%s classes)".formatted(name, label, classes - 1, classes));
  }
}
