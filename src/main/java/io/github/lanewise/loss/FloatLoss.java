// twin: double
package io.github.lanewise.loss;

import io.github.lanewise.matrix.FloatMatrix;

/** {@link Loss} for one precision: all that follows once a kernel knows the loss of a row. */
final class FloatLoss {

  private final FloatRowKernel kernel;

  FloatLoss(FloatRowKernel kernel) {
    this.kernel = kernel;
  }

  double value(float[] scores, int label) {
    return overwrite(scores.clone(), label);
  }

  float[] gradient(float[] scores, int label) {
    float[] gradient = scores.clone();
    overwrite(gradient, label);
    return gradient;
  }

  /** dL/dw_c = dL/ds_c x, because s_c = w_c x + b_c. */
  FloatMatrix weightGradient(float[] scores, int label, float[] row) {
    float[] gradient = gradient(scores, label);
    FloatMatrix outer = new FloatMatrix(gradient.length, row.length);
    for (int c = 0; c < gradient.length; c++) {
      for (int d = 0; d < row.length; d++) {
        outer.set(c, d, gradient[c] * row[d]);
      }
    }
    return outer;
  }

  double lossAndGradient(FloatMatrix scores, int[] labels) {
    Labels.check(labels, scores.rows(), scores.columns());
    return kernel.overwrite(scores, labels);
  }

  private double overwrite(float[] scores, int label) {
    Labels.check(label, scores.length);
    return kernel.overwrite(FloatMatrix.of(scores, 1, scores.length), new int[] {label});
  }
}
