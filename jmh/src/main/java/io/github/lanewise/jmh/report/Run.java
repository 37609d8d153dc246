package io.github.lanewise.jmh.report;

import java.util.List;
import java.util.stream.Stream;

/**
 * What was measured together: products or steps, and the peak and the bandwidth to divide by.
 *
 * @param measurements all of the run
 */
record Run(List<Measurement> measurements) {

  /** Those of a benchmark, in the order of the run. */
  Stream<Measurement> of(String name) {
    return measurements.stream().filter(measurement -> measurement.name().equals(name));
  }

  /** Steps over dense dL/dS, as all are but those that {@link Tables#hinge} compares. */
  Stream<Measurement> denseSteps() {
    return of("StepBenchmark.step")
        .filter(step -> List.of("", "1").contains(step.parameter("violated")));
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
