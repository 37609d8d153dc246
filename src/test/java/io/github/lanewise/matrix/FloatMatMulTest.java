// twin: double
package io.github.lanewise.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.kernel.Bits;
import io.github.lanewise.kernel.FloatBlock;
import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.kernel.NaiveFloatKernels;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The three products against chains of multiply-adds, bit for bit, around every edge. */
@Tag("kernel")
class FloatMatMulTest {

  private static final int LANES = FloatKernels.LANES;

  /** Unit roundoff. */
  private static final double U = Math.ulp(1.0f) / 2;

  @Test
  void everySizeUpToTwiceTheLanes() {
    Random random = new Random(1);
    int end = 2 * LANES + 1;
    for (int m = 0; m <= end; m++) {
      for (int n = 0; n <= end; n++) {
        for (int k = 0; k <= end; k++) {
          check(random, m, n, k);
        }
      }
    }
  }

  @Test
  void sizesAroundEveryBlock() {
    Random random = new Random(3);
    for (int step = -1; step <= 1; step++) {
      for (int blocks = 1; blocks <= 2; blocks++) {
        check(random, blocks * FloatGemm.HEIGHT + step, 5, 3);
        check(random, blocks * FloatGemm.TRANSPOSED_HEIGHT + step, 5, 3);
        check(random, blocks * FloatGemm.EDGE_HEIGHT + step, 5, 3);
        check(random, 3, blocks * FloatGemm.PANEL + step, 5);
        check(random, 5, 3, blocks * FloatGemm.DEPTH + step);
        check(random, 2, blocks * FloatGemm.BREADTH + step, 3);
      }
      check(random, FloatGemm.EDGE_HEIGHT + step, FloatGemm.PANEL + step, FloatGemm.DEPTH + step);
      check(random, 14, FloatGemm.BREADTH - step, FloatGemm.DEPTH + step);
    }
  }

  /** Arrays without an element: no sum begins anywhere. */
  @Test
  void matricesWithoutElementsHaveProducts() {
    FloatMatrix none = new FloatMatrix(0, 5);
    MatMul.addTransposedMultiply(new FloatMatrix(3, 0), new FloatMatrix(3, 5), none);
    MatMul.multiply(new FloatMatrix(0, 3), new FloatMatrix(3, 5), none);
    MatMul.multiplyTransposed(
        new FloatMatrix(0, 3), new FloatMatrix(5, 3), new FloatMatrix(1, 5), none);
    FloatMatrix zeros = FloatMatrix.of(new float[] {7, 7}, 2, 1);
    MatMul.multiply(new FloatMatrix(2, 0), new FloatMatrix(0, 1), zeros);
    assertEquals("[2 x 1] [0.0] [0.0]", zeros.toString());
  }

  /** All three forms of one product. */
  private static void check(Random random, int m, int n, int k) {
    FloatBlock a = FloatBlock.input(random, m, k);
    FloatBlock b = FloatBlock.input(random, k, n);
    FloatBlock c = FloatBlock.output(random, m, n);
    FloatBlock sum = c.copy();
    FloatBlock product = c.copy();
    product.fill(0);
    NaiveFloatKernels.multiplyAdd(a, b, sum);
    NaiveFloatKernels.multiplyAdd(a, b, product);

    FloatBlock actual = c.copy();
    MatMul.addTransposedMultiply(matrix(a.transposed(random)), matrix(b), matrix(actual));
    Bits.assertSame(sum.values, actual.values, "C += A^T B", m, n, k);

    actual = c.copy();
    actual.fill(Float.NaN);
    MatMul.multiply(matrix(a), matrix(b), matrix(actual));
    Bits.assertSame(product.values, actual.values, "C = A B", m, n, k);

    actual = c.copy();
    actual.fill(Float.NaN);
    MatMul.multiplyTransposed(matrix(a), matrix(b.transposed(random)), matrix(actual));
    Bits.assertSame(product.values, actual.values, "C = A B^T", m, n, k);

    FloatBlock bias = FloatBlock.input(random, 1, n);
    FloatBlock scores = c.copy();
    scores.fill(0);
    for (int i = 0; i < m; i++) {
      System.arraycopy(bias.values, bias.offset, scores.values, c.offset + i * c.stride, n);
    }
    NaiveFloatKernels.multiplyAdd(a, b, scores);
    actual = c.copy();
    actual.fill(Float.NaN);
    MatMul.multiplyTransposed(
        matrix(a), matrix(b.transposed(random)), matrix(bias), matrix(actual));
    Bits.assertSame(scores.values, actual.values, "C = 1 bias + A B^T", m, n, k);
  }

