package io.github.lanewise.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** What a virtual machine of its own computes, started as the host says. */
final class ChildAnswers implements Answers {

  private static final int DIGEST = 16;

  private final Host host;
  private final Path digits;
  private final String description;
  private final SequencedMap<String, String> digests = new LinkedHashMap<>();

  /**
   * Starts the fingerprint and reads it.
   *
   * @throws IllegalStateException if it fails, with the last line of what it said
   */
  ChildAnswers(Host host, Path digits) {
    this.host = host;
    this.digits = digits;
    List<String> lines = run(List.of());
    description = lines.getFirst();
    if (!description.contains(host.expected())) {
      throw new IllegalStateException(
          "it says \"" + description + "\", expected was \"" + host.expected() + "\"");
    }
    for (String line : lines.subList(1, lines.size())) {
      digests.put(line.substring(DIGEST + 1), line.substring(0, DIGEST));
    }
  }

  /** The line of {@code Lanewise.describe()} there. */
  String description() {
    return description;
  }

  @Override
  public SequencedMap<String, String> digests() {
    return digests;
  }

  @Override
  public Map<String, Bits> bits(Collection<String> operations) {
    Map<String, List<String>> patterns = new LinkedHashMap<>();
    String operation = null;
    for (String line : run(operations)) {
      if (operations.contains(line)) {
        operation = line;
        patterns.put(operation, new ArrayList<>());
      } else if (operation != null) {
        patterns.get(operation).add(line);
      }
    }
    Map<String, Bits> bits = new LinkedHashMap<>();
    patterns.forEach((name, lines) -> bits.put(name, Bits.parse(lines)));
    return bits;
  }

  private List<String> run(Collection<String> operations) {
    List<String> command = new ArrayList<>();
    command.add(host.java().toString());
    command.addAll(host.options());
    command.add(Fingerprint.class.getName());
    command.add(digits.toString());
    command.addAll(operations);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(host.environment());
    try {
      Path out = Files.createTempFile("fingerprint", ".out");
      Path errors = Files.createTempFile("fingerprint", ".err");
      try {
        int status =
            builder.redirectOutput(out.toFile()).redirectError(errors.toFile()).start().waitFor();
        if (status != 0) {
          throw new IllegalStateException("exit status " + status + ": " + reason(errors));
        }
        return Files.readAllLines(out);
      } finally {
        Files.delete(out);
        Files.delete(errors);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /** The innermost cause, or the last thing that was said. */
  private static String reason(Path errors) throws IOException {
    List<String> lines = Files.readAllLines(errors);
    return lines.stream()
        .filter(line -> line.startsWith("Caused by: ") || line.startsWith("Exception in "))
        .reduce((first, second) -> second)
        .orElse(lines.isEmpty() ? "no message" : lines.getLast());
  }
}
