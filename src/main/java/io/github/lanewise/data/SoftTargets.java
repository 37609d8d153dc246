package io.github.lanewise.data;

/** What share of each row belongs to each class: T [N x C], checked. */
final class SoftTargets {

  private final float[] shares;
  private final int classes;

  private SoftTargets(float[] shares, int classes) {
    this.shares = shares;
    this.classes = classes;
  }

  /** Copies shares for that many rows, or refuses them. */
  static SoftTargets of(float[] shares, int rows, int classes) {
    if (shares.length != (long) rows * classes) {
      throw new InvalidDataException(
          "targets: %s for %s rows and %s classes; one per row and class is needed"
              .formatted(shares.length, rows, classes));
    }
    SoftTargets targets = new SoftTargets(shares.clone(), classes);
    for (int row = 0; row < rows; row++) {
      targets.check(row);
    }
    return targets;
  }

  private void check(int row) {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      double share = share(row, c);
      if (!(share >= 0 && share <= Float.MAX_VALUE)) {
        throw new InvalidDataException(
            "targets: row %s has %s for class %s; must be finite and at least 0"
                .formatted(row, share, c));
      }
      sum += share;
    }
    // What the probabilities of Softmax may miss in float, so that they are good targets.
    double tolerance = (classes + 2) * 0x1p-24;
    if (Math.abs(sum - 1) > tolerance) {
      throw new InvalidDataException(
          "targets: row %s sums to %s; must be 1, give or take %s".formatted(row, sum, tolerance));
    }
  }

  double share(int row, int label) {
    return shares[row * classes + label];
  }

  /** The class with the largest share of each row, the first of equals. */
  int[] labels() {
    int[] labels = new int[shares.length / classes];
    for (int row = 0; row < labels.length; row++) {
      for (int c = 1; c < classes; c++) {
        if (share(row, c) > share(row, labels[row])) {
          labels[row] = c;
        }
      }
    }
    return labels;
  }

  /** A copy of some rows, in that order. */
  SoftTargets select(int[] rows) {
    float[] chosen = new float[Math.multiplyExact(rows.length, classes)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(shares, rows[i] * classes, chosen, i * classes, classes);
    }
    return new SoftTargets(chosen, classes);
  }
}
