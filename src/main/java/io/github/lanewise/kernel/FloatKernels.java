// twin: double
package io.github.lanewise.kernel;

/**
 * The contract of the compute kernels: a handful of block-sized operations on plain arrays.
 *
 * <p>Nothing here checks arguments; the public classes do. Each operation is defined bit for bit by
 * the loop in its comment, in which {@code fma} is one rounding where the host multiplies and adds
 * in one instruction and two roundings elsewhere ({@link Fma}). Every implementation gives these
 * very bits, whatever its lane count.
 *
 * <p>Two shapes of a sum occur. A <em>chain</em> adds in the order of the index. A <em>lane
 * sum</em> keeps {@link #LANES} partial sums, one for the indices that are equal modulo {@code
 * LANES}, and folds them in halves: lane {@code l} with lane {@code l + LANES / 2}, and so on until
 * one is left.
 *
 * <p>Padded length: row kernels and products take columns in multiples of {@code LANES}. Padding is
 * 0 in features, weights and gradients, and negative infinity in scores.
 */
public interface FloatKernels {

  /**
   * Virtual lanes, 64 bytes of them: the shape of every lane sum, whatever the hardware's lanes.
   */
  int LANES = 64 / Float.BYTES;

  /**
   * The inner size that pays most in a product: the sums of a register tile go to memory and back
   * once in so many steps, and a panel so deep, 260 KiB, stays in the L2 cache.
   */
  int DEPTH = 1040;

  /** Distance between the rows of a packed right operand, the widest register tile: 256 bytes. */
  int PANEL = 4 * LANES;

  /**
   * The elements from an array's first back to the start of its cache line, where a collector lets
   * large arrays begin at one, as G1 does: behind their header of 16 bytes. Vectors loaded from
   * there on straddle no two lines; from the first element on, all vectors of 64 bytes would.
   */
  int HEADER = 16 / Float.BYTES;

  /** The most classes that {@link #rowDots} takes. */
  int MAX_DOT_CLASSES = 12;

  /** Elements that {@link #rowDots} needs as scratch space. */
  int SCRATCH = (4 * MAX_DOT_CLASSES + 2 * LANES) * (LANES + 1);

  /** Elements that a row kernel needs as scratch space for that many rows of padded length. */
  static int rowScratch(int rows, int columns) {
    return Math.max(rows, columns);
  }

  /** The next multiple of {@link #LANES}. */
  static int padded(int length) {
    return Math.multiplyExact(Math.ceilDiv(length, LANES), LANES);
  }

  /** {@code scalar}, {@code vector-128}, {@code vector-256} or {@code vector-512}. */
  String name();

  /**
   * C [m x n] = Z [m x n] + A [m x k] B [k x n], each element a chain that begins at Z; n is a
   * multiple of {@link #LANES}. Z is C itself, or lies elsewhere; with a stride of 0 its one row
   * begins all rows.
   *
   * <pre>
   * for (i &lt; m) for (j &lt; n) {
   *   c[i][j] = z[i][j];  for (p &lt; k) c[i][j] = fma(a[i][p], b[p][j], c[i][j])
   * }
   * </pre>
   */
  void multiply(
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
      int cStride);

  /** C += A B: {@link #multiply} with Z = C. */
  default void multiplyAdd(
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
    multiply(
        m, n, k, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride, c, cOffset,
        cStride);
  }

  /**
   * C [m x n] += A^T B with A [k x m] and B [k x n], each element a chain that begins at C; n is a
   * multiple of {@link #LANES}.
   *
   * <pre>
   * for (i &lt; m) for (j &lt; n) for (p &lt; k) c[i][j] = fma(a[p][i], b[p][j], c[i][j])
   * </pre>
   */
  void addTransposedMultiply(
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
      int cStride);

  /**
   * T [columns x rows] = S^T, for any sizes.
   *
   * <pre>
   * for (i &lt; rows) for (j &lt; columns) t[j][i] = s[i][j]
   * </pre>
   */
  void transpose(
      int rows,
      int columns,
      float[] s,
      int sOffset,
      int sStride,
      float[] t,
      int tOffset,
      int tStride);

  /**
   * Scores of a tile by dot products: S [rows x classes] = X [rows x columns] W^T + b, where
   * columns is a multiple of {@link #LANES} and there are at most {@link #MAX_DOT_CLASSES} classes;
   * {@code bias} has their padded number of elements. Padding of S becomes negative infinity.
   *
   * <pre>
   * for (r &lt; rows) for (c &lt; classes) {
   *   for (d &lt; columns) partial[d % LANES] = fma(x[r][d], w[c][d], partial[d % LANES])
   *   s[r][c] = lane sum of partial + b[c]
   * }
   * </pre>
   */
  void rowDots(
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
      float[] scratch);

  /** Brings a block of values from memory to the cache, see {@link Touch}. */
  void touch(float[] values, int offset, int count);

  /** The same for bytes that are about to be widened. */
  void touch(byte[] values, int offset, int count);

  /** values[i] = exp(values[i]) for count values, see {@link FloatExp}. */
  void exp(float[] values, int offset, int count);

  /** values[i] = log(1 + values[i]) for count values of at least 0, see {@link Log1p}. */
  void log1p(double[] values, int offset, int count);

