package io.github.lanewise.jmh;

import io.github.lanewise.Precision;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * exp of 4096 numbers in place, in the L1 cache, and the two ways that the JDK has for it. All
 * three begin by copying the arguments in, and all three include that. One exponential counts as 1
 * FLOP, so that {@code gflops} reads as exponentials per nanosecond.
 */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ExpBenchmark extends Measured {

  static final int LENGTH = 4096;

  /** Exponentials in one precision. */
  interface Exponentials {
    void library();

    void vectorOperators();

    void math();

    void verify();
  }

  @Param("float")
  String precision;

  private Exponentials exponentials;

  @Setup
  public void prepare() {
    exponentials =
        Data.precision(precision) == Precision.FLOAT
            ? new FloatExponentials(LENGTH)
            : new DoubleExponentials(LENGTH);
    WorkRate.countFlop(LENGTH);
  }

  /** The library's kernel. */
  @Benchmark
  public void exp() {
    exponentials.library();
  }

  /** {@code VectorOperators.EXP}: SVML or SLEEF where the JDK has it for this host. */
  @Benchmark
  public void vectorOperators() {
    exponentials.vectorOperators();
  }

  /** {@code Math.exp}, one at a time. */
  @Benchmark
  public void math() {
    exponentials.math();
  }

  @TearDown(Level.Trial)
  public void verify() {
    exponentials.verify();
  }
}
