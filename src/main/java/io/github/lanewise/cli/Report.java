package io.github.lanewise.cli;

import io.github.lanewise.io.AtomicFile;
import io.github.lanewise.io.Json;
import io.github.lanewise.kernel.KernelProvider;
import io.github.lanewise.model.LinearModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The results of one command as a flat JSON object, one member a line. */
final class Report {

  private final Map<String, Object> members = new LinkedHashMap<>();

  /** Adds a member; a number that JSON cannot express becomes null. */
  Report add(String key, Object value) {
    boolean unspeakable = value instanceof Double number && !Double.isFinite(number);
    members.put(key, unspeakable ? null : value);
    return this;
  }

  /** Adds what identifies a model and the machine that computed with it. */
  Report addModel(LinearModel model, int threads) {
    return add("classes", model.classes())
        .add("features", model.features())
        .add("modelSha256", model.sha256())
        .add("kernel", KernelProvider.floats().name())
        .add("jdk", System.getProperty("java.version"))
        .add("threads", threads)
        .add("precision", model.precision().toString());
  }

  String text() {
    return members.entrySet().stream()
        .map(member -> Json.write(member.getKey()) + ": " + Json.write(member.getValue()))
        .collect(Collectors.joining(",\n  ", "{\n  ", "\n}\n"));
  }

  void write(Path file) throws IOException {
    AtomicFile.write(file, text().getBytes(StandardCharsets.UTF_8));
  }
}
