package io.github.lanewise.jmh;

import java.io.IOException;
import java.util.stream.Stream;
import org.openjdk.jmh.Main;

/** JMH's own command line, with {@link WorkRate} always on. */
public final class Benchmarks {

  private Benchmarks() {}

  /**
   * Runs JMH.
   *
   * @param arguments as JMH takes them; {@code -h} explains
   * @throws IOException if JMH cannot write its results
   */
  public static void main(String[] arguments) throws IOException {
    Stream<String> workRate = Stream.of("-prof", WorkRate.class.getName());
    Main.main(Stream.concat(workRate, Stream.of(arguments)).toArray(String[]::new));
  }
}
