package io.github.lanewise.jmh;

import org.ojalgo.OjAlgoUtils;
import org.ojalgo.matrix.store.R032Store;
import org.ojalgo.matrix.store.R064Store;

/**
 * ojAlgo's stores, on one thread. They lie column by column: to them, our arrays hold transposes,
 * and C^T = B^T A^T is asked for.
 */
final class OjAlgo {

  private OjAlgo() {}

  static FloatPeerProduct.Peer of(FloatOperands operands) {
    OjAlgoUtils.limitThreadsTo(1);
    float[] product = new float[operands.n * operands.c];
    R032Store left = R032Store.wrap(operands.left, operands.d);
    R032Store right = R032Store.wrap(operands.right, operands.c);
    R032Store result = R032Store.wrap(product, operands.c);
    return new FloatPeerProduct.Peer() {
      @Override
      public void multiply() {
        result.fillByMultiplying(right, left);
      }

      @Override
      public float[] product() {
        return product;
      }
    };
  }

  static DoublePeerProduct.Peer of(DoubleOperands operands) {
    OjAlgoUtils.limitThreadsTo(1);
    double[] product = new double[operands.n * operands.c];
    R064Store left = R064Store.wrap(operands.left, operands.d);
    R064Store right = R064Store.wrap(operands.right, operands.c);
    R064Store result = R064Store.wrap(product, operands.c);
    return new DoublePeerProduct.Peer() {
      @Override
      public void multiply() {
        result.fillByMultiplying(right, left);
      }

      @Override
      public double[] product() {
        return product;
      }
    };
  }
}
