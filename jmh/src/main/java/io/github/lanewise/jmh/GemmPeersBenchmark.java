package io.github.lanewise.jmh;

import io.github.lanewise.Precision;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The product of {@link GemmBenchmark}, of the same matrices, by other libraries. Each is given its
 * preferred memory and one thread for each of JMH's.
 */
@State(Scope.Thread)
public class GemmPeersBenchmark extends GemmBenchmark {

  /** {@code commons-math} is the fifth, in double only. */
  @Param({"openblas", "netlib", "ejml", "ojalgo"})
  String peer;

  @Override
  Product product() {
    return Data.precision(precision) == Precision.FLOAT
        ? new FloatPeerProduct(peer, n, d, c)
        : new DoublePeerProduct(peer, n, d, c);
  }
}
