package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Columns that are large beside the bias, which is the weight of a column of ones. They make
 * descent slow or let it diverge, and their weights, being small, hardly feel the penalty.
 */
final class UnscaledColumns {

  /** The root mean square beyond which a column counts: it curves a hundred times as the bias. */
  static final double LIMIT = 10;

  /** Rows that tell. */
  static final int SAMPLE_ROWS = 1000;

  private static final int NAMED = 5;

  private UnscaledColumns() {}

  /** One line that names the largest of them, or nothing if there are none. */
  static List<String> notes(Dataset data) {
    ColumnStatistics sample = ColumnStatistics.ofSample(data, SAMPLE_ROWS);
    List<Integer> large =
        IntStream.range(0, data.columns())
            .filter(d -> sample.rootMeanSquare(d) > LIMIT)
            .boxed()
            .sorted(Comparator.comparingDouble(d -> -sample.rootMeanSquare(d)))
            .toList();
    if (large.isEmpty()) {
      return List.of();
    }
    String named =
        large.stream()
            .limit(NAMED)
            .map(d -> "%s (%s)".formatted(name(data, d), number(sample.rootMeanSquare(d))))
            .collect(Collectors.joining(", "));
    String others = large.size() > NAMED ? " and " + (large.size() - NAMED) + " more" : "";
    return List.of(
        "unscaled features, with a root mean square above 10: %s%s; standardize or scale them"
            .formatted(named, others));
  }

  private static String name(Dataset data, int d) {
    return data.featureNames().isEmpty() ? "number " + d : data.featureNames().get(d);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