  /**
   * Softmax of rows and all that the cross-entropy and its gradient need. S [rows x columns] holds
   * scores (padding negative infinity) and receives P - onehot(y); with {@code labels} null it
   * receives P and nothing else is written.
   *
   * <pre>
   * for (r &lt; rows) {
   *   max = max over j of s[j];  gap[r] = max - s[y]
   *   e[j] = exp(s[j] - max);    rest = lane sum of e without e[y];  sum = rest + e[y]
   *   excess[r] = rest + (e[y] - 1)     in double: the loss is gap[r] + log1p(excess[r])
   *   s[j] = e[j] * (1 / sum);   s[y] = -(rest * (1 / sum))
   * }
   * </pre>
   *
   * Without labels the sum is the lane sum of all of e. {@code scratch} has {@link #rowScratch}
   * elements.
   */
  void softmaxRows(
      int rows,
      int columns,
      float[] s,
      int sOffset,
      int sStride,
      int[] labels,
      int labelOffset,
      double[] gap,
      double[] excess,
      float[] scratch);

  /**
   * Weston-Watkins hinge of rows. S [rows x columns] holds scores (padding negative infinity) and
   * receives dL/dS; a margin of exactly 0 counts as met. What a margin m &gt; 0 costs rises with
   * slope g = min(limit, steepness m): limit infinity gives a square, limit 1 a square below 1 /
   * steepness and a line beyond, and steepness infinity, which needs limit 1, the hinge itself.
   *
   * <pre>
   * half = min(MAX_VALUE, limit / (2 steepness))
   * for (r &lt; rows) {
   *   m[j] = max(0, (s[j] - s[y]) + margin), m[y] = 0
   *   g[j] = m[j] &gt; 0 ? min(limit, steepness * m[j]) : 0
   *   loss[r] = lane sum of g[j] * max(m[j] / 2, m[j] - half)
   *   s[j] = g[j];  s[y] = -(lane sum of g)
   * }
   * </pre>
   *
   * {@code scratch} has {@link #rowScratch} elements.
   */
  void hingeRows(
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
      float[] scratch);

  /**
   * y += a linear combination of chosen rows: for the classes whose column of dS is mostly zero.
   *
   * <pre>
   * for (d &lt; columns) for (i &lt; count) y[d] = fma(factor[i], x[row[i]][d], y[d])
   * </pre>
   *
   * {@code columns} is a multiple of {@link #LANES}.
   */
  void addRows(
      int count,
      int[] row,
      float[] factor,
      int columns,
      float[] x,
      int xOffset,
      int xStride,
      float[] y,
      int yOffset);

  /**
   * Scores of sparse rows, each a chain: S [rows x columns] = X W^T + b with W^T [D x columns], its
   * rows and those of S without gaps from index 0 on; columns is a multiple of {@link #LANES}. Row
   * r of X has {@code values[k]} in column {@code indices[k]} for k from {@code starts[r]} to
   * {@code ends[r] - 1}. Padding of W^T is 0 and of {@code bias} negative infinity, and so of S.
   *
   * <pre>
   * for (r &lt; rows) for (j &lt; columns) {
   *   s[r][j] = bias[j]
   *   for (starts[r] &lt;= k &lt; ends[r]) s[r][j] = fma(values[k], w[indices[k]][j], s[r][j])
   * }
   * </pre>
   */
  void sparseScores(
      int rows,
      int[] starts,
      int[] ends,
      int[] indices,
      float[] values,
      int columns,
      float[] w,
      float[] bias,
      float[] s);

  /**
   * The same with every score a lane sum over the features, as {@link #rowDots} makes it. {@code
   * scratch} has {@code LANES * columns} elements.
   *
   * <pre>
   * for (r &lt; rows) for (j &lt; columns) {
   *   for (starts[r] &lt;= k &lt; ends[r]) {
   *     l = indices[k] % LANES;  partial[l] = fma(values[k], w[indices[k]][j], partial[l])
   *   }
   *   s[r][j] = lane sum of partial + bias[j]
   * }
   * </pre>
   */
  void sparseDots(
      int rows,
      int[] starts,
      int[] ends,
      int[] indices,
      float[] values,
      int columns,
      float[] w,
      float[] bias,
      float[] s,
      float[] scratch);

  /**
   * The way back: G [D x columns] += X^T S for sparse rows and S [rows x columns] laid out as
   * above, each element a chain over the rows.
   *
   * <pre>
   * for (r &lt; rows) for (starts[r] &lt;= k &lt; ends[r]) for (j &lt; columns)
   *   g[indices[k]][j] = fma(values[k], s[r][j], g[indices[k]][j])
   * </pre>
   */
  void addSparse(
      int rows,
      int[] starts,
      int[] ends,
      int[] indices,
      float[] values,
      int columns,
      float[] s,
      float[] g);

  /**
   * Where the dual variables a of a row would go alone, and what its loss and they come to, for
   * {@code HingeBlock}.
   *
   * <pre>
   * for (j &lt; columns) {
   *   t[j] = fma(h[j], inverse, a[j])
   *   partial[j % LANES] = fma(a[j], h[j], partial[j % LANES])
   * }
   * sums[0] = lane sum of max(0, h[j]);  sums[1] = lane sum of partial
   * </pre>
   *
   * {@code columns} is a multiple of {@link #LANES}, and {@code sums} has {@code 2 * LANES}
   * elements.
   */
  void dualTargets(int columns, float[] h, float inverse, float[] a, float[] t, float[] sums);

  /**
   * The sum of numbers less delta, clipped to 0 and an upper end each, and how many of them are
   * between.
   *
   * <pre>
   * x[j] = max(0, min(u[j], t[j] - delta))
   * sums[0] = lane sum of x;  sums[1] = lane sum of (0 &lt; x[j] and x[j] &lt; u[j] ? 1 : 0)
   * </pre>
   *
   * {@code columns} is a multiple of {@link #LANES}, and {@code sums} has {@code 2 * LANES}
   * elements.
   */
  void clippedSums(int columns, float[] t, float delta, float[] u, float[] sums);

  /** target[i] = (source[i] and 0xff) * scale for count unsigned bytes. */
  void widen(byte[] source, int sourceOffset, int count, float scale, float[] target, int offset);
}
