// twin: double
package io.github.lanewise.hosts;

import io.github.lanewise.matrix.FloatMatrix;
import io.github.lanewise.matrix.MatMul;
import java.util.List;
import java.util.function.UnaryOperator;

/** The three products, below and above every edge of tiles and blocks. */
final class FloatProductOperations {

  private static final int[][] SIZES = {{1, 1, 1}, {5, 17, 3}, {13, 300, 37}, {2, 21, 130}};

  private FloatProductOperations() {}

  static List<Operation> all() {
    String multiply = "products/float A B";
    String transposed = "products/float A B^T";
    String added = "products/float C + A^T B";
    return List.of(
        new Operation(multiply, () -> multiply(same -> same)),
        new Operation(multiply + ", strided", multiply, () -> multiply(FloatSamples::strided)),
        new Operation(transposed, () -> transposed(same -> same)),
        new Operation(
            transposed + ", strided", transposed, () -> transposed(FloatSamples::strided)),
        new Operation(added, () -> added(same -> same)),
        new Operation(added + ", strided", added, () -> added(FloatSamples::strided)));
  }

  private static Bits multiply(UnaryOperator<FloatMatrix> form) {
    Bits bits = new Bits();
    for (int[] size : SIZES) {
      FloatMatrix a = form.apply(FloatSamples.matrix(1, size[0], size[1]));
      FloatMatrix b = form.apply(FloatSamples.matrix(2, size[1], size[2]));
      FloatMatrix c = form.apply(FloatSamples.matrix(3, size[0], size[2]));
      MatMul.multiply(a, b, c);
      FloatSamples.add(c, bits);
    }
    return bits;
  }

  private static Bits transposed(UnaryOperator<FloatMatrix> form) {
    Bits bits = new Bits();
    for (int[] size : SIZES) {
      FloatMatrix a = form.apply(FloatSamples.matrix(1, size[0], size[1]));
      FloatMatrix b = form.apply(FloatSamples.matrix(2, size[2], size[1]));
      FloatMatrix c = form.apply(FloatSamples.matrix(3, size[0], size[2]));
      MatMul.multiplyTransposed(a, b, c);
      FloatSamples.add(c, bits);
    }
    return bits;
  }

  private static Bits added(UnaryOperator<FloatMatrix> form) {
    Bits bits = new Bits();
    for (int[] size : SIZES) {
      FloatMatrix a = form.apply(FloatSamples.matrix(1, size[1], size[0]));
      FloatMatrix b = form.apply(FloatSamples.matrix(2, size[1], size[2]));
      FloatMatrix c = form.apply(FloatSamples.matrix(3, size[0], size[2]));
      MatMul.addTransposedMultiply(a, b, c);
      FloatSamples.add(c, bits);
    }
    return bits;
  }
}
