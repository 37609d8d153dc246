package io.github.lanewise.jmh;

import io.github.lanewise.Precision;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The public product C = A B by {@code MatMul.multiply}, A [n x d], B [d x c], C [n x c]: 2 n d c
 * FLOP. Each thread of JMH has its own matrices.
 */
@State(Scope.Thread)
public class GemmBenchmark extends Measured {

  /** A product in one precision. */
  interface Product {
    void multiply();

    void verify();
  }

  @Param("1024")
  int n;

  @Param("1024")
  int d;

  @Param("1024")
  int c;

  @Param("float")
  String precision;

  private Product product;

  @Setup
  public void prepare() {
    product = product();
    WorkRate.countFlop(2.0 * n * d * c);
  }

  Product product() {
    return Data.precision(precision) == Precision.FLOAT
        ? new FloatProduct(n, d, c)
        : new DoubleProduct(n, d, c);
  }

  @Benchmark
  public void multiply() {
    product.multiply();
  }

  @TearDown(Level.Trial)
  public void verify() {
    product.verify();
  }
}
