// twin: double
package io.github.lanewise.loss;

import io.github.lanewise.kernel.FloatCrossEntropy;
import io.github.lanewise.kernel.KernelProvider;

/** The cross-entropy of rows, as {@link FloatCrossEntropy} describes it. */
final class FloatSoftmaxRows implements FloatRowKernel {

  private final double smoothing;

  FloatSoftmaxRows(double smoothing) {
    this.smoothing = smoothing;
  }

  @Override
  public double overwrite(int rows, int classes, float[] scores, int[] labels, int from) {
    double[] losses = new double[rows];
    new FloatCrossEntropy(rows, classes, smoothing)
        .overwrite(
            KernelProvider.floats((long) rows * classes),
            rows,
            scores,
            0,
            labels,
            from,
            null,
            losses);
    return FloatRowKernel.sum(losses);
  }
}
