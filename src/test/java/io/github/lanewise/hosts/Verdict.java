package io.github.lanewise.hosts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a host compares with the first one of its class.
 *
 * @param host its name
 * @param description the line of {@code Lanewise.describe()} there; null if it failed
 * @param failure why there is no answer, or that it cannot run here; null if there is one
 * @param operations how many operations each family has
 * @param differences operations that differ, with the first element that does
 */
record Verdict(
    String host,
    String description,
    String failure,
    SequencedMap<String, Integer> operations,
    SequencedMap<String, String> differences) {

  private static final Pattern CLASS = Pattern.compile("fma=(true|false)");

  /** A width beyond the hardware's cannot be had: nothing to compare, and nothing wrong. */
  private static final String NOT_HERE = "widest vectors";

  static Verdict of(String host, String description, Answers expected, Answers actual) {
    SequencedMap<String, Integer> operations = new LinkedHashMap<>();
    for (String name : actual.digests().keySet()) {
      operations.merge(Operation.family(name), 1, Integer::sum);
    }
    return new Verdict(
        host, description, null, operations, Comparison.differences(expected, actual));
  }

  static Verdict failed(String host, String reason) {
    return new Verdict(host, null, reason, new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  /** {@code fma=true} or {@code fma=false}. */
  static String numericClass(String description) {
    Matcher matcher = CLASS.matcher(description);
    if (!matcher.find()) {
      throw new IllegalStateException("no class in \"" + description + "\"");
    }
    return matcher.group();
  }

  /** Whether all bits agree, or the host cannot be had here. */
  boolean holds() {
    return failure == null ? differences.isEmpty() : failure.contains(NOT_HERE);
  }

  /** The cell of a family of operations. */
  String cell(String family) {
    if (failure != null) {
      return holds() ? "not on this host" : "failed";
    }
    long differing =
        differences.keySet().stream().filter(name -> Operation.family(name).equals(family)).count();
    return differing == 0
        ? "equal"
        : "**" + differing + " of " + operations.getOrDefault(family, 0) + " differ**";
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(host).append(": ");
    if (failure != null) {
      return text.append(holds() ? "not on this host: " : "FAILED: ").append(failure).toString();
    }
    int all = operations.values().stream().mapToInt(Integer::intValue).sum();
    text.append(all - differences.size()).append(" of ").append(all).append(" operations equal");
    text.append(" (").append(description).append(')');
    for (Map.Entry<String, String> entry : differences.entrySet()) {
      text.append("\n  ").append(entry.getKey()).append(": ").append(entry.getValue());
    }
    return text.toString();
  }
}
