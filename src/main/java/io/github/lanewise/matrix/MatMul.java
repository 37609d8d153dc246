package io.github.lanewise.matrix;

/**
 * The three matrix products that linear classification needs, in both precisions.
 *
 * <p>Each element of a product is one chain of multiply-adds in the order of the inner index k,
 * from 0 or from what C held: the same bits on every host with FMA, for every stride and block
 * size. Error of an element: at most gamma_k (|A| |B|)_ij, gamma_k = k u / (1 - k u) (N. J. Higham,
 * Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.5). NaN and infinities
 * propagate; columns between C's rows are neither read nor written.
 */
public final class MatMul {

  private MatMul() {}

  /**
   * C = A B.
   *
   * @param a [m x k]. Not modified.
   * @param b [k x n]. Not modified.
   * @param c [m x n]. Modified: overwritten; what it held before is not read.
   * @throws IllegalArgumentException if the shapes do not fit or c shares its array with a or b
   */
  public static void multiply(FloatMatrix a, FloatMatrix b, FloatMatrix c) {
    check(shape(a), shape(b), shape(c), a.columns() == b.rows(), a.rows(), b.columns());
    checkApart(a.values(), b.values(), c.values());
    FloatGemm.ofThread().multiply(a, false, b, false, null, c);
  }

  /**
   * C = A B in double precision, see {@link #multiply(FloatMatrix, FloatMatrix, FloatMatrix)}.
   *
   * @param a [m x k]. Not modified.
   * @param b [k x n]. Not modified.
   * @param c [m x n]. Modified: overwritten; what it held before is not read.
   * @throws IllegalArgumentException if the shapes do not fit or c shares its array with a or b
   */
  public static void multiply(DoubleMatrix a, DoubleMatrix b, DoubleMatrix c) {
    check(shape(a), shape(b), shape(c), a.columns() == b.rows(), a.rows(), b.columns());
    checkApart(a.values(), b.values(), c.values());
    DoubleGemm.ofThread().multiply(a, false, b, false, null, c);
  }

  /**
   * C = A B^T.
   *
   * @param a [m x k]. Not modified.
   * @param b [n x k]. Not modified.
   * @param c [m x n]. Modified: overwritten; what it held before is not read.
   * @throws IllegalArgumentException if the shapes do not fit or c shares its array with a or b
   */
  public static void multiplyTransposed(FloatMatrix a, FloatMatrix b, FloatMatrix c) {
    check(shape(a), shape(b), shape(c), a.columns() == b.columns(), a.rows(), b.rows());
    checkApart(a.values(), b.values(), c.values());
    FloatGemm.ofThread().multiply(a, false, b, true, null, c);
  }

  /**
   * C = A B^T in double precision.
   *
   * @param a [m x k]. Not modified.
   * @param b [n x k]. Not modified.
   * @param c [m x n]. Modified: overwritten; what it held before is not read.
   * @throws IllegalArgumentException if the shapes do not fit or c shares its array with a or b
   */
  public static void multiplyTransposed(DoubleMatrix a, DoubleMatrix b, DoubleMatrix c) {
    check(shape(a), shape(b), shape(c), a.columns() == b.columns(), a.rows(), b.rows());
    checkApart(a.values(), b.values(), c.values());
    DoubleGemm.ofThread().multiply(a, false, b, true, null, c);
  }

  /**
   * C = 1 bias + A B^T, the scores of rows: S = 1 b^T + X W^T.
   *
   * @param a [m x k]. Not modified.
   * @param b [n x k]. Not modified.
   * @param bias [1 x n], what the chains of each row of C begin at. Not modified.
   * @param c [m x n]. Modified: overwritten; what it held before is not read.
   * @throws IllegalArgumentException if the shapes do not fit or c shares its array with a, b or
   *     bias
   */
  public static void multiplyTransposed(
      FloatMatrix a, FloatMatrix b, FloatMatrix bias, FloatMatrix c) {
    check(shape(a), shape(b), shape(c), a.columns() == b.columns(), a.rows(), b.rows());
    checkBias(shape(bias), new Shape(1, b.rows()), bias.values() == c.values());
    checkApart(a.values(), b.values(), c.values());
    FloatGemm.ofThread().multiply(a, false, b, true, bias, c);
  }

