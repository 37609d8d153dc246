package io.github.lanewise.jmh.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The charts of a report: shares of what the host could do, and ratios to other libraries. */
final class Charts {

  /** Data in a cache can be faster than the memory's bandwidth allows. */
  private static final List<Double> SHARES = List.of(0.0, 0.25, 0.5, 0.75, 1.0, 1.25);

  private static final List<Double> RATIOS = List.of(0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0);

  private Charts() {}

  /** A group for each product or step, a bar for each JDK. */
  static String shares(String title, String axis, String source, List<Row> rows) {
    List<String> jdks = rows.stream().map(Charts::jdk).distinct().toList();
    Map<String, List<BarChart.Bar>> groups = new LinkedHashMap<>();
    for (Row row : rows) {
      double[] shares = row.shares();
      groups
          .computeIfAbsent(label(row), key -> new ArrayList<>())
          .add(
              new BarChart.Bar(
                  jdks.indexOf(jdk(row)),
                  Numbers.median(shares),
                  Numbers.least(shares),
                  Numbers.most(shares),
                  row.bar()));
    }
    BarChart.Scale scale = new BarChart.Scale(false, 0, SHARES);
    return new BarChart(title, source, axis, scale, jdks, groups(groups)).svg();
  }

  private static String jdk(Row row) {
    return "JDK " + row.measurement().release();
  }

  private static String label(Row row) {
    Measurement measured = row.measurement();
    StringBuilder label = new StringBuilder(measured.shape());
    if (!measured.parameter("loss").isEmpty()) {
      label.append(' ').append(measured.parameter("loss"));
    }
    for (String parameter : List.of("precision", "features")) {
      String value = measured.parameter(parameter);
      if (!value.isEmpty() && !value.equals("float")) {
        label.append(' ').append(value);
      }
    }
    return label.append(row.threads() == 1 ? "" : ", " + row.threads() + " threads").toString();
  }

  /** A group for each product, a bar for each library that did it too. */
  static String ratios(String source, List<PeerRow> rows) {
    List<Integer> measured =
        IntStream.range(0, PeerRow.PEERS.size())
            .filter(peer -> rows.stream().anyMatch(row -> row.peers().get(peer) != null))
            .boxed()
            .toList();
    Map<String, List<BarChart.Bar>> groups = new LinkedHashMap<>();
    for (PeerRow row : rows) {
      for (int series = 0; series < measured.size(); series++) {
        Measurement peer = row.peers().get(measured.get(series));
        if (peer != null) {
          groups.computeIfAbsent(row.label(), key -> new ArrayList<>()).add(bar(series, row, peer));
        }
      }
    }
    return new BarChart(
            "Speed of the product against other libraries",
            source,
            "GFLOP/s of Lanewise / GFLOP/s of the other, one thread; above 1 Lanewise is faster",
            new BarChart.Scale(true, 1, RATIOS),
            measured.stream().map(PeerRow.PEERS::get).toList(),
            groups(groups))
        .svg();
  }

  /** The whisker goes from our worst fork against the median of theirs to our best. */
  private static BarChart.Bar bar(int series, PeerRow row, Measurement peer) {
    double[] ratios = Numbers.times(1 / Numbers.median(peer.rate()), row.ours().rate());
    return bar(series, ratios);
  }

  private static BarChart.Bar bar(int series, double[] ratios) {
    return new BarChart.Bar(
        series, Numbers.median(ratios), Numbers.least(ratios), Numbers.most(ratios), 0);
  }

  /** A group for each step that PyTorch did too, a bar for each number of threads. */
  static String torch(String source, List<Run> runs) {
    Map<String, List<BarChart.Bar>> groups = new LinkedHashMap<>();
    for (Run run : runs) {
      List<Measurement> theirs = run.of("step_torch.torch").toList();
      List<Measurement> ours = run.of("step_torch.lanewise").toList();
      for (int i = 0; i < theirs.size(); i++) {
        double theirTime = Numbers.median(theirs.get(i).nanoseconds());
        double[] ratios = Numbers.over(theirTime, ours.get(i).nanoseconds());
        int series = ours.get(i).threads() - 1;
        groups
            .computeIfAbsent(
                ours.get(i).shape() + " " + ours.get(i).parameter("loss"), key -> new ArrayList<>())
            .add(bar(series, ratios));
      }
    }
    return new BarChart(
            "Speed of the training step against PyTorch",
            source,
            "time of PyTorch / time of Lanewise, alternating rounds; above 1 Lanewise is faster",
            new BarChart.Scale(true, 1, RATIOS),
            List.of("1 thread", "2 threads"),
            groups(groups))
        .svg();
  }

  private static List<BarChart.Group> groups(Map<String, List<BarChart.Bar>> bars) {
    return bars.entrySet().stream()
        .map(entry -> new BarChart.Group(entry.getKey(), entry.getValue()))
        .toList();
  }
}
