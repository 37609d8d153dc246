package io.github.lanewise.cli;

import io.github.lanewise.model.LinearModel;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;

/** What a model is, where it comes from, and what speaks for and against each class. */
final class ModelSummary {
  private static final int STRONGEST = 8;

  private ModelSummary() {}

  static void print(LinearModel model, PrintWriter out) {
    out.println(model);
    line(out, "sha256", model.sha256());
    line(out, "feature scale", Double.toString(model.featureScale()));
    line(out, "probabilities", model.hasProbabilities() ? "yes" : "no");
    List<String> names = FeatureNames.of(model);
    for (Map.Entry<String, String> remark : model.metadata().entrySet()) {
      if (names.isEmpty() || !remark.getKey().equals(FeatureNames.KEY)) {
        line(out, remark.getKey(), remark.getValue());
      }
    }
    out.println("strongest features of each class" + (names.isEmpty() ? ", counted from 0:" : ":"));
    for (int c = 0; c < model.classes(); c++) {
      line(out, "  " + model.labelNames().get(c), strongest(model, c, names));
    }
  }

  /** Weights by decreasing size, of equals the first feature first. */
  private static String strongest(LinearModel model, int c, List<String> names) {
    Comparator<Integer> bySize =
        Comparator.comparingDouble((Integer d) -> Math.abs(model.weight(c, d)))
            .thenComparing(Comparator.reverseOrder());
    PriorityQueue<Integer> kept = new PriorityQueue<>(bySize);
    for (int d = 0; d < model.features(); d++) {
      kept.add(d);
      if (kept.size() > STRONGEST) {
        kept.remove();
      }
    }
    StringBuilder text = new StringBuilder();
    while (!kept.isEmpty()) {
      int d = kept.remove();
      Object name = names.isEmpty() ? d : names.get(d);
      text.insert(0, String.format(Locale.ROOT, "%s: %+.4g  ", name, model.weight(c, d)));
    }
    return text.toString().strip();
  }

  private static void line(PrintWriter out, String name, String value) {
    out.printf("%-20s %s%n", name, value);
  }
}
