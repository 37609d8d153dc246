package io.github.lanewise.jmh.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the tables and charts of {@code docs/benchmarks.md} from JMH's results. Equal results make
 * equal files.
 */
public final class Report {

  private Report() {}

  /**
   * Writes {@code tables.md}, {@code products.svg}, {@code steps.svg}, {@code peers.svg} and {@code
   * torch.svg}, each if something of the kind was measured. Files whose names agree up to the first
   * point were measured together, as one run; where they begin with {@code growth}, as one series.
   *
   * @param arguments an existing folder for the results, a line for the charts that says where the
   *     numbers are from, and the JSON files
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    String source = arguments[1];
    List<Run> runs = runs(List.of(arguments).subList(2, arguments.length));
    List<Row> products = rows(runs, run -> run.of("GemmBenchmark.multiply"), Row::product);
    List<Row> steps = rows(runs, Run::denseSteps, Row::step);
    List<PeerRow> peers = runs.stream().flatMap(run -> PeerRow.of(run).stream()).toList();
    Files.writeString(folder.resolve("tables.md"), tables(runs, products, steps, peers));
    if (!products.isEmpty()) {
      String chart =
          Charts.shares(
              "Matrix product: share of the multiply-add peak",
              "GFLOP/s / GFLOP/s of PeakBenchmark.fma in the same run",
              source,
              products);
      Files.writeString(folder.resolve("products.svg"), chart);
    }
    if (!steps.isEmpty()) {
      String chart =
          Charts.shares(
              "Training step: share of the speed that peak and memory allow",
              "(FLOP / peak + bytes of X / read bandwidth) / time, all in the same run",
              source,
              steps);
      Files.writeString(folder.resolve("steps.svg"), chart);
    }
    if (runs.stream().anyMatch(run -> run.of("step_torch.torch").findAny().isPresent())) {
      Files.writeString(folder.resolve("torch.svg"), Charts.torch(source, runs));
    }
    if (!peers.isEmpty()) {
      String newest = peers.stream().map(row -> row.ours().jdk()).max(byRelease()).orElseThrow();
      List<PeerRow> shown = peers.stream().filter(row -> row.ours().jdk().equals(newest)).toList();
      Files.writeString(folder.resolve("peers.svg"), Charts.ratios(source, shown));
    }
  }

  private static Comparator<String> byRelease() {
    return Comparator.comparingInt(jdk -> Integer.parseInt(jdk.split("[.+-]")[0]));
  }

  private static List<Run> runs(List<String> files) throws IOException {
    Map<String, List<Measurement>> runs = new LinkedHashMap<>();
    for (String file : files) {
      Path path = Path.of(file);
      String run = path.getFileName().toString().split("\\.")[0];
      runs.computeIfAbsent(run, key -> new ArrayList<>())
          .addAll(Measurement.parse(Files.readString(path)));
    }
    return runs.entrySet().stream().map(run -> new Run(run.getKey(), run.getValue())).toList();
  }

  private static List<Row> rows(
      List<Run> runs,
      Function<Run, Stream<Measurement>> measured,
      BiFunction<Run, Measurement, Row> toRow) {
    return runs.stream()
        .flatMap(run -> measured.apply(run).map(one -> toRow.apply(run, one)))
        .toList();
  }

  private static String tables(
      List<Run> runs, List<Row> products, List<Row> steps, List<PeerRow> peers) {
    Map<String, String> sections = new LinkedHashMap<>();
    sections.put("Products", Tables.shares(products));
    sections.put(
        "Products by others: GFLOP/s, and how many times as fast Lanewise is", Tables.peers(peers));
    sections.put("Geometric means of these ratios", Tables.means(peers));
    sections.put("Steps", Tables.shares(steps));
    sections.put("Steps against steps", Tables.stepRatios(steps));
    sections.put("Backward of the hinge", Tables.hinge(runs));
    sections.put("Growth of the step", Tables.growth(runs));
    sections.put("exp, for each element", Tables.exponentials(runs));
    sections.put("Softmax of rows with labels", Tables.softmax(runs));
    sections.put("Prediction", Tables.predictions(runs));
    sections.put("Training by others", Tables.trainers(runs));
    return sections.entrySet().stream()
        .filter(section -> !section.getValue().isEmpty())
        .map(section -> "### " + section.getKey() + "\n\n" + section.getValue())
        .collect(Collectors.joining("\n"));
  }
}
