package io.github.lanewise.jmh.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The tables of a report, in Markdown. A number in brackets is the least or the most of the forks.
 */
final class Tables {

  private static final Map<String, List<String>> OURS_OF_PEER = new LinkedHashMap<>();

  static {
    OURS_OF_PEER.put("tribuo-softmax", List.of("sgd-softmax", "lazy-softmax", "pass-softmax"));
    OURS_OF_PEER.put("tribuo-hinge", List.of("sgd-hinge", "lazy-hinge", "pass-hinge"));
    OURS_OF_PEER.put("liblinear-softmax", List.of("sgd-softmax", "lazy-softmax", "pass-softmax"));
    OURS_OF_PEER.put("liblinear-hinge", List.of("sgd-hinge", "lazy-hinge", "pass-hinge"));
    OURS_OF_PEER.put("smile-softmax", List.of("lbfgs-softmax"));
  }

  private Tables() {}

  /** Products or steps, and what the host could do at best. */
  static String shares(List<Row> rows) {
    List<List<String>> cells = new ArrayList<>();
    for (Row row : rows) {
      Measurement measured = row.measurement();
      List<String> line = line(row);
      line.add(time(measured));
      line.add(Numbers.three(Numbers.median(measured.rate())));
      line.add(Numbers.three(row.best()));
      line.add(Numbers.two(Numbers.median(row.shares())));
      line.add(Numbers.two(Numbers.least(row.shares())));
      line.add(row.bar() == 0 ? "" : Numbers.two(row.bar()));
      line.add(allocated(measured));
      cells.add(line);
    }
    return table(
        "n × d × c | Kind | JDK | Threads | Time | GFLOP/s | At best | Of the best | Worst fork |"
            + " Meant | Allocated",
        cells);
  }

  /** Bytes against floats in the same run, and two threads against one. */
  static String stepRatios(List<Row> rows) {
    List<List<String>> cells = new ArrayList<>();
    for (Row row : rows) {
      Measurement step = row.measurement();
      if (step.parameter("features").equals("byte")) {
        against(rows, row, "float", row.threads())
            .ifPresent(other -> cells.add(ratio(row, other, "bytes, floats", 1.15)));
      }
      if (row.threads() == 2) {
        against(rows, row, step.parameter("features"), 1)
            .ifPresent(other -> cells.add(ratio(row, other, "two threads, one", 1.85)));
      }
    }
    return table("n × d × c | Kind | JDK | Threads | Faster by | Meant", cells);
  }

  private static Optional<Row> against(List<Row> rows, Row row, String features, int threads) {
    Measurement step = row.measurement();
    return rows.stream()
        .filter(other -> other.threads() == threads)
        .filter(other -> sameKind(other.measurement(), step))
        .filter(other -> other.measurement().shape().equals(step.shape()))
        .filter(other -> other.measurement().parameter("loss").equals(step.parameter("loss")))
        .filter(other -> other.measurement().parameter("features").equals(features))
        .findFirst();
  }

  private static List<String> ratio(Row row, Row other, String what, double meant) {
    Measurement step = row.measurement();
    List<String> line = line(row);
    double ratio =
        Numbers.median(other.measurement().nanoseconds()) / Numbers.median(step.nanoseconds());
    line.add("%s: %s".formatted(what, Numbers.two(ratio)));
    line.add(Numbers.two(meant));
    return line;
  }

  /**
   * How many times as fast the backward half of a step is where few margins are violated. What is
   * left of a step where none is violated, the forward half and the losses, is taken off both.
   */
  static String hinge(List<Run> runs) {
    List<List<String>> cells = new ArrayList<>();
    for (Run run : runs) {
      run.denseSteps()
          .forEach(
              dense ->
                  violating(run, dense, "0.01")
                      .flatMap(few -> violating(run, dense, "0").map(no -> hinge(dense, few, no)))
                      .ifPresent(cells::add));
    }
    return table(
        "n × d × c | JDK | Threads | All violated | 1 % violated | None violated |"
            + " Backward faster by | Worst fork | Meant",
        cells);
  }

  /** The same step with another share of violated margins. */
  private static Optional<Measurement> violating(Run run, Measurement step, String share) {
    Map<String, String> wanted = new TreeMap<>(step.parameters());
    wanted.put("violated", share);
    return run.of("StepBenchmark.step")
        .filter(other -> other.jdk().equals(step.jdk()) && other.parameters().equals(wanted))
        .findFirst();
  }

  private static List<String> hinge(Measurement dense, Measurement few, Measurement none) {
    double[] times = few.nanoseconds();
    double rest = Numbers.median(none.nanoseconds());
    double backward = Numbers.median(dense.nanoseconds()) - rest;
    return List.of(
        dense.shape(),
        dense.release(),
        dense.parameter("threads"),
        time(dense),
        time(few),
        time(none),
        Numbers.two(backward / (Numbers.median(times) - rest)),
        Numbers.two(backward / (Numbers.most(times) - rest)),
        "8.00");
  }

