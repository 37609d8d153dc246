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
 * Serving by {@code LinearModel.predict}: the class of one row, 2 d c FLOP, and the classes of a
 * batch of n rows, 2 n d c FLOP.
 */
@State(Scope.Thread)
public class PredictBenchmark extends Measured {

  /** A model in one precision and rows for it. */
  interface Prediction {
    int one(int row);

    int[] batch();

    void verify();
  }

  /** Rows that {@link #one} takes in turn: a power of two, few enough to stay in the cache. */
  private static final int TURN = 16;

  @Param("1024")
  int n;

  @Param("784")
  int d;

  @Param("10")
  int c;

  @Param("float")
  String precision;

  private Prediction prediction;
  private double flopOfRow;
  private int turn;

  @Setup
  public void prepare() {
    prediction =
        Data.precision(precision) == Precision.FLOAT
            ? new FloatPrediction(Math.max(n, TURN), d, c)
            : new DoublePrediction(Math.max(n, TURN), d, c);
  }

  @Benchmark
  public int one() {
    return prediction.one(turn++ & TURN - 1);
  }

  @Benchmark
  public int[] batch() {
    return prediction.batch();
  }

  @TearDown(Level.Trial)
  public void verify() {
    prediction.verify();
  }
}
