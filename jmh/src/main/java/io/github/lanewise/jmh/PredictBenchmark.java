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

/** Serving by {@code LinearModel.predict}: 2 d c FLOP a row. */
public class PredictBenchmark extends Measured {

  /** A model in one precision, and rows for it. */
  interface Prediction {
    int one(int row);

    int[] batch();

    void verify();
  }

  /** A model of c classes and d features. */
  @State(Scope.Thread)
  public abstract static class Model {

    @Param("784")
    int d;

    @Param("10")
    int c;

    @Param("float")
    String precision;

    Prediction prediction;

    void prepare(int rows) {
      prediction =
          Data.precision(precision) == Precision.FLOAT
              ? new FloatPrediction(rows, d, c)
              : new DoublePrediction(rows, d, c);
    }

    @TearDown(Level.Trial)
    public void verify() {
      prediction.verify();
    }
  }

  /** A few rows, each an array of its own, taken in turn. */
  public static class Rows extends Model {

    private static final int ROWS = 16;
    private int turn;

    @Setup
    public void prepare() {
      prepare(ROWS);
      WorkRate.countFlop(2.0 * d * c);
    }

    int next() {
      return turn = (turn + 1) % ROWS;
    }
  }

  /** A batch of n rows in one array. */
  public static class Batch extends Model {

    @Param("1024")
    int n;

    @Setup
    public void prepare() {
      prepare(n);
      WorkRate.countFlop(2.0 * n * d * c);
    }
  }

  /** The class of one row. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public int one(Rows rows) {
    return rows.prediction.one(rows.next());
  }

  /** The classes of n rows. */
  @Benchmark
  public int[] batch(Batch batch) {
    return batch.prediction.batch();
  }
}