  /**
   * C = 1 bias + A B^T, the scores of rows: S = 1 b^T + X W^T, in double precision.
   *
   * @param a [m x k]. Not modified.
   * @param b [n x k]. Not modified.
   * @param bias [1 x n], what the chains of each row of C begin at. Not modified.
   * @param c [m x n]. Modified: overwritten; what it held before is not read.
   * @throws IllegalArgumentException if the shapes do not fit or c shares its array with a, b or
   *     bias
   */
  public static void multiplyTransposed(
      DoubleMatrix a, DoubleMatrix b, DoubleMatrix bias, DoubleMatrix c) {
    check(shape(a), shape(b), shape(c), a.columns() == b.columns(), a.rows(), b.rows());
    checkBias(shape(bias), new Shape(1, b.rows()), bias.values() == c.values());
    checkApart(a.values(), b.values(), c.values());
    DoubleGemm.ofThread().multiply(a, false, b, true, bias, c);
  }

  /**
   * C += A^T B, the gradient of the weights: dW += dS^T X.
   *
   * @param a [k x m]. Not modified.
   * @param b [k x n]. Not modified.
   * @param c [m x n]. Modified: the product is added to it.
   * @throws IllegalArgumentException if the shapes do not fit or c shares its array with a or b
   */
  public static void addTransposedMultiply(FloatMatrix a, FloatMatrix b, FloatMatrix c) {
    check(shape(a), shape(b), shape(c), a.rows() == b.rows(), a.columns(), b.columns());
    checkApart(a.values(), b.values(), c.values());
    FloatGemm.ofThread().multiply(a, true, b, false, c, c);
  }

  /**
   * C += A^T B in double precision.
   *
   * @param a [k x m]. Not modified.
   * @param b [k x n]. Not modified.
   * @param c [m x n]. Modified: the product is added to it.
   * @throws IllegalArgumentException if the shapes do not fit or c shares its array with a or b
   */
  public static void addTransposedMultiply(DoubleMatrix a, DoubleMatrix b, DoubleMatrix c) {
    check(shape(a), shape(b), shape(c), a.rows() == b.rows(), a.columns(), b.columns());
    checkApart(a.values(), b.values(), c.values());
    DoubleGemm.ofThread().multiply(a, true, b, false, c, c);
  }

  private record Shape(int rows, int columns) {
    @Override
    public String toString() {
      return "[" + rows + " x " + columns + "]";
    }
  }

  private static Shape shape(FloatMatrix matrix) {
    return new Shape(matrix.rows(), matrix.columns());
  }

  private static Shape shape(DoubleMatrix matrix) {
    return new Shape(matrix.rows(), matrix.columns());
  }

  private static void check(Shape a, Shape b, Shape c, boolean innerFits, int rows, int columns) {
    if (!innerFits) {
      throw new IllegalArgumentException("a " + a + " and b " + b + ": inner sizes differ");
    }
    if (c.rows() != rows || c.columns() != columns) {
      throw new IllegalArgumentException("c " + c + ": must be " + new Shape(rows, columns));
    }
  }

  private static void checkBias(Shape bias, Shape expected, boolean shared) {
    if (!bias.equals(expected)) {
      throw new IllegalArgumentException("bias " + bias + ": must be " + expected);
    }
    if (shared) {
      throw new IllegalArgumentException("c shares its array with bias");
    }
  }

  private static void checkApart(Object a, Object b, Object c) {
    if (c == a || c == b) {
      throw new IllegalArgumentException("c shares its array with " + (c == a ? "a" : "b"));
    }
  }
}
