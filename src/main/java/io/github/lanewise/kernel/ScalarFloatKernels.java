// twin: double
package io.github.lanewise.kernel;

import java.util.Arrays;

/**
 * The plain twin of the vector kernels, for hosts without the incubator module and for comparison.
 * Loops run along the columns where they can, so that C2 vectorizes them by itself.
 */
public final class ScalarFloatKernels implements FloatKernels {

  /** Kernels without state. */
  public ScalarFloatKernels() {}

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      int bStride,
      float[] z,
      int zOffset,
      int zStride,
      float[] c,
      int cOffset,
      int cStride) {
    for (int i = 0; i < m; i++) {
      System.arraycopy(z, zOffset + i * zStride, c, cOffset + i * cStride, n);
      for (int p = 0; p < k; p++) {
        addRow(a[aOffset + i * aStride + p], n, b, bOffset + p * bStride, c, cOffset + i * cStride);
      }
    }
  }

  @Override
  public void addTransposedMultiply(
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      int bStride,
      float[] c,
      int cOffset,
      int cStride) {
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        addRow(a[aOffset + p * aStride + i], n, b, bOffset + p * bStride, c, cOffset + i * cStride);
      }
    }
  }

  @Override
  public void transpose(
      int rows,
      int columns,
      float[] s,
      int sOffset,
      int sStride,
      float[] t,
      int tOffset,
      int tStride) {
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        t[tOffset + j * tStride + i] = s[sOffset + i * sStride + j];
      }
    }
  }

  /** y += factor x, the loop that C2 vectorizes. */
  private static void addRow(
      float factor, int columns, float[] x, int xOffset, float[] y, int yOffset) {
    for (int j = 0; j < columns; j++) {
      y[yOffset + j] = Fma.multiplyAdd(factor, x[xOffset + j], y[yOffset + j]);
    }
  }

  @Override
  public void rowDots(
      int rows,
      int classes,
      int columns,
      float[] x,
      int xOffset,
      int xStride,
      float[] w,
      int wOffset,
      int wStride,
      float[] bias,
      float[] s,
      int sOffset,
      int sStride,
      float[] scratch) {
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < classes; c++) {
        Arrays.fill(scratch, 0, LANES, 0);
        int features = xOffset + r * xStride;
        int weights = wOffset + c * wStride;
        for (int d = 0; d < columns; d += LANES) {
          for (int lane = 0; lane < LANES; lane++) {
            scratch[lane] =
                Fma.multiplyAdd(x[features + d + lane], w[weights + d + lane], scratch[lane]);
          }
        }
        s[sOffset + r * sStride + c] = fold(scratch) + bias[c];
      }
      int row = sOffset + r * sStride;
      Arrays.fill(s, row + classes, row + FloatKernels.padded(classes), Float.NEGATIVE_INFINITY);
    }
  }

  /** Adds the lanes in halves; modifies them. */
  private static float fold(float[] lanes) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return lanes[0];
  }

  @Override
  public void touch(float[] values, int offset, int count) {
    Touch.floats(values, offset, count);
  }

  @Override
  public void touch(byte[] values, int offset, int count) {
    Touch.bytes(values, offset, count);
  }

  @Override
  public void exp(float[] values, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      values[i] = FloatExp.exp(values[i]);
    }
  }

  @Override
  public void log1p(double[] values, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      values[i] = Log1p.log1p(values[i]);
    }
  }

  @Override
  public void softmaxRows(
      int rows,
      int columns,
      float[] s,
      int sOffset,
      int sStride,
      int[] labels,
      int labelOffset,
      double[] gap,
      double[] excess,
      float[] scratch) {
    for (int r = 0; r < rows; r++) {
      int row = sOffset + r * sStride;
      float max = Float.NEGATIVE_INFINITY;
      for (int j = row; j < row + columns; j++) {
        max = Math.max(max, s[j]);
      }
      int y = labels == null ? -1 : row + labels[labelOffset + r];
      if (labels != null) {
        double widened = max;
        gap[r] = widened - s[y];
      }
      for (int j = row; j < row + columns; j++) {
        s[j] = FloatExp.exp(s[j] - max);
      }
      float own = 0;
      if (labels != null) {
        own = s[y];
        s[y] = 0;
      }
      float rest = laneSum(columns, s, row, scratch);
      float inverse = 1 / (rest + own);
      for (int j = row; j < row + columns; j++) {
        s[j] *= inverse;
      }
      if (labels != null) {
        s[y] = -(rest * inverse);
        excess[r] = rest + (own - 1.0);
      }
    }
  }

  private static float laneSum(int columns, float[] s, int offset, float[] lanes) {
    Arrays.fill(lanes, 0, LANES, 0);
    for (int j = 0; j < columns; j += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        lanes[lane] += s[offset + j + lane];
      }
    }
    return fold(lanes);
  }

  @Override
  public void hingeRows(
      int rows,
      int columns,
      float[] s,
      int sOffset,
      int sStride,
      int[] labels,
      int labelOffset,
      float margin,
      float steepness,
      float limit,
      double[] loss,
      float[] scratch) {
    float half = Math.min(Float.MAX_VALUE, limit / (2 * steepness));
    for (int r = 0; r < rows; r++) {
      int row = sOffset + r * sStride;
      int y = row + labels[labelOffset + r];
      float own = s[y];
      s[y] = Float.NEGATIVE_INFINITY;
      Arrays.fill(scratch, 0, LANES, 0);
      for (int j = 0; j < columns; j++) {
        float violation = Math.max(0, (s[row + j] - own) + margin);
        float slope = violation > 0 ? Math.min(limit, steepness * violation) : 0;
        scratch[j % LANES] += slope * Math.max(violation / 2, violation - half);
        s[row + j] = slope;
      }
      loss[r] = fold(scratch);
      s[y] = -laneSum(columns, s, row, scratch);
    }
  }

  @Override
  public void addRows(
      int count,
      int[] row,
      float[] factor,
      int columns,
      float[] x,
      int xOffset,
      int xStride,
      float[] y,
      int yOffset) {
    for (int i = 0; i < count; i++) {
      addRow(factor[i], columns, x, xOffset + row[i] * xStride, y, yOffset);
    }
  }

  @Override
  public void sparseScores(
      int rows,
      int[] starts,
      int[] ends,
      int[] indices,
      float[] values,
      int columns,
      float[] w,
      float[] bias,
      float[] s) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(bias, 0, s, r * columns, columns);
      for (int k = starts[r]; k < ends[r]; k++) {
        addRow(values[k], columns, w, indices[k] * columns, s, r * columns);
      }
    }
  }

  @Override
  public void sparseDots(
      int rows,
      int[] starts,
      int[] ends,
      int[] indices,
      float[] values,
      int columns,
      float[] w,
      float[] bias,
      float[] s,
      float[] scratch) {
    for (int r = 0; r < rows; r++) {
      Arrays.fill(scratch, 0, LANES * columns, 0);
      for (int k = starts[r]; k < ends[r]; k++) {
        int lane = indices[k] % LANES * columns;
        addRow(values[k], columns, w, indices[k] * columns, scratch, lane);
      }
      for (int half = LANES / 2 * columns; half >= columns; half /= 2) {
        for (int i = 0; i < half; i++) {
          scratch[i] += scratch[i + half];
        }
      }
      for (int j = 0; j < columns; j++) {
        s[r * columns + j] = scratch[j] + bias[j];
      }
    }
  }

  @Override
  public void addSparse(
      int rows,
      int[] starts,
      int[] ends,
      int[] indices,
      float[] values,
      int columns,
      float[] s,
      float[] g) {
    for (int r = 0; r < rows; r++) {
      for (int k = starts[r]; k < ends[r]; k++) {
        addRow(values[k], columns, s, r * columns, g, indices[k] * columns);
      }
    }
  }

  @Override
  public void widen(
      byte[] source, int sourceOffset, int count, float scale, float[] target, int offset) {
    for (int i = 0; i < count; i++) {
      target[offset + i] = (source[sourceOffset + i] & 0xff) * scale;
    }
  }
}
