package io.github.lanewise.jmh;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Adds to every iteration the work done per time, as the secondary result {@code gflops}, {@code
 * gbps} or {@code mnnz}: the work of one operation over the time of one, added up over the threads
 * of JMH.
 *
 * <p>A profiler, because JMH's {@code AuxCounters} have no rate in the mode {@code AverageTime}: an
 * event counter is added up over iterations and forks, and any other becomes time per count.
 */
public final class WorkRate implements InternalProfiler {

  /** Of the one benchmark that this virtual machine runs; set by its setup. */
  private static volatile Work work;

  private record Work(String counter, String unit, double perOperation) {}

  /** Declares how many floating-point operations one call of the benchmark does. */
  static void countFlop(double perOperation) {
    work = new Work("gflops", "GFLOP/s", perOperation);
  }

  /** Declares how many bytes one call of the benchmark reads. */
  static void countBytes(double perOperation) {
    work = new Work("gbps", "GB/s", perOperation);
  }

  /** Declares how many non-zeros of sparse rows one call of the benchmark takes. */
  static void countNonZeros(double perOperation) {
    work = new Work("mnnz", "10^6 non-zeros/s", 1000 * perOperation);
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {}

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    Work counted = work;
    if (counted == null || benchmark.getMode() != Mode.AverageTime) {
      return List.of();
    }
    // 10^9 a second is 1 a nanosecond.
    double nanoseconds = TimeUnit.NANOSECONDS.convert(1, benchmark.getTimeUnit());
    double rate = 0;
    for (Result<?> thread : result.getRawPrimaryResults()) {
      rate += counted.perOperation / (thread.getScore() * nanoseconds);
    }
    return List.of(new ScalarResult(counted.counter, rate, counted.unit, AggregationPolicy.AVG));
  }

  @Override
  public String getDescription() {
    return "Work done per time: gflops, gbps or mnnz";
  }
}
