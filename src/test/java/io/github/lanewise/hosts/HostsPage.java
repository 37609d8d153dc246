package io.github.lanewise.hosts;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The matrix as a page of documentation. */
final class HostsPage {

  private final List<Verdict> verdicts;
  private final List<Release> releases;

  HostsPage(List<Verdict> verdicts, List<Release> releases) {
    this.verdicts = verdicts;
    this.releases = releases;
  }

  /** One line. */
  String summary() {
    long holding = verdicts.stream().filter(Verdict::holds).count();
    return holding + " of " + verdicts.size() + " host configurations hold";
  }

  @Override
  public String toString() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Hosts

        Written by `.ci/hosts all`, which starts the same program on every host configuration below
        and compares all bits of all its results with those of the first configuration of the same
        class, with FMA or without. What the classes are and how the promise is kept:
        [reproducibility.md](reproducibility.md).

        """);
    page.append(summary()).append(", on ").append(System.getProperty("os.name")).append(", ");
    page.append(System.getProperty("os.arch")).append(". \"Equal\": all bits of all operations.");
    page.append("\n\nJDK builds:\n\n");
    releases.forEach(release -> page.append("- ").append(release.build()).append('\n'));
    TreeMap<String, Integer> families = new TreeMap<>();
    verdicts.forEach(verdict -> families.putAll(verdict.operations()));
    page.append("\nOperations in each family:");
    families.forEach((family, count) -> page.append(' ').append(family).append(' ').append(count));
    page.append("\n\n| Host | It says |");
    families.keySet().forEach(family -> page.append(' ').append(family).append(" |"));
    page.append("\n|---|---|").append("---|".repeat(families.size())).append('\n');
    for (Verdict verdict : verdicts) {
      String says = verdict.description() == null ? verdict.failure() : verdict.description();
      page.append("| ").append(verdict.host()).append(" | ").append(says).append(" |");
      families
          .keySet()
          .forEach(family -> page.append(' ').append(verdict.cell(family)).append(" |"));
      page.append('\n');
    }
    appendDifferences(page);
    return page.toString();
  }

  private void appendDifferences(StringBuilder page) {
    for (Verdict verdict : verdicts) {
      for (Map.Entry<String, String> entry : verdict.differences().entrySet()) {
        page.append("\n- ").append(verdict.host()).append(", ");
        page.append(entry.getKey()).append(": ").append(entry.getValue());
      }
    }
    if (verdicts.stream().anyMatch(verdict -> !verdict.differences().isEmpty())) {
      page.append('\n');
    }
  }
}
