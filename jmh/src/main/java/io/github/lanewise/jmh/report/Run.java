package io.github.lanewise.jmh.report;

import java.util.List;
import java.util.stream.Stream;

/**
 * What was measured together: products or steps, and the peak and the bandwidth to divide by; or a
 * series of steps, each larger than the one before.
 *
 * @param name the files' up to the first point
 * @param measurements all of the run
 */
record Run(String name, List<Measurement> measurements) {

  /** Those of a benchmark, in the order of the run. */
  Stream<Measurement> of(String name) {
    return measurements.stream().filter(measurement -> measurement.name().equals(name));
  }

  /** Steps over dense dL/dS, to be divided by the peak and the bandwidth. */
  Stream<Measurement> denseSteps() {
    return of("StepBenchmark.step")
        .filter(step -> !isGrowth())
        .filter(step -> List.of("", "1").contains(step.parameter("violated")));
  }

  /** Steps of which n, d or c grows, to be divided by the first of them. */
  List<Measurement> growingSteps() {
    return of("StepBenchmark.step").filter(step -> isGrowth()).toList();
  }

  private boolean isGrowth() {
    return name.startsWith("growth");
  }

  /** The multiply-add peak of that precision on that many threads, in 10^9 FLOP a second. */
  double peak(String precision, int threads) {
    return of("PeakBenchmark.fma")
        .filter(peak -> peak.parameter("precision").equals(precision))
        .filter(peak -> peak.threads() == threads)
        .mapToDouble(peak -> Numbers.median(peak.rate()))
        .findFirst()
        .orElseThrow(() -> missing("PeakBenchmark.fma", precision, threads));
  }

  /** The read bandwidth of that many threads, in 10^9 bytes a second. */
  double bandwidth(int threads) {
    return of("PeakBenchmark.read")
        .filter(read -> read.threads() == threads)
        .mapToDouble(read -> Numbers.median(read.rate()))
        .findFirst()
        .orElseThrow(() -> missing("PeakBenchmark.read", "any", threads));
  }

  private static IllegalArgumentException missing(String name, String precision, int threads) {
    return new IllegalArgumentException(
        "a run without %s, precision %s, threads %d".formatted(name, precision, threads));
  }
}
