package io.github.lanewise.jmh.report;

/**
 * A measurement as a share of what the host could do at best in the same run.
 *
 * @param measurement what was measured
 * @param threads the library's and JMH's together
 * @param best GFLOP/s at best
 * @param bar the share that it is meant to reach; 0 if there is none
 */
record Row(Measurement measurement, int threads, double best, double bar) {

  /** A product: the peak is the best. */
  static Row product(Run run, Measurement product) {
    String precision = product.parameter("precision");
    double peak = run.peak(precision, product.threads());
    return new Row(product, product.threads(), peak, productBar(product));
  }

  private static double productBar(Measurement product) {
    if (product.number("n") <= 200) {
      return 0;
    }
    boolean square = product.parameter("n").equals(product.parameter("c"));
    if (!square || product.number("n") < 1024) {
      return 0.90;
    }
    if (product.parameter("precision").equals("double")) {
      return 0.93;
    }
    return product.threads() == 1 ? 0.95 : 0.92;
  }

  /** A step: it computes at the peak and reads X once, one after the other. */
  static Row step(Run run, Measurement step) {
    double flop = 4 * step.number("n") * step.number("d") * step.number("c");
    int size = step.parameter("features").equals("byte") ? 1 : Float.BYTES;
    double bytes = size * step.number("n") * step.number("d");
    int threads = (int) step.number("threads");
    double peak = run.peak(step.parameter("precision"), threads);
    double nanoseconds = flop / peak + bytes / run.bandwidth(threads);
    return new Row(step, threads, flop / nanoseconds, stepBar(step));
  }

  /** Bytes are meant to be 1.15 times as fast as floats instead. */
  private static double stepBar(Measurement step) {
    if (step.parameter("features").equals("byte")) {
      return 0;
    }
    if (step.parameter("n").equals("60000") || step.number("c") > 1000) {
      return 0.80;
    }
    return step.number("c") == 1000 ? 0.90 : 0.70;
  }

  /** Of each fork. */
  double[] shares() {
    return Numbers.times(1 / best, measurement.rate());
  }
}
