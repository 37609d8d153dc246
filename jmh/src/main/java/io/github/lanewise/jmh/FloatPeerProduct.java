// twin: double
package io.github.lanewise.jmh;

/** The product of {@link FloatProduct}, of the same matrices, by another library. */
final class FloatPeerProduct implements GemmBenchmark.Product {

  /** A library at work on one pair of matrices. */
  interface Peer {
    void multiply();

    /** C [n x c], row by row. */
    float[] product();
  }

  private final FloatOperands operands;
  private final Peer peer;

  FloatPeerProduct(String name, int n, int d, int c) {
    operands = new FloatOperands(n, d, c);
    peer =
        switch (name) {
          case "openblas" -> OpenBlas.of(operands);
          case "netlib" -> Netlib.of(operands);
          case "ejml" -> Ejml.of(operands);
          case "ojalgo" -> OjAlgo.of(operands);
          case "commons-math" -> CommonsMath.of(operands);
          default -> throw new IllegalArgumentException("peer: " + name);
        };
  }

  @Override
  public void multiply() {
    peer.multiply();
  }

  @Override
  public void verify() {
    operands.verify(peer.product());
  }
}
