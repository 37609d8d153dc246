package io.github.lanewise.cli;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.io.Json;
import io.github.lanewise.model.LinearModel;
import java.util.List;
import java.util.Map;

/** The names of the features as a remark in a model file: a JSON array as text. */
final class FeatureNames {

  static final String KEY = "feature_names";

  /** Longer lists are left out: a header has room for 16 MiB, of which labels come first. */
  private static final int MAX_LENGTH = 4 << 20;

  private FeatureNames() {}

  /** Adds the names that data have, if any. */
  static void keep(Dataset data, Map<String, String> remarks) {
    String names = Json.write(data.featureNames());
    if (!data.featureNames().isEmpty() && names.length() <= MAX_LENGTH) {
      remarks.put(KEY, names);
    }
  }

  /** The names of a model's features; empty if it has none, or something else by that key. */
  static List<String> of(LinearModel model) {
    String names = model.metadata().getOrDefault(KEY, "[]");
    try {
      Object parsed = Json.parse(names, model.features() + 1);
      if (!(parsed instanceof List<?> list) || list.size() != model.features()) {
        return List.of();
      }
      List<String> texts =
          list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
      return texts.size() == list.size() ? texts : List.of();
    } catch (IllegalArgumentException notNames) {
      return List.of();
    }
  }
}
