package io.github.lanewise.hosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Runs {@link Fingerprint} on many hosts and compares every bit with the first host of the same
 * class: {@code HostMatrix LIBRARY.jar TEST-CLASSES DIGITS quick|aarch64|PAGE JDK...}.
 *
 * <p>{@code quick} runs what every change has to pass, {@code aarch64} that and the AArch64 java
 * which {@code LANEWISE_ARM64_JAVA} names. A page's name runs everything, AArch64 if there is one,
 * and writes the table there. Exit status 1 if any host differs or fails.
 */
final class HostMatrix {

  private HostMatrix() {}

  public static void main(String[] arguments) throws IOException {
    Path digits = Path.of(arguments[2]);
    String rows = arguments[3];
    boolean all = !rows.equals("quick") && !rows.equals("aarch64");
    String aarch64 = System.getenv("LANEWISE_ARM64_JAVA");
    List<Path> homes = Stream.of(arguments).skip(4).map(Path::of).toList();
    Path images = Files.createTempDirectory("lanewise-images");
    try {
      Hosts hosts = new Hosts(Path.of(arguments[0]), Path.of(arguments[1]));
      homes.forEach(hosts::addQuick);
      if (aarch64 != null && !rows.equals("quick")) {
        // The slowest first, so that they do not end alone.
        hosts.addAarch64(Path.of(aarch64));
      }
      if (all) {
        for (Path home : homes) {
          hosts.addSlow(home, images);
        }
      }
      List<Verdict> verdicts = verdicts(hosts.all(), digits);
      HostsPage page = new HostsPage(verdicts, homes.stream().map(Release::of).toList());
      System.out.println(page.summary());
      if (all) {
        Files.writeString(Path.of(rows), page.toString());
      }
      System.exit(verdicts.stream().allMatch(Verdict::holds) ? 0 : 1);
    } finally {
      delete(images);
    }
  }

  /** As many hosts at once as there are processors; verdicts are told in order. */
  private static List<Verdict> verdicts(List<Host> hosts, Path digits) {
    Map<String, ChildAnswers> references = new LinkedHashMap<>();
    List<Verdict> verdicts = new ArrayList<>();
    try (ExecutorService pool =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Future<ChildAnswers>> answers =
          hosts.stream().map(host -> pool.submit(() -> new ChildAnswers(host, digits))).toList();
      for (int i = 0; i < hosts.size(); i++) {
        Verdict verdict = verdict(hosts.get(i).name(), answers.get(i), references);
        System.out.println(verdict);
        verdicts.add(verdict);
      }
    }
    return verdicts;
  }

  /** Against the first host of its class. Modified: references. */
  private static Verdict verdict(
      String host, Future<ChildAnswers> future, Map<String, ChildAnswers> references) {
    try {
      ChildAnswers answers = future.get();
      String numericClass = Verdict.numericClass(answers.description());
      references.putIfAbsent(numericClass, answers);
      return Verdict.of(host, answers.description(), references.get(numericClass), answers);
    } catch (ExecutionException failed) {
      return Verdict.failed(host, failed.getCause().getMessage());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Verdict.failed(host, "interrupted");
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
