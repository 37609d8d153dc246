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
 * The product of {@link GemmBenchmark}, of the same matrices, by other libraries. Each is given its
 * preferred memory and one thread for each of JMH's.
 */
@State(Scope.Thread)
public class GemmPeersBenchmark extends Measured {

  /** {@code commons-math} is the fifth, in double only. */
  @Param({"openblas", "netlib", "ejml", "ojalgo"})
  String peer;

  @Param("1024")
  int n;

  @Param("1024")
  int d;

  @Param("1024")
  int c;

  @Param("float")
  String precision;

  private GemmBenchmark.Product product;

  @Setup
  public void prepare() {
    product =
        Data.precision(precision) == Precision.FLOAT
            ? new FloatPeerProduct(peer, n, d, c)
            : new DoublePeerProduct(peer, n, d, c);
    WorkRate.countFlop(2.0 * n * d * c);
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
