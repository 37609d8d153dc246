// twin: double
package io.github.lanewise.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
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

  /** Vectors of 2 lanes have neither masks nor shuffles on x86: C2 would leave them as objects. */
  private static final boolean MASKS = WIDTH > 2;

  /** Scores that a softmax takes through all of its passes before the next: 24 KiB, in L1. */
  private static final int SOFTMAX_ELEMENTS = (24 << 10) / Float.BYTES;

  private static final FloatKernels PLAIN = new ScalarFloatKernels();

  /** Dot products of a tile of rows, rounded up to whole vectors of sums. */
  private static final int MAX_DOTS = VectorFloatShape.DOT_ROWS * MAX_DOT_CLASSES + 2 * LANES;

  @Override
  public String name() {
    return "vector-" + SPECIES.vectorBitSize();
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
    boolean packed = VectorFloatShape.PACKED && bStride == PANEL;
    int[] tallest = packed ? VectorFloatShape.PACKED_ROWS : VectorFloatShape.STRIDED_ROWS;
    for (int column = 0; column < n; ) {
      int width = Math.min((n - column) / WIDTH, VectorFloatShape.TILE_VECTORS);
      int right = bOffset + column;
      for (int row = 0; row < m; ) {
        int height = tileRows(m - row, tallest[width]);
        int left = aOffset + row * aStride;
        int start = zOffset + row * zStride + column;
        int target = cOffset + row * cStride + column;
        if (packed) {
          VectorFloatTiles.packed(
              height, width, k, a, left, aStride, b, right, bStride, z, start, zStride, c, target,
              cStride);
        } else {
          VectorFloatTiles.strided(
              height, width, k, a, left, aStride, b, right, bStride, z, start, zStride, c, target,
              cStride);
        }
        row += height;
      }
      column += width * WIDTH;
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
    for (int column = 0; column < n; ) {
      int width = Math.min((n - column) / WIDTH, VectorFloatShape.TILE_VECTORS);
      int right = bOffset + column;
      for (int row = 0; row < m; ) {
        int height = tileRows(m - row, VectorFloatShape.TRANSPOSED_ROWS[width]);
        int left = aOffset + row;
        int target = cOffset + row * cStride + column;
        VectorFloatTiles.transposed(
            height, width, k, a, left, aStride, b, right, bStride, c, target, cStride, c, target,
            cStride);
        row += height;
      }
      column += width * WIDTH;
    }
  }

  /** The first tile's share of so many rows: as few tiles as there can be, of about one height. */
  private static int tileRows(int rows, int tallest) {
    int tiles = (rows + tallest - 1) / tallest;
    return (rows + tiles - 1) / tiles;
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
    int wholeRows = MASKS ? rows / WIDTH * WIDTH : 0;
    int wholeColumns = MASKS ? columns / WIDTH * WIDTH : 0;
    for (int i = 0; i < wholeRows; i += WIDTH) {
      VectorFloatTiles.transpose(
          wholeColumns, s, sOffset + i * sStride, sStride, t, tOffset + i, tStride);
    }
    PLAIN.transpose(
        wholeRows,
        columns - wholeColumns,
        s,
        sOffset + wholeColumns,
        sStride,
        t,
        tOffset + wholeColumns * tStride,
        tStride);
    PLAIN.transpose(
        rows - wholeRows,
        columns,
        s,
        sOffset + wholeRows * sStride,
        sStride,
        t,
        tOffset + wholeRows,
        tStride);
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
    int sums = SCRATCH - MAX_DOTS;
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
            scratch,
            c * LANES,
            classes * LANES);
        c += width;
      }
      int count = Math.ceilDiv(height * classes, WIDTH) * WIDTH;
      VectorFloatTiles.laneSums(count, scratch, 0, scratch, sums);
      addBias(height, classes, scratch, sums, bias, s, sOffset + r * sStride, sStride);
    }
  }

  /** Rows of S from their sums, which lie one after the other, with padding. */
  private static void addBias(
      int rows,
      int classes,
      float[] sums,
      int offset,
      float[] bias,
      float[] s,
      int sOffset,
      int sStride) {
    int whole = MASKS ? classes : 0;
    for (int c = 0; c < whole; c += WIDTH) {
      FloatVector b = FloatVector.fromArray(SPECIES, bias, c);
      VectorMask<Float> padding = SPECIES.indexInRange(c, classes).not();
      for (int r = 0; r < rows; r++) {
        FloatVector.fromArray(SPECIES, sums, offset + r * classes + c)
            .add(b)
            .blend(Float.NEGATIVE_INFINITY, padding)
            .intoArray(s, sOffset + r * sStride + c);
      }
    }
    for (int c = Math.ceilDiv(whole, WIDTH) * WIDTH; c < FloatKernels.padded(classes); c++) {
      for (int r = 0; r < rows; r++) {
        s[sOffset + r * sStride + c] =
            c < classes ? sums[offset + r * classes + c] + bias[c] : Float.NEGATIVE_INFINITY;
      }
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
      double[] excess,
      float[] scratch) {
    int most = Math.max(1, SOFTMAX_ELEMENTS / columns);
    for (int r = 0; r < rows; r += most) {
      int count = Math.min(most, rows - r);
      softmaxRows(
          r,
          count,
          columns,
          s,
          sOffset + r * sStride,
          sStride,
          labels,
          labelOffset + r,
          gap,
          excess,
          scratch);
    }
  }

  /** The same for rows that stay in the L1 cache, the first of which has a given number. */
  private static void softmaxRows(
      int first,
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
    rowMaxima(rows, columns, s, sOffset, sStride, scratch);
    for (int r = 0; r < rows; r++) {
      int row = sOffset + r * sStride;
      float max = scratch[r];
      if (labels != null) {
        double widened = max;
        gap[first + r] = widened - s[row + labels[labelOffset + r]];
      }
      for (int j = row; j < row + columns; j += WIDTH) {
        FloatVector.fromArray(SPECIES, s, j).sub(max).intoArray(s, j);
      }
    }
    if (sStride == columns) {
      VectorFloatExp.exp(s, sOffset, rows * columns);
    } else {
      for (int r = 0; r < rows; r++) {
        VectorFloatExp.exp(s, sOffset + r * sStride, columns);
      }
    }
    if (labels != null) {
      takeOut(rows, s, sOffset, sStride, labels, labelOffset, 0, first, excess);
    }
    rowSums(rows, columns, s, sOffset, sStride, scratch);
    for (int r = 0; r < rows; r++) {
      int row = sOffset + r * sStride;
      float rest = scratch[r];
      float own = labels == null ? 0 : (float) excess[first + r];
      float inverse = 1 / (rest + own);
      for (int j = row; j < row + columns; j += WIDTH) {
        FloatVector.fromArray(SPECIES, s, j).mul(inverse).intoArray(s, j);
      }
      if (labels != null) {
        s[row + labels[labelOffset + r]] = -(rest * inverse);
        excess[first + r] = rest + (own - 1.0);
      }
    }
  }

  /** maxima[r] = the largest element of row r. Short rows are folded many at a time. */
  private static void rowMaxima(
      int rows, int columns, float[] s, int sOffset, int sStride, float[] maxima) {
    int r = 0;
    if (columns == LANES && sStride == LANES) {
      r = rows / WIDTH * WIDTH;
      VectorFloatTiles.laneMaxima(r, s, sOffset, maxima, 0);
    }
    FloatVector lowest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    for (; r < rows; r++) {
      int row = sOffset + r * sStride;
      // Four chains, because max takes long: it tells -0 from 0. The vector just read receives the
      // call, here and in laneSum: of one that a loop carries C2 knows the class from profiles
      // only, and a process that compiled before it had any calls on objects for good.
      FloatVector v0 = FloatVector.fromArray(SPECIES, s, row);
      FloatVector v1 = v0;
      FloatVector v2 = v0;
      FloatVector v3 = v0;
      int j = row;
      for (; j <= row + columns - 4 * WIDTH; j += 4 * WIDTH) {
        v0 = FloatVector.fromArray(SPECIES, s, j).max(v0);
        v1 = FloatVector.fromArray(SPECIES, s, j + WIDTH).max(v1);
        v2 = FloatVector.fromArray(SPECIES, s, j + 2 * WIDTH).max(v2);
        v3 = FloatVector.fromArray(SPECIES, s, j + 3 * WIDTH).max(v3);
      }
      for (; j < row + columns; j += WIDTH) {
        v0 = FloatVector.fromArray(SPECIES, s, j).max(v0);
      }
      maxima[r] =
          lowest.max(v0).max(v1).max(lowest.max(v2).max(v3)).reduceLanes(VectorOperators.MAX);
    }
  }

  /** sums[r] = the lane sum of row r. Short rows are folded many at a time. */
  private static void rowSums(
      int rows, int columns, float[] s, int sOffset, int sStride, float[] sums) {
    int r = 0;
    if (columns == LANES && sStride == LANES) {
      r = rows / WIDTH * WIDTH;
      VectorFloatTiles.laneSums(r, s, sOffset, sums, 0);
    }
    for (; r < rows; r++) {
      sums[r] = laneSum(columns, s, sOffset + r * sStride);
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
      int first,
      double[] taken) {
    for (int r = 0; r < rows; r++) {
      int y = sOffset + r * sStride + labels[labelOffset + r];
      taken[first + r] = s[y];
      s[y] = substitute;
    }
  }

  private static float laneSum(int columns, float[] s, int offset) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector v0 = zero;
    FloatVector v1 = zero;
    FloatVector v2 = zero;
    FloatVector v3 = zero;
    for (int j = offset; j < offset + columns; j += LANES) {
      v0 = FloatVector.fromArray(SPECIES, s, j).add(v0);
      if (PARTS > 1) {
        v1 = FloatVector.fromArray(SPECIES, s, j + WIDTH).add(v1);
      }
      if (PARTS > 2) {
        v2 = FloatVector.fromArray(SPECIES, s, j + 2 * WIDTH).add(v2);
        v3 = FloatVector.fromArray(SPECIES, s, j + 3 * WIDTH).add(v3);
      }
    }
    v0 = zero.add(v0); // a sum that began at +0 is not changed
    if (PARTS == 2) {
      v0 = v0.add(v1);
    } else if (PARTS == 4) {
      v0 = v0.add(v2).add(zero.add(v1).add(v3));
    }
    if (WIDTH > 8) {
      v0 = v0.add(v0.rearrange(VectorFloatTiles.SWAP_8));
    }
    if (WIDTH > 4) {
      v0 = v0.add(v0.rearrange(VectorFloatTiles.SWAP_4));
    }
    if (WIDTH > 2) {
      v0 = v0.add(v0.rearrange(VectorFloatTiles.SWAP_2));
    }
    return v0.lane(0) + v0.lane(1);
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
    if (!MASKS) {
      PLAIN.hingeRows(
          rows,
          columns,
          s,
          sOffset,
          sStride,
          labels,
          labelOffset,
          margin,
          steepness,
          limit,
          loss,
          scratch);
      return;
    }
    takeOut(rows, s, sOffset, sStride, labels, labelOffset, Float.NEGATIVE_INFINITY, 0, loss);
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int r = 0; r < rows; r++) {
      int row = sOffset + r * sStride;
      float own = (float) loss[r];
      for (int j = row; j < row + columns; j += WIDTH) {
        FloatVector.fromArray(SPECIES, s, j).sub(own).add(margin).max(zero).intoArray(s, j);
      }
    }
    if (steepness == Float.POSITIVE_INFINITY) {
      steps(rows, columns, s, sOffset, sStride, loss, scratch);
    } else {
      ramps(rows, columns, s, sOffset, sStride, steepness, limit, loss, scratch);
    }
    rowSums(rows, columns, s, sOffset, sStride, scratch);
    for (int r = 0; r < rows; r++) {
      s[sOffset + r * sStride + labels[labelOffset + r]] = -scratch[r];
    }
  }

  /** Losses and slopes of violations m, where the slope of every m above 0 is 1. */
  private static void steps(
      int rows, int columns, float[] s, int sOffset, int sStride, double[] loss, float[] scratch) {
    rowSums(rows, columns, s, sOffset, sStride, scratch);
    for (int r = 0; r < rows; r++) {
      int row = sOffset + r * sStride;
      loss[r] = scratch[r];
      for (int j = row; j < row + columns; j += WIDTH) {
        FloatVector violation = FloatVector.fromArray(SPECIES, s, j);
        FloatVector zero = FloatVector.zero(SPECIES);
        zero.blend(1, violation.compare(VectorOperators.GT, 0)).intoArray(s, j);
      }
    }
  }

  /** Losses and slopes of violations m, where slopes grow: they wait in scratch for the sum. */
  private static void ramps(
      int rows,
      int columns,
      float[] s,
      int sOffset,
      int sStride,
      float steepness,
      float limit,
      double[] loss,
      float[] scratch) {
    float half = Math.min(Float.MAX_VALUE, limit / (2 * steepness));
    for (int r = 0; r < rows; r++) {
      int row = sOffset + r * sStride;
      for (int j = 0; j < columns; j += WIDTH) {
        FloatVector violation = FloatVector.fromArray(SPECIES, s, row + j);
        VectorMask<Float> violated = violation.compare(VectorOperators.GT, 0);
        FloatVector zero = FloatVector.zero(SPECIES);
        FloatVector slope = zero.blend(violation.mul(steepness).min(limit), violated);
        slope.intoArray(scratch, j);
        violation.mul(0.5f).max(violation.sub(half)).mul(slope).intoArray(s, row + j);
      }
      loss[r] = laneSum(columns, s, row);
      System.arraycopy(scratch, 0, s, row, columns);
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
    VectorFloatSparse.scores(rows, starts, ends, indices, values, columns, w, bias, s);
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
    VectorFloatSparse.dots(rows, starts, ends, indices, values, columns, w, bias, s, scratch);
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
    VectorFloatSparse.add(rows, starts, ends, indices, values, columns, s, g);
  }

  @Override
  public void dualTargets(
      int columns, float[] h, float inverse, float[] a, float[] t, float[] sums) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector factor = FloatVector.broadcast(SPECIES, inverse);
    for (int part = 0; part < LANES; part += WIDTH) {
      FloatVector loss = zero;
      FloatVector product = zero;
      for (int j = part; j < columns; j += LANES) {
        FloatVector margin = FloatVector.fromArray(SPECIES, h, j);
        FloatVector alpha = FloatVector.fromArray(SPECIES, a, j);
        FloatVector target = FMA ? margin.fma(factor, alpha) : margin.mul(factor).add(alpha);
        target.intoArray(t, j);
        loss = margin.max(zero).add(loss);
        product = FMA ? alpha.fma(margin, product) : alpha.mul(margin).add(product);
      }
      loss.intoArray(sums, part);
      product.intoArray(sums, LANES + part);
    }
    foldTwo(sums);
  }

  @Override
  public void clippedSums(int columns, float[] t, float delta, float[] u, float[] sums) {
    if (!MASKS) {
      PLAIN.clippedSums(columns, t, delta, u, sums);
      return;
    }
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int part = 0; part < LANES; part += WIDTH) {
      FloatVector clipped = zero;
      FloatVector between = zero;
      for (int j = part; j < columns; j += LANES) {
        FloatVector upper = FloatVector.fromArray(SPECIES, u, j);
        FloatVector x = FloatVector.fromArray(SPECIES, t, j).sub(delta).min(upper).max(zero);
        VectorMask<Float> inside =
            x.compare(VectorOperators.GT, 0).and(x.compare(VectorOperators.LT, upper));
        clipped = x.add(clipped);
        between = zero.blend(1, inside).add(between);
      }
      clipped.intoArray(sums, part);
      between.intoArray(sums, LANES + part);
    }
    foldTwo(sums);
  }

  /** The lane sums of two times LANES parts, one after the other. */
  private static void foldTwo(float[] sums) {
    float first = laneSum(LANES, sums, 0);
    sums[1] = laneSum(LANES, sums, LANES);
    sums[0] = first;
  }

  @Override
  public void widen(
      byte[] source, int sourceOffset, int count, float scale, float[] target, int offset) {
    VectorFloatWiden.widen(source, sourceOffset, count, scale, target, offset);
  }
}
