package io.github.lanewise.jmh.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one benchmark with one set of parameters gave, a number for each fork: the median of its
 * iterations.
 *
 * @param name class and method, such as {@code GemmBenchmark.multiply}
 * @param jdk the version of the measured Java, such as {@code 25.0.3}
 * @param threads of JMH
 * @param parameters by name
 * @param nanoseconds a call, of each fork
 * @param rate 10^9 FLOP or bytes a second, of each fork; empty if the benchmark counts no work
 * @param allocated bytes a call, of each fork; empty without {@code -prof gc}
 */
record Measurement(
    String name,
    String jdk,
    int threads,
    Map<String, String> parameters,
    double[] nanoseconds,
    double[] rate,
    double[] allocated) {

  private static final Map<String, Double> NANOSECONDS =
      Map.of("ns/op", 1.0, "us/op", 1e3, "ms/op", 1e6, "s/op", 1e9);

  /** All measurements of a file that JMH wrote with {@code -rf json}. */
  static List<Measurement> parse(String json) {
    List<Measurement> measurements = new ArrayList<>();
    for (Object entry : (List<?>) Json.parse(json)) {
      measurements.add(of((Map<?, ?>) entry));
    }
    return measurements;
  }

  private static Measurement of(Map<?, ?> entry) {
    String[] path = ((String) entry.get("benchmark")).split("\\.");
    Map<String, String> parameters = new TreeMap<>();
    if (entry.get("params") instanceof Map<?, ?> given) {
      given.forEach((name, value) -> parameters.put((String) name, (String) value));
    }
    Map<?, ?> primary = (Map<?, ?>) entry.get("primaryMetric");
    Map<?, ?> secondary = (Map<?, ?>) entry.get("secondaryMetrics");
    Object rate = secondary.containsKey("gflops") ? secondary.get("gflops") : secondary.get("gbps");
    return new Measurement(
        path[path.length - 2] + "." + path[path.length - 1],
        (String) entry.get("jdkVersion"),
        ((Double) entry.get("threads")).intValue(),
        parameters,
        forks(primary, NANOSECONDS.get(primary.get("scoreUnit"))),
        forks(rate, 1),
        forks(secondary.get("gc.alloc.rate.norm"), 1));
  }

  private static double[] forks(Object metric, double unit) {
    if (!(metric instanceof Map<?, ?> given)) {
      return new double[0];
    }
    List<?> forks = (List<?>) given.get("rawData");
    return forks.stream().mapToDouble(fork -> unit * Numbers.median(iterations(fork))).toArray();
  }

  private static double[] iterations(Object fork) {
    return ((List<?>) fork).stream().mapToDouble(value -> (Double) value).toArray();
  }

  /** The value of a parameter, or the empty string. */
  String parameter(String parameter) {
    return parameters.getOrDefault(parameter, "");
  }

  /** {@code n x d x c}. */
  String shape() {
    return String.join(" × ", parameter("n"), parameter("d"), parameter("c"));
  }

  /** The value of a parameter that is a number. */
  double number(String parameter) {
    return Double.parseDouble(parameter(parameter));
  }

  /** The release of the JDK, such as 25. */
  String release() {
    return jdk.split("[.+-]")[0];
  }
}
