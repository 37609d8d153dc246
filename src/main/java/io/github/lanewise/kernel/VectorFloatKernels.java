// twin: double
package io.github.lanewise.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels on vectors. Products go to the generated register tiles; rows are handled here.
 *
 * <p>A virtual vector of {@link FloatKernels#LANES} lanes is 1, 2 or 4 hardware vectors, named
 * {@code v0} to {@code v3} below; the branches on {@code PARTS} are constant and vanish.
 */
final class VectorFloatKernels implements FloatKernels {

  private static final VectorSpecies<Float> SPECIES = VectorFloatShape.SPECIES;
  private static final int WIDTH = VectorFloatShape.LANES;
  private static final int PARTS = VectorFloatShape.PARTS;
  private static final boolean FMA = Fma.AVAILABLE;

  /** Shuffles that bring lane l ^ distance to lane l. */
  private static final VectorShuffle<Float> SWAP_8 = swap(8);

  private static final VectorShuffle<Float> SWAP_4 = swap(4);
  private static final VectorShuffle<Float> SWAP_2 = swap(2);
  private static final VectorShuffle<Float> SWAP_1 = swap(1);

  private static VectorShuffle<Float> swap(int distance) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ distance) & (WIDTH - 1));
  }

  @Override
  public String name() {
    return "vector-" + SPECIES.vectorBitSize();
  }

  @Override
  public void multiplyAdd(
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
    int vectors = n / WIDTH;
    int strips = Math.ceilDiv(vectors, VectorFloatShape.TILE_VECTORS);
    for (int strip = 0, column = 0; strip < strips; strip++) {
      int width = vectors * (strip + 1) / strips - vectors * strip / strips;
      int tiles = Math.ceilDiv(m, VectorFloatShape.TILE_ROWS[width]);
      for (int tile = 0, row = 0; tile < tiles; tile++) {
        int height = m * (tile + 1) / tiles - m * tile / tiles;
        VectorFloatTiles.multiply(
            height,
            width,
            k,
            a,
            aOffset + row * aStride,
            aStride,
            b,
            bOffset + column,
            bStride,
            c,
            cOffset + row * cStride + column,
            cStride);
        row += height;
      }
      column += width * WIDTH;
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
    int parts = Math.ceilDiv(classes, VectorFloatShape.DOT_CLASSES);
    for (int r = 0; r < rows; r += VectorFloatShape.DOT_ROWS) {
      int height = Math.min(VectorFloatShape.DOT_ROWS, rows - r);
      for (int part = 0, c = 0; part < parts; part++) {
        int width = classes * (part + 1) / parts - classes * part / parts;
        VectorFloatTiles.dots(
            height,
            width,
            columns,
            x,
            xOffset + r * xStride,
            xStride,
            w,
            wOffset + c * wStride,
            wStride,
            scratch);
        foldDots(height, width, scratch, bias, c, s, sOffset + r * sStride + c, sStride);
        c += width;
      }
    }
  }

  /** The lane sums of a tile's partial dot products. */
  private static void foldDots(
      int rows,
      int classes,
      float[] partials,
      float[] bias,
      int biasOffset,
      float[] s,
      int sOffset,
      int sStride) {
    for (int r = 0, i = 0; r < rows; r++) {
      for (int c = 0; c < classes; c++, i += LANES) {
        FloatVector v0 = FloatVector.fromArray(SPECIES, partials, i);
        if (PARTS == 2) {
          v0 = v0.add(FloatVector.fromArray(SPECIES, partials, i + WIDTH));
        } else if (PARTS == 4) {
          v0 =
              v0.add(FloatVector.fromArray(SPECIES, partials, i + 2 * WIDTH))
                  .add(
                      FloatVector.fromArray(SPECIES, partials, i + WIDTH)
                          .add(FloatVector.fromArray(SPECIES, partials, i + 3 * WIDTH)));
        }
        s[sOffset + r * sStride + c] = fold(v0) + bias[biasOffset + c];
      }
    }
  }

  /** Adds the lanes of a hardware vector in halves. */
  private static float fold(FloatVector v) {
    if (WIDTH > 8) {
      v = v.add(v.rearrange(SWAP_8));
    }
    if (WIDTH > 4) {
      v = v.add(v.rearrange(SWAP_4));
    }
    if (WIDTH > 2) {
      v = v.add(v.rearrange(SWAP_2));
    }
    return v.add(v.rearrange(SWAP_1)).lane(0);
  }

  @Override
  public void exp(float[] values, int offset, int count) {
    VectorFloatExp.exp(values, offset, count);
  }

  @Override
  public void log1p(double[] values, int offset, int count) {
    VectorLog1p.log1p(values, offset, count);
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
      double[] excess) {
    subtractMax(rows, columns, s, sOffset, sStride, labels, labelOffset, gap);
    if (sStride == columns) {
      VectorFloatExp.exp(s, sOffset, rows * columns);
    } else {
      for (int r = 0; r < rows; r++) {
        VectorFloatExp.exp(s, sOffset + r * sStride, columns);
      }
    }
    if (labels != null) {
      takeOut(rows, s, sOffset, sStride, labels, labelOffset, 0, excess);
    }
    for (int r = 0; r < rows; r++) {
      int row = sOffset + r * sStride;
      float rest = laneSum(columns, s, row);
      float own = labels == null ? 0 : (float) excess[r];
      float inverse = 1 / (rest + own);
      for (int j = row; j < row + columns; j += WIDTH) {
        FloatVector.fromArray(SPECIES, s, j).mul(inverse).intoArray(s, j);
      }
      if (labels != null) {
        s[row + labels[labelOffset + r]] = -(rest * inverse);
        excess[r] = rest + (own - 1.0);
      }
    }
  }

  private static void subtractMax(
      int rows,
      int columns,
      float[] s,
      int sOffset,
      int sStride,
      int[] labels,
      int labelOffset,
      double[] gap) {
    for (int r = 0; r < rows; r++) {
      int row = sOffset + r * sStride;
      FloatVector largest = FloatVector.fromArray(SPECIES, s, row);
      for (int j = row + WIDTH; j < row + columns; j += WIDTH) {
        largest = largest.max(FloatVector.fromArray(SPECIES, s, j));
      }
      float max = largest.reduceLanes(VectorOperators.MAX);
      if (labels != null) {
        gap[r] = (double) max - s[row + labels[labelOffset + r]];
      }
      for (int j = row; j < row + columns; j += WIDTH) {
        FloatVector.fromArray(SPECIES, s, j).sub(max).intoArray(s, j);
      }
    }
  }

  /**
   * Moves the entry of each row's label to {@code taken} and puts a substitute in its place. A pass
   * of its own: a vector load right after a scalar store to the same line would wait for it.
   */
  private static void takeOut(
      int rows,
      float[] s,
      int sOffset,
      int sStride,
      int[] labels,
      int labelOffset,
      float substitute,
      double[] taken) {
    for (int r = 0; r < rows; r++) {
      int y = sOffset + r * sStride + labels[labelOffset + r];
      taken[r] = s[y];
      s[y] = substitute;
    }
  }

  private static float laneSum(int columns, float[] s, int offset) {
    FloatVector v0 = FloatVector.zero(SPECIES);
    FloatVector v1 = v0;
    FloatVector v2 = v0;
    FloatVector v3 = v0;
    for (int j = offset; j < offset + columns; j += LANES) {
      v0 = v0.add(FloatVector.fromArray(SPECIES, s, j));
      if (PARTS > 1) {
        v1 = v1.add(FloatVector.fromArray(SPECIES, s, j + WIDTH));
      }
      if (PARTS > 2) {
        v2 = v2.add(FloatVector.fromArray(SPECIES, s, j + 2 * WIDTH));
        v3 = v3.add(FloatVector.fromArray(SPECIES, s, j + 3 * WIDTH));
      }
    }
    if (PARTS == 2) {
      v0 = v0.add(v1);
    } else if (PARTS == 4) {
      v0 = v0.add(v2).add(v1.add(v3));
    }
    return fold(v0);
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
      double[] loss) {
    takeOut(rows, s, sOffset, sStride, labels, labelOffset, Float.NEGATIVE_INFINITY, loss);
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int r = 0; r < rows; r++) {
      int row = sOffset + r * sStride;
      float own = (float) loss[r];
      FloatVector v0 = zero;
      FloatVector v1 = zero;
      FloatVector v2 = zero;
      FloatVector v3 = zero;
      FloatVector violations = zero;
      for (int j = row; j < row + columns; j += LANES) {
        FloatVector margin = FloatVector.fromArray(SPECIES, s, j).sub(own).add(1);
        FloatVector violated = zero.blend(1, margin.compare(VectorOperators.GT, 0));
        v0 = v0.add(margin.max(zero));
        violations = violations.add(violated);
        violated.intoArray(s, j);
        if (PARTS > 1) {
          margin = FloatVector.fromArray(SPECIES, s, j + WIDTH).sub(own).add(1);
          violated = zero.blend(1, margin.compare(VectorOperators.GT, 0));
          v1 = v1.add(margin.max(zero));
          violations = violations.add(violated);
          violated.intoArray(s, j + WIDTH);
        }
        if (PARTS > 2) {
          margin = FloatVector.fromArray(SPECIES, s, j + 2 * WIDTH).sub(own).add(1);
          violated = zero.blend(1, margin.compare(VectorOperators.GT, 0));
          v2 = v2.add(margin.max(zero));
          violations = violations.add(violated);
          violated.intoArray(s, j + 2 * WIDTH);
          margin = FloatVector.fromArray(SPECIES, s, j + 3 * WIDTH).sub(own).add(1);
          violated = zero.blend(1, margin.compare(VectorOperators.GT, 0));
          v3 = v3.add(margin.max(zero));
          violations = violations.add(violated);
          violated.intoArray(s, j + 3 * WIDTH);
        }
      }
      if (PARTS == 2) {
        v0 = v0.add(v1);
      } else if (PARTS == 4) {
        v0 = v0.add(v2).add(v1.add(v3));
      }
      loss[r] = fold(v0);
      s[row + labels[labelOffset + r]] = -fold(violations);
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
    int d = 0;
    for (; d <= columns - 4 * WIDTH; d += 4 * WIDTH) {
      FloatVector v0 = FloatVector.fromArray(SPECIES, y, yOffset + d);
      FloatVector v1 = FloatVector.fromArray(SPECIES, y, yOffset + d + WIDTH);
      FloatVector v2 = FloatVector.fromArray(SPECIES, y, yOffset + d + 2 * WIDTH);
      FloatVector v3 = FloatVector.fromArray(SPECIES, y, yOffset + d + 3 * WIDTH);
      for (int i = 0; i < count; i++) {
        FloatVector f = FloatVector.broadcast(SPECIES, factor[i]);
        int q = xOffset + row[i] * xStride + d;
        FloatVector x0 = FloatVector.fromArray(SPECIES, x, q);
        FloatVector x1 = FloatVector.fromArray(SPECIES, x, q + WIDTH);
        FloatVector x2 = FloatVector.fromArray(SPECIES, x, q + 2 * WIDTH);
        FloatVector x3 = FloatVector.fromArray(SPECIES, x, q + 3 * WIDTH);
        v0 = FMA ? f.fma(x0, v0) : f.mul(x0).add(v0);
        v1 = FMA ? f.fma(x1, v1) : f.mul(x1).add(v1);
        v2 = FMA ? f.fma(x2, v2) : f.mul(x2).add(v2);
        v3 = FMA ? f.fma(x3, v3) : f.mul(x3).add(v3);
      }
      v0.intoArray(y, yOffset + d);
      v1.intoArray(y, yOffset + d + WIDTH);
      v2.intoArray(y, yOffset + d + 2 * WIDTH);
      v3.intoArray(y, yOffset + d + 3 * WIDTH);
    }
    for (; d < columns; d += WIDTH) {
      FloatVector v0 = FloatVector.fromArray(SPECIES, y, yOffset + d);
      for (int i = 0; i < count; i++) {
        FloatVector f = FloatVector.broadcast(SPECIES, factor[i]);
        FloatVector x0 = FloatVector.fromArray(SPECIES, x, xOffset + row[i] * xStride + d);
        v0 = FMA ? f.fma(x0, v0) : f.mul(x0).add(v0);
      }
      v0.intoArray(y, yOffset + d);
    }
  }

  @Override
  public void widen(
      byte[] source, int sourceOffset, int count, float scale, float[] target, int offset) {
    VectorFloatWiden.widen(source, sourceOffset, count, scale, target, offset);
  }
}
