package io.github.lanewise.hosts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;

/** Finds the operations in which two hosts differ, and the first element that does. */
final class Comparison {

  private Comparison() {}

  /** Differing operations, each with its first difference in words; empty if all bits agree. */
  static SequencedMap<String, String> differences(Answers expected, Answers actual) {
    Map<String, String> wanted = expected.digests();
    Map<String, String> found = actual.digests();
    TreeSet<String> names = new TreeSet<>(wanted.keySet());
    names.addAll(found.keySet());
    SequencedMap<String, String> differences = new LinkedHashMap<>();
    List<String> differing = new ArrayList<>();
    for (String name : names) {
      if (!wanted.containsKey(name) || !found.containsKey(name)) {
        differences.put(name, "computed by one host only");
      } else if (!wanted.get(name).equals(found.get(name))) {
        differing.add(name);
      }
    }
    if (!differing.isEmpty()) {
      Map<String, Bits> wantedBits = expected.bits(differing);
      Map<String, Bits> foundBits = actual.bits(differing);
      differing.forEach(
          name -> differences.put(name, first(wantedBits.get(name), foundBits.get(name))));
    }
    return differences;
  }

  /** The first difference in words. */
  static String first(Bits expected, Bits actual) {
    if (expected.size() != actual.size()) {
      return actual.size() + " elements, expected " + expected.size();
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!expected.pattern(i).equals(actual.pattern(i))) {
        return "element %s: %s, expected %s"
            .formatted(Integer.toString(i), actual.pattern(i), expected.pattern(i));
      }
    }
    return "differs from run to run: equal when computed again";
  }
}