  private static FloatMatrix matrix(FloatBlock block) {
    return FloatMatrix.of(block.values, block.offset, block.rows, block.columns, block.stride);
  }

  /** Small integers: every sum is exact, in any order, with or without FMA. */
  @Test
  void integersAreExact() {
    Random random = new Random(4);
    int m = 33;
    int n = 70;
    int k = 300;
    int[][] left = integers(random, m, k);
    int[][] right = integers(random, k, n);
    FloatMatrix a = matrix(left);
    FloatMatrix b = matrix(right);
    FloatMatrix product = new FloatMatrix(m, n);
    FloatMatrix transposed = new FloatMatrix(m, n);
    FloatMatrix sum = new FloatMatrix(m, n);
    MatMul.multiply(a, b, product);
    MatMul.multiplyTransposed(a, transpose(b), transposed);
    MatMul.addTransposedMultiply(transpose(a), b, sum);
    MatMul.addTransposedMultiply(transpose(a), b, sum);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int expected = 0;
        for (int p = 0; p < k; p++) {
          expected += left[i][p] * right[p][j];
        }
        assertEquals(expected, product.get(i, j));
        assertEquals(expected, transposed.get(i, j));
        assertEquals(2 * expected, sum.get(i, j));
      }
    }
  }

  private static int[][] integers(Random random, int rows, int columns) {
    int[][] values = new int[rows][];
    for (int i = 0; i < rows; i++) {
      values[i] = random.ints(columns, -8, 9).toArray();
    }
    return values;
  }

  private static FloatMatrix matrix(int[][] values) {
    FloatMatrix matrix = new FloatMatrix(values.length, values[0].length);
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        matrix.set(i, j, values[i][j]);
      }
    }
    return matrix;
  }

  private static FloatMatrix transpose(FloatMatrix matrix) {
    FloatMatrix transposed = new FloatMatrix(matrix.columns(), matrix.rows());
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        transposed.set(j, i, matrix.get(i, j));
      }
    }
    return transposed;
  }

  /**
   * A product too large for loops, through a random vector of signs: (A B) x = A (B x) up to
   * gamma_k |A| |B| |x|. The right side is computed in double, whose own error the factor 2 covers.
   */
  @Test
  void aLargeProductAgreesOnARandomVector() {
    Random random = new Random(5);
    int m = 410;
    int n = 700;
    int k = 2100;
    FloatBlock a = FloatBlock.input(random, m, k);
    FloatBlock b = FloatBlock.input(random, k, n);
    FloatMatrix c = new FloatMatrix(m, n);
    MatMul.multiply(matrix(a), matrix(b), c);
    double[] x = random.ints(n, 0, 2).mapToDouble(sign -> 2 * sign - 1).toArray();
    double[] bx = new double[k];
    double[] size = new double[k];
    for (int p = 0; p < k; p++) {
      for (int j = 0; j < n; j++) {
        bx[p] += b.get(p, j) * x[j];
        size[p] += Math.abs(b.get(p, j));
      }
    }
    for (int i = 0; i < m; i++) {
      double expected = 0;
      double bound = 0;
      for (int p = 0; p < k; p++) {
        expected += a.get(i, p) * bx[p];
        bound += Math.abs(a.get(i, p)) * size[p];
      }
      double actual = 0;
      for (int j = 0; j < n; j++) {
        actual += c.get(i, j) * x[j];
      }
      assertEquals(expected, actual, 2 * (k + n) * U * bound);
    }
  }

  /** 0 times NaN and 0 times infinity are NaN: nobody skips the zeros of a dense operand. */
  @Test
  void zerosDoNotSwallowNaN() {
    for (float rogue : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      FloatMatrix zeros = new FloatMatrix(20, 5);
      FloatMatrix b = new FloatMatrix(5, 40);
      b.set(3, 17, rogue);
      FloatMatrix[] products = {
        new FloatMatrix(20, 40), new FloatMatrix(20, 40), new FloatMatrix(20, 40)
      };
      MatMul.multiply(zeros, b, products[0]);
      MatMul.multiplyTransposed(zeros, transpose(b), products[1]);
      MatMul.addTransposedMultiply(transpose(zeros), b, products[2]);
      for (FloatMatrix product : products) {
        for (int i = 0; i < 20; i++) {
          for (int j = 0; j < 40; j++) {
            assertEquals(j == 17, Float.isNaN(product.get(i, j)));
          }
        }
      }
    }
  }

  @Test
  void operandsKeepTheirBits() {
    Random random = new Random(6);
    FloatBlock a = FloatBlock.input(random, 40, 40);
    FloatBlock b = FloatBlock.input(random, 40, 40);
    FloatBlock copyOfA = a.copy();
    FloatBlock copyOfB = b.copy();
    FloatMatrix c = new FloatMatrix(40, 40);
    MatMul.multiply(matrix(a), matrix(b), c);
    MatMul.multiplyTransposed(matrix(a), matrix(b), c);
    MatMul.addTransposedMultiply(matrix(a), matrix(b), c);
    Bits.assertSame(copyOfA.values, a.values);
    Bits.assertSame(copyOfB.values, b.values);
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    FloatMatrix a = new FloatMatrix(2, 3);
    FloatMatrix b = new FloatMatrix(4, 5);
    FloatMatrix c = new FloatMatrix(2, 5);
    String inner = "a [2 x 3] and b [4 x 5]: inner sizes differ";
    refused(inner, () -> MatMul.multiply(a, b, c));
    refused(inner, () -> MatMul.multiplyTransposed(a, b, c));
    refused(inner, () -> MatMul.addTransposedMultiply(a, b, c));
    FloatMatrix w = new FloatMatrix(5, 3);
    refused(
        "bias [1 x 4]: must be [1 x 5]",
        () -> MatMul.multiplyTransposed(a, w, new FloatMatrix(1, 4), c));
    refused(
        "c shares its array with bias",
        () -> MatMul.multiplyTransposed(a, w, FloatMatrix.of(c.values(), 1, 5), c));
    refused("c [2 x 5]: must be [2 x 4]", () -> MatMul.multiply(a, new FloatMatrix(3, 4), c));
    refused(
        "c [2 x 5]: must be [2 x 6]", () -> MatMul.multiplyTransposed(a, new FloatMatrix(6, 3), c));
    refused(
        "c [2 x 5]: must be [3 x 7]",
        () -> MatMul.addTransposedMultiply(a, new FloatMatrix(2, 7), c));
  }

  /** Even side by side in one array: nobody has to prove that strides keep them apart. */
  @Test
  void aSharedArrayIsRefused() {
    float[] values = new float[40];
    FloatMatrix a = FloatMatrix.of(values, 0, 3, 3, 3);
    FloatMatrix c = FloatMatrix.of(values, 20, 3, 3, 3);
    FloatMatrix other = new FloatMatrix(3, 3);
    refused("c shares its array with a", () -> MatMul.multiply(a, other, c));
    refused("c shares its array with b", () -> MatMul.multiply(other, a, c));
    refused("c shares its array with a", () -> MatMul.multiplyTransposed(a, other, c));
    refused("c shares its array with b", () -> MatMul.multiplyTransposed(other, a, c));
    refused("c shares its array with a", () -> MatMul.addTransposedMultiply(a, other, c));
    refused("c shares its array with b", () -> MatMul.addTransposedMultiply(other, a, c));
    for (float value : values) {
      assertTrue(value == 0);
    }
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
