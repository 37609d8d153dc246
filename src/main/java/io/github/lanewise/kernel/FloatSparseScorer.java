// twin: double
package io.github.lanewise.kernel;

import java.util.Arrays;

/**
 * Scores of sparse rows, with the weights feature by feature, so that a non-zero reads the weights
 * of all classes side by side; safe for any number of threads while nobody loads new weights.
 *
 * <p>A score is the very sum that {@link FloatScorer} makes of the same row dense, in the form that
 * the sizes choose there, without the terms that are zero.
 */
public final class FloatSparseScorer {

  /** Columns at a time where W is transposed: whole cache lines, and few of its pages. */
  private static final int COLUMNS = 128;

  private final int classes;
  private final int features;
  private final int paddedClasses;
  private final boolean dotForm;

  /** W^T [D x padded C]. */
  private final float[] weights;

  private final float[] bias;

  /** Room for scores of that many classes, all weights zero until they are loaded. */
  public FloatSparseScorer(int classes, int features) {
    this.classes = classes;
    this.features = features;
    paddedClasses = FloatKernels.padded(classes);
    dotForm = FloatScorer.dotForm(classes, features);
    weights = new float[Math.multiplyExact(paddedClasses, features)];
    bias = new float[paddedClasses];
    Arrays.fill(bias, Float.NEGATIVE_INFINITY);
  }

  /** Takes over b, C elements from an offset. */
  public void loadBias(float[] source, int offset) {
    System.arraycopy(source, offset, bias, 0, classes);
  }

  /** Takes over the columns from .. to - 1 of W [C x D], row by row in {@code source}. */
  public void loadWeights(float[] source, int from, int to) {
    for (int d = from; d < to; d += COLUMNS) {
      int end = Math.min(to, d + COLUMNS);
      for (int c = 0; c < classes; c++) {
        for (int i = d; i < end; i++) {
          weights[i * paddedClasses + c] = source[c * features + i];
        }
      }
    }
  }

  /** Takes over b from doubles, C elements from an offset, rounded. */
  public void roundBias(double[] source, int offset) {
    for (int c = 0; c < classes; c++) {
      bias[c] = (float) source[offset + c];
    }
  }

  /** {@link #loadWeights} from doubles, rounded. */
  public void roundWeights(double[] source, int from, int to) {
    for (int d = from; d < to; d += COLUMNS) {
      int end = Math.min(to, d + COLUMNS);
      for (int c = 0; c < classes; c++) {
        for (int i = d; i < end; i++) {
          weights[i * paddedClasses + c] = (float) source[c * features + i];
        }
      }
    }
  }

  /** W^T [D x padded C], in which the gradient of a step may be left. */
  public float[] weights() {
    return weights;
  }

  /** Writes W [C x D], row by row. Modified: target */
  public void store(double[] target) {
    for (int d = 0; d < features; d += COLUMNS) {
      int end = Math.min(features, d + COLUMNS);
      for (int c = 0; c < classes; c++) {
        for (int i = d; i < end; i++) {
          target[c * features + i] = weights[i * paddedClasses + c];
        }
      }
    }
  }

  /** ||W||^2, summed class by class. */
  public double squares() {
    double[] squares = new double[paddedClasses];
    for (int d = 0; d < features; d++) {
      for (int c = 0; c < paddedClasses; c++) {
        double weight = weights[d * paddedClasses + c];
        squares[c] += weight * weight;
      }
    }
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    return sum;
  }

  /**
   * Scores of rows, S [rows x padded C] from the beginning of {@code s}; padding becomes negative
   * infinity. The non-zeros of row r are those from {@code starts[r]} to {@code ends[r] - 1}.
   * {@code scratch} has {@link #scratch} elements.
   */
  public void scores(
      FloatKernels kernels,
      int rows,
      int[] starts,
      int[] ends,
      int[] indices,
      float[] values,
      float[] s,
      float[] scratch) {
    if (dotForm) {
      kernels.sparseDots(
          rows, starts, ends, indices, values, paddedClasses, weights, bias, s, scratch);
    } else {
      kernels.sparseScores(rows, starts, ends, indices, values, paddedClasses, weights, bias, s);
    }
  }

  /** Elements that {@link #scores} needs as scratch space. */
  public int scratch() {
    return dotForm ? FloatKernels.LANES * paddedClasses : 0;
  }
}
