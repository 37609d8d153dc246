// twin: double
package io.github.lanewise.loss;

import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.kernel.KernelProvider;

/** The hinge of rows, in the shape that {@link FloatKernels#hingeRows} describes. */
final class FloatHingeRows implements FloatRowKernel {

  private final float margin;
  private final float steepness;
  private final float limit;

  FloatHingeRows(double margin, double steepness, double limit) {
    this.margin = (float) margin;
    this.steepness = (float) steepness;
    this.limit = (float) limit;
  }

  @Override
  public double overwrite(int rows, int classes, float[] scores, int[] labels, int from) {
    int columns = FloatKernels.padded(classes);
    double[] losses = new double[rows];
    float[] scratch = new float[FloatKernels.rowScratch(rows, columns)];
    KernelProvider.floats((long) rows * columns)
        .hingeRows(
            rows, columns, scores, 0, columns, labels, from, margin, steepness, limit, losses,
            scratch);
    return FloatRowKernel.sum(losses);
  }
}
