// twin: double
package io.github.lanewise.kernel;

import java.util.Arrays;

/**
 * The plain twin of the vector kernels, for hosts without the incubator module and for comparison.
 * Dense products, where the time goes, are in {@link ScalarFloatProduct} and {@link
 * ScalarFloatDots}, in forms that a compiler makes the most of; all else is the contract's loops.
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
    }
    ScalarFloatProduct.ofThread()
        .add(m, n, k, a, aOffset, aStride, 1, b, bOffset, bStride, c, cOffset, cStride);
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
    ScalarFloatProduct.ofThread()
        .add(m, n, k, a, aOffset, 1, aStride, b, bOffset, bStride, c, cOffset, cStride);
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

  /** y += factor x. */
  static void addRow(float factor, int columns, float[] x, int xOffset, float[] y, int yOffset) {
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
    for (int r = 0; r < rows; r += ScalarFloatDots.ROWS) {
      for (int c = 0; c < classes; c += ScalarFloatDots.CLASSES) {
        // Beyond the last row or class a tile repeats it.
        ScalarFloatDots.tile(
            columns,
            x,
            xOffset + r * xStride,
            xOffset + Math.min(r + 1, rows - 1) * xStride,
            xOffset + Math.min(r + 2, rows - 1) * xStride,
            xOffset + Math.min(r + 3, rows - 1) * xStride,
            w,
            wOffset + c * wStride,
            wOffset + Math.min(c + 1, classes - 1) * wStride,
            scratch);
        for (int i = r; i < Math.min(r + ScalarFloatDots.ROWS, rows); i++) {
          for (int j = c; j < Math.min(c + ScalarFloatDots.CLASSES, classes); j++) {
            s[sOffset + i * sStride + j] =
                scratch[(i - r) * ScalarFloatDots.CLASSES + j - c] + bias[j];
          }
        }
      }
    }
    for (int r = 0; r < rows; r++) {
      int row = sOffset + r * sStride;
      Arrays.fill(s, row + classes, row + FloatKernels.padded(classes), Float.NEGATIVE_INFINITY);
    }
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
    ScalarFloatDots.fold(1, lanes);
    return lanes[0];
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
      ScalarFloatDots.fold(1, scratch);
      loss[r] = scratch[0];
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
      ScalarFloatDots.fold(columns, scratch);
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
  public void dualTargets(
      int columns, float[] h, float inverse, float[] a, float[] t, float[] sums) {
    Arrays.fill(sums, 0, 2 * LANES, 0);
    for (int j = 0; j < columns; j++) {
      t[j] = Fma.multiplyAdd(h[j], inverse, a[j]);
    }
    for (int j = 0; j < columns; j += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        sums[2 * lane] += Math.max(0, h[j + lane]);
        sums[2 * lane + 1] = Fma.multiplyAdd(a[j + lane], h[j + lane], sums[2 * lane + 1]);
      }
    }
    ScalarFloatDots.fold(2, sums);
  }

  @Override
  public void clippedSums(int columns, float[] t, float delta, float[] u, float[] sums) {
    Arrays.fill(sums, 0, 2 * LANES, 0);
    for (int j = 0; j < columns; j += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        float x = Math.max(0, Math.min(u[j + lane], t[j + lane] - delta));
        sums[2 * lane] += x;
        sums[2 * lane + 1] += x > 0 && x < u[j + lane] ? 1 : 0;
      }
    }
    ScalarFloatDots.fold(2, sums);
  }

  @Override
  public void widen(
      byte[] source, int sourceOffset, int count, float scale, float[] target, int offset) {
    for (int i = 0; i < count; i++) {
      target[offset + i] = (source[sourceOffset + i] & 0xff) * scale;
    }
  }
}