  /** Time for each row, or row and feature, or row and class, against the first of the series. */
  static String growth(List<Run> runs) {
    List<List<String>> cells = new ArrayList<>();
    for (Run run : runs) {
      List<Measurement> series = run.growingSteps();
      for (Measurement step : series) {
        cells.add(growth(series, step));
      }
    }
    return table(
        "n × d × c | Kind | JDK | Threads | Time | For each | Takes | To the first | Worst fork |"
            + " Meant",
        cells);
  }

  private static List<String> growth(List<Measurement> series, Measurement step) {
    Measurement first = series.getFirst();
    String growing =
        Stream.of("d", "c")
            .filter(size -> !series.getLast().parameter(size).equals(first.parameter(size)))
            .findFirst()
            .orElse("n");
    double start = Numbers.median(first.nanoseconds()) / units(first, growing);
    double[] each = Numbers.times(1 / units(step, growing), step.nanoseconds());
    List<String> line = line(step, step.parameter("threads"));
    line.add(time(step));
    line.add(Map.of("n", "row", "d", "row and feature", "c", "row and class").get(growing));
    line.add(Numbers.three(Numbers.median(each)) + " ns");
    line.add(Numbers.two(Numbers.median(each) / start));
    line.add(Numbers.two(Numbers.most(each) / start));
    line.add(growing.equals("n") ? "1.10" : "1.15");
    return line;
  }

  private static double units(Measurement step, String growing) {
    return step.number("n") * (growing.equals("n") ? 1 : step.number(growing));
  }

  private static List<String> line(Row row) {
    return line(row.measurement(), Integer.toString(row.threads()));
  }

  private static List<String> line(Measurement measured, String threads) {
    String kind =
        Stream.of("loss", "features", "precision")
            .map(measured::parameter)
            .filter(value -> !value.isEmpty())
            .collect(Collectors.joining(", "));
    return new ArrayList<>(List.of(measured.shape(), kind, measured.release(), threads));
  }

  private static String time(Measurement measured) {
    double[] times = measured.nanoseconds();
    return "%s (%s to %s)"
        .formatted(
            Numbers.time(Numbers.median(times)),
            Numbers.time(Numbers.least(times)),
            Numbers.time(Numbers.most(times)));
  }

  /** JMH's own bookkeeping shows as fractions of a byte a nanosecond-sized call. */
  private static String allocated(Measurement measured) {
    return measured.allocated().length == 0
        ? ""
        : Numbers.three(Math.rint(Numbers.median(measured.allocated()))) + " B";
  }

  static String peers(List<PeerRow> rows) {
    List<List<String>> cells = new ArrayList<>();
    for (PeerRow row : rows) {
      Measurement ours = row.ours();
      List<String> line =
          new ArrayList<>(List.of(ours.shape(), ours.parameter("precision"), ours.release()));
      line.add(Numbers.spread(ours.rate()));
      for (int peer = 0; peer < PeerRow.PEERS.size(); peer++) {
        Measurement theirs = row.peers().get(peer);
        line.add(
            theirs == null
                ? ""
                : "%s: **%s**"
                    .formatted(
                        Numbers.three(Numbers.median(theirs.rate())),
                        Numbers.three(row.ratio(peer))));
      }
      cells.add(line);
    }
    String names = String.join(" | ", PeerRow.PEERS);
    return table("n × d × c | Precision | JDK | Lanewise | " + names, cells);
  }

  /** The geometric means of the ratios, of each JDK and precision. */
  static String means(List<PeerRow> rows) {
    List<List<String>> cells = new ArrayList<>();
    rows.stream()
        .collect(
            Collectors.groupingBy(
                row -> row.ours().release() + " | " + row.ours().parameter("precision"),
                TreeMap::new,
                Collectors.toList()))
        .forEach(
            (kind, group) -> {
              List<String> line = new ArrayList<>(List.of(kind));
              IntStream.range(0, PeerRow.PEERS.size())
                  .mapToObj(peer -> mean(group, peer))
                  .forEach(line::add);
              cells.add(line);
            });
    return table("JDK | Precision | " + String.join(" | ", PeerRow.PEERS), cells);
  }

  private static String mean(List<PeerRow> rows, int peer) {
    double[] logarithms =
        rows.stream()
            .filter(row -> row.peers().get(peer) != null)
            .mapToDouble(row -> StrictMath.log(row.ratio(peer)))
            .toArray();
    return logarithms.length == 0
        ? ""
        : Numbers.two(StrictMath.exp(Arrays.stream(logarithms).sum() / logarithms.length));
  }

