// twin: double
package io.github.lanewise.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FloatMatrixTest {

  @Test
  void elementsLieWhereStrideAndOffsetSay() {
    float[] values = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    FloatMatrix matrix = FloatMatrix.of(values, 1, 2, 3, 5);
    assertSame(values, matrix.values());
    assertEquals(1, matrix.offset());
    assertEquals(2, matrix.rows());
    assertEquals(3, matrix.columns());
    assertEquals(5, matrix.stride());
    assertEquals(1, matrix.get(0, 0));
    assertEquals(8, matrix.get(1, 2));
    matrix.set(1, 0, -1);
    assertEquals(-1, values[6]);
  }

  @Test
  void aNewMatrixIsZero() {
    FloatMatrix matrix = new FloatMatrix(2, 3);
    assertEquals(6, matrix.values().length);
    assertEquals(0, matrix.get(1, 2));
    assertEquals(0, new FloatMatrix(0, 3).rows());
    assertEquals(0, FloatMatrix.of(new float[0], 3, 0).columns());
  }

  @Test
  void theLastElementMayEndTheArray() {
    assertEquals(0, FloatMatrix.of(new float[7], 0, 2, 2, 5).get(1, 1));
    refused(
        "values: 2 rows x 2 columns with stride 5 from offset 1 end at 8, length is 7",
        () -> FloatMatrix.of(new float[7], 1, 2, 2, 5));
    refused(
        "values: 2 rows x 4 columns with stride 4 from offset 0 end at 8, length is 7",
        () -> FloatMatrix.of(new float[7], 2, 4));
  }

  @Test
  void sizesOutOfRangeAreRefused() {
    refused("a matrix of -1 x 2: sizes must be at least 0", () -> new FloatMatrix(-1, 2));
    refused("a matrix of 2 x -1: sizes must be at least 0", () -> new FloatMatrix(2, -1));
    refused(
        "a matrix of -1 x -1: sizes must be at least 0",
        () -> FloatMatrix.of(new float[9], -1, -1));
    refused("offset: -1 is below 0", () -> FloatMatrix.of(new float[9], -1, 1, 1, 1));
    refused("stride: 2 is below columns = 3", () -> FloatMatrix.of(new float[9], 0, 2, 3, 2));
  }

  /** 46,341 squared wraps to a negative number, 65,536 squared to 0. */
  @Test
  void areasBeyondAnArrayAreRefused() {
    for (int size : new int[] {46_341, 65_536}) {
      assertThrows(ArithmeticException.class, () -> new FloatMatrix(size, size));
      assertThrows(ArithmeticException.class, () -> FloatMatrix.of(new float[1], size, size));
    }
    assertEquals(
        "a matrix of 65536 x 65536: 4294967296 elements, the limit is 2147483647",
        assertThrows(ArithmeticException.class, () -> new FloatMatrix(65_536, 65_536))
            .getMessage());
    // rows * stride wraps, rows * columns does not.
    assertThrows(
        IllegalArgumentException.class, () -> FloatMatrix.of(new float[1], 0, 65_537, 1, 65_536));
  }

  @Test
  void textsShowElementsOfSmallMatrices() {
    float[] values = {9, 1, 2, 9, 3, 4};
    assertEquals("[2 x 2] [1.0, 2.0] [3.0, 4.0]", FloatMatrix.of(values, 1, 2, 2, 3).toString());
    assertEquals("[0 x 3]", new FloatMatrix(0, 3).toString());
    assertEquals("[3 x 0]", new FloatMatrix(3, 0).toString());
    assertEquals("[1 x 101]", new FloatMatrix(1, 101).toString());
  }

  @Test
  void elementsOutsideAreRefused() {
    FloatMatrix matrix = FloatMatrix.of(new float[100], 10, 2, 3, 20);
    for (int[] place : new int[][] {{-1, 0}, {2, 0}, {0, -1}, {0, 3}}) {
      assertThrows(IndexOutOfBoundsException.class, () -> matrix.get(place[0], place[1]));
      assertThrows(IndexOutOfBoundsException.class, () -> matrix.set(place[0], place[1], 1));
    }
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
