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
 * Softmax of n rows of scores with labels, as the cross-entropy needs it: the scores become dL/dS.
 * It begins by copying the scores in, and the time includes that. Each of the n c elements counts
 * as 1 FLOP, so that {@code gflops} reads as elements per nanosecond.
 */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SoftmaxBenchmark extends Measured {

  /** Rows of scores in one precision. */
  interface Scores {
    void softmax();

    void verify();
  }

  @Param("1024")
  int n;

  @Param("10")
  int c;

  @Param("float")
  String precision;

  private Scores scores;

  @Setup
  public void prepare() {
    scores =
        Data.precision(precision) == Precision.FLOAT
            ? new FloatScores(n, c)
            : new DoubleScores(n, c);
    WorkRate.countFlop((double) n * c);
  }

  @Benchmark
  public void softmax() {
    scores.softmax();
  }

  @TearDown(Level.Trial)
  public void verify() {
    scores.verify();
  }
}
