// twin: double
package io.github.lanewise.kernel;

/** The loops of the contract's comments, word for word and element by element. */
public final class NaiveFloatKernels implements FloatKernels {

  @Override
  public String name() {
    return "naive";
  }

  /** C += A B for any sizes and strides, each element a chain. */
  public static void multiplyAdd(FloatBlock a, FloatBlock b, FloatBlock c) {
    new NaiveFloatKernels()
        .multiplyAdd(
            c.rows, c.columns, a.columns, a.values, a.offset, a.stride, b.values, b.offset,
            b.stride, c.values, c.offset, c.stride);
  }

  private static float fma(float a, float b, float c) {
    return KernelProvider.fma() ? Math.fma(a, b, c) : a * b + c;
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
      for (int j = 0; j < n; j++) {
        float sum = z[zOffset + i * zStride + j];
        for (int p = 0; p < k; p++) {
          sum = fma(a[aOffset + i * aStride + p], b[bOffset + p * bStride + j], sum);
        }
        c[cOffset + i * cStride + j] = sum;
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
      for (int j = 0; j < n; j++) {
        float sum = c[cOffset + i * cStride + j];
        for (int p = 0; p < k; p++) {
          sum = fma(a[aOffset + p * aStride + i], b[bOffset + p * bStride + j], sum);
        }
        c[cOffset + i * cStride + j] = sum;
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
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        t[tOffset + j * tStride + i] = s[sOffset + i * sStride + j];
      }
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
        float[] partial = new float[LANES];
        for (int d = 0; d < columns; d++) {
          partial[d % LANES] =
              fma(x[xOffset + r * xStride + d], w[wOffset + c * wStride + d], partial[d % LANES]);
        }
        s[sOffset + r * sStride + c] = folded(partial) + bias[c];
      }
      for (int c = classes; c < FloatKernels.padded(classes); c++) {
        s[sOffset + r * sStride + c] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  /** Lane l with lane l + LANES / 2, and so on until one is left. */
  private static float folded(float[] partial) {
    for (int half = LANES / 2; half >= 1; half /= 2) {
      for (int l = 0; l < half; l++) {
        partial[l] = partial[l] + partial[l + half];
      }
    }
    return partial[0];
  }

  private static float laneSum(float[] terms) {
    float[] partial = new float[LANES];
    for (int j = 0; j < terms.length; j++) {
      partial[j % LANES] = partial[j % LANES] + terms[j];
    }
    return folded(partial);
  }

  @Override
  public void touch(float[] values, int offset, int count) {}

  @Override
  public void touch(byte[] values, int offset, int count) {}

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
      float max = s[row];
      for (int j = 1; j < columns; j++) {
        max = Math.max(max, s[row + j]);
      }
      float[] e = new float[columns];
      for (int j = 0; j < columns; j++) {
        e[j] = FloatExp.exp(s[row + j] - max);
      }
      if (labels == null) {
        float inverse = 1 / laneSum(e);
        for (int j = 0; j < columns; j++) {
          s[row + j] = e[j] * inverse;
        }
        continue;
      }
      int y = labels[labelOffset + r];
      gap[r] = (double) max - s[row + y];
      float[] others = e.clone();
      others[y] = 0;
      float rest = laneSum(others);
      float sum = rest + e[y];
      excess[r] = rest + (e[y] - 1.0);
      for (int j = 0; j < columns; j++) {
        s[row + j] = e[j] * (1 / sum);
      }
      s[row + y] = -(rest * (1 / sum));
    }
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
      int y = labels[labelOffset + r];
      float own = s[row + y];
      float[] parts = new float[columns];
      float[] slopes = new float[columns];
      for (int j = 0; j < columns; j++) {
        if (j != y) {
          float m = Math.max(0, (s[row + j] - own) + margin);
          slopes[j] = m > 0 ? Math.min(limit, steepness * m) : 0;
          parts[j] = slopes[j] * Math.max(m / 2, m - half);
          s[row + j] = slopes[j];
        }
      }
      loss[r] = laneSum(parts);
      s[row + y] = -laneSum(slopes);
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
    for (int d = 0; d < columns; d++) {
      for (int i = 0; i < count; i++) {
        y[yOffset + d] = fma(factor[i], x[xOffset + row[i] * xStride + d], y[yOffset + d]);
      }
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
      for (int j = 0; j < columns; j++) {
        float sum = bias[j];
        for (int k = starts[r]; k < ends[r]; k++) {
          sum = fma(values[k], w[indices[k] * columns + j], sum);
        }
        s[r * columns + j] = sum;
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
      for (int j = 0; j < columns; j++) {
        float[] partial = new float[LANES];
        for (int k = starts[r]; k < ends[r]; k++) {
          int l = indices[k] % LANES;
          partial[l] = fma(values[k], w[indices[k] * columns + j], partial[l]);
        }
        s[r * columns + j] = folded(partial) + bias[j];
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
        for (int j = 0; j < columns; j++) {
          int i = indices[k] * columns + j;
          g[i] = fma(values[k], s[r * columns + j], g[i]);
        }
      }
    }
  }

  @Override
  public void dualTargets(
      int columns, float[] h, float inverse, float[] a, float[] t, float[] sums) {
    float[] losses = new float[columns];
    float[] partial = new float[LANES];
    for (int j = 0; j < columns; j++) {
      t[j] = fma(h[j], inverse, a[j]);
      losses[j] = Math.max(0, h[j]);
      partial[j % LANES] = fma(a[j], h[j], partial[j % LANES]);
    }
    sums[0] = laneSum(losses);
    sums[1] = folded(partial);
  }

  @Override
  public void clippedSums(int columns, float[] t, float delta, float[] u, float[] sums) {
    float[] clipped = new float[columns];
    float[] between = new float[columns];
    for (int j = 0; j < columns; j++) {
      clipped[j] = Math.max(0, Math.min(u[j], t[j] - delta));
      between[j] = 0 < clipped[j] && clipped[j] < u[j] ? 1 : 0;
    }
    sums[0] = laneSum(clipped);
    sums[1] = laneSum(between);
  }

  @Override
  public void widen(
      byte[] source, int sourceOffset, int count, float scale, float[] target, int offset) {
    for (int i = 0; i < count; i++) {
      target[offset + i] = Byte.toUnsignedInt(source[sourceOffset + i]) * scale;
    }
  }
}