  static String exponentials(List<Run> runs) {
    List<List<String>> cells = new ArrayList<>();
    for (Run run : runs) {
      run.of("ExpBenchmark.exp")
          .sorted(Comparator.comparing(exp -> exp.parameter("precision")))
          .forEach(exp -> cells.add(exponential(run, exp)));
    }
    return table(
        "Precision | JDK | Lanewise | VectorOperators.EXP | Math.exp | to VectorOperators.EXP |"
            + " to Math.exp",
        cells);
  }

  private static List<String> exponential(Run run, Measurement exp) {
    List<String> line = new ArrayList<>(List.of(exp.parameter("precision"), exp.release()));
    List<Measurement> all =
        Stream.of("ExpBenchmark.exp", "ExpBenchmark.vectorOperators", "ExpBenchmark.math")
            .flatMap(name -> run.of(name).filter(other -> sameKind(other, exp)))
            .toList();
    // One exponential counts as 1 FLOP.
    all.forEach(way -> line.add(Numbers.three(1 / Numbers.median(way.rate())) + " ns"));
    all.stream()
        .skip(1)
        .forEach(
            way -> line.add(Numbers.two(Numbers.median(exp.rate()) / Numbers.median(way.rate()))));
    return line;
  }

  /** The softmax of rows, which is meant to be fast in {@code float}. */
  static String softmax(List<Run> runs) {
    List<List<String>> cells = new ArrayList<>();
    for (Run run : runs) {
      run.of("SoftmaxBenchmark.softmax").forEach(softmax -> cells.add(softmax(softmax)));
    }
    return table(
        "c | Rows | Precision | JDK | A row | An element | Worst fork | Meant | Allocated", cells);
  }

  private static List<String> softmax(Measurement softmax) {
    double row = Numbers.median(softmax.nanoseconds()) / softmax.number("n");
    double worst = Numbers.most(softmax.nanoseconds()) / softmax.number("n");
    double c = softmax.number("c");
    String meant = c == 10 ? "12 ns a row" : "0.45 ns an element";
    return List.of(
        softmax.parameter("c"),
        softmax.parameter("n"),
        softmax.parameter("precision"),
        softmax.release(),
        Numbers.three(row) + " ns",
        Numbers.three(row / c) + " ns",
        "%s ns, %s ns".formatted(Numbers.three(worst), Numbers.three(worst / c)),
        softmax.parameter("precision").equals("float") ? meant : "",
        allocated(softmax));
  }

  private static boolean sameKind(Measurement one, Measurement other) {
    return one.jdk().equals(other.jdk())
        && one.parameter("precision").equals(other.parameter("precision"));
  }

  static String predictions(List<Run> runs) {
    List<List<String>> cells = new ArrayList<>();
    for (Run run : runs) {
      Stream.of("PredictBenchmark.one", "PredictBenchmark.batch")
          .flatMap(run::of)
          .forEach(prediction -> cells.add(prediction(run, prediction)));
    }
    return table("Call | Rows | d | c | JDK | Time | GFLOP/s | Of the peak | Allocated", cells);
  }

  private static List<String> prediction(Run run, Measurement measured) {
    double peak = run.peak(measured.parameter("precision"), measured.threads());
    double rate = Numbers.median(measured.rate());
    return List.of(
        measured.name().substring(measured.name().indexOf('.') + 1),
        measured.parameters().getOrDefault("n", "1"),
        measured.parameter("d"),
        measured.parameter("c"),
        measured.release(),
        time(measured),
        Numbers.three(rate),
        Numbers.two(rate / peak),
        allocated(measured));
  }

  /** A line for each trainer of others and each work of ours that it is compared with. */
  static String trainers(List<Run> runs) {
    List<List<String>> cells = new ArrayList<>();
    for (Run run : runs) {
      OURS_OF_PEER.forEach(
          (peer, ours) ->
              trainer(run, peer)
                  .forEach(
                      their ->
                          ours.stream()
                              .flatMap(name -> trainer(run, name))
                              .forEach(own -> cells.add(training(their, own)))));
    }
    return table("Data | JDK | Trainer | Time | Lanewise | Time | Faster by", cells);
  }

  private static Stream<Measurement> trainer(Run run, String name) {
    return run.of("TrainingPeersBenchmark.train")
        .filter(training -> training.parameter("learner").equals(name));
  }

  private static List<String> training(Measurement their, Measurement own) {
    double ratio = Numbers.median(their.nanoseconds()) / Numbers.median(own.nanoseconds());
    return List.of(
        their.parameter("data"),
        their.release(),
        their.parameter("learner"),
        time(their),
        own.parameter("learner"),
        time(own),
        Numbers.three(ratio));
  }

  /** Nothing where nothing was measured. */
  private static String table(String header, List<List<String>> cells) {
    if (cells.isEmpty()) {
      return "";
    }
    StringBuilder table = new StringBuilder("| " + header + " |\n");
    table.append("|---".repeat(header.split("\\|").length)).append("|\n");
    for (List<String> line : cells) {
      table.append("| ").append(String.join(" | ", line)).append(" |\n");
    }
    return table.toString();
  }
}
