package io.github.lanewise.jmh;

import io.github.lanewise.Precision;
import java.util.SplittableRandom;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What the host can do at best, as Java sees it: the denominators of every fraction of the peak.
 * Each thread has its own data, so that {@code -t 2} measures two cores at once.
 */
public class PeakBenchmark extends Measured {

  /** Chains of multiply-adds in one precision. */
  interface Chains {
    void run();

    double flop();

    void verify();
  }

  /** The chains of one thread. */
  @State(Scope.Thread)
  public static class Arithmetic {

    @Param("float")
    String precision;

    private Chains chains;

    @Setup
    public void prepare() {
      chains =
          Data.precision(precision) == Precision.FLOAT ? new FloatChains() : new DoubleChains();
      WorkRate.countFlop(chains.flop());
    }

    @TearDown(Level.Trial)
    public void verify() {
      chains.verify();
    }
  }

  /**
   * An array of floats, far larger than the caches. Its numbers are small integers, so few of them
   * to a partial sum that every sum is exact whatever the lane count.
   */
  @State(Scope.Thread)
  public static class Memory {

    private static final VectorSpecies<Float> SPECIES = FloatChains.SPECIES;
    private static final int LANES = SPECIES.length();
    private static final int HIGHEST = 3;

    @Param("512")
    int mebibytes;

    private float[] values;
    private long expected;
    private double sum;

    @Setup
    public void prepare() {
      values = new float[Math.multiplyExact(mebibytes, (1 << 20) / Float.BYTES)];
      SplittableRandom random = Data.random(0);
      for (int i = 0; i < values.length; i++) {
        int value = random.nextInt(HIGHEST + 1);
        values[i] = value;
        expected += value;
      }
      WorkRate.countBytes((double) values.length * Float.BYTES);
    }

    /** Eight partial sums, so that loads rather than additions set the pace. */
    void add() {
      float[] v = values;
      FloatVector s0 = FloatVector.zero(SPECIES);
      FloatVector s1 = s0;
      FloatVector s2 = s0;
      FloatVector s3 = s0;
      FloatVector s4 = s0;
      FloatVector s5 = s0;
      FloatVector s6 = s0;
      FloatVector s7 = s0;
      for (int i = 0; i < v.length; i += 8 * LANES) {
        s0 = s0.add(FloatVector.fromArray(SPECIES, v, i));
        s1 = s1.add(FloatVector.fromArray(SPECIES, v, i + LANES));
        s2 = s2.add(FloatVector.fromArray(SPECIES, v, i + 2 * LANES));
        s3 = s3.add(FloatVector.fromArray(SPECIES, v, i + 3 * LANES));
        s4 = s4.add(FloatVector.fromArray(SPECIES, v, i + 4 * LANES));
        s5 = s5.add(FloatVector.fromArray(SPECIES, v, i + 5 * LANES));
        s6 = s6.add(FloatVector.fromArray(SPECIES, v, i + 6 * LANES));
        s7 = s7.add(FloatVector.fromArray(SPECIES, v, i + 7 * LANES));
      }
      sum = exact(s0) + exact(s1) + exact(s2) + exact(s3);
      sum += exact(s4) + exact(s5) + exact(s6) + exact(s7);
    }

    private static double exact(FloatVector partialSums) {
      double total = 0;
      for (int lane = 0; lane < LANES; lane++) {
        total += partialSums.lane(lane);
      }
      return total;
    }

    @TearDown(Level.Trial)
    public void verify() {
      Verify.close(sum, expected, 0, "sum");
    }
  }

  /**
   * The multiply-add peak: independent chains c = a b + c in registers, a and b loaded from memory,
   * the sums stored to it. Each multiply-add of each lane counts as 2 FLOP.
   */
  @Benchmark
  public void fma(Arithmetic arithmetic) {
    arithmetic.chains.run();
  }

  /** The read bandwidth: the sum of an array in memory, each byte of it counted once. */
  @Benchmark
  public void read(Memory memory) {
    memory.add();
  }
}
