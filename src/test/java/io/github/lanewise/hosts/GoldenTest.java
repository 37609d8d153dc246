package io.github.lanewise.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trained models have the digests that the repository holds, on every kernel, in both classes. */
class GoldenTest {

  private static final String DIGITS = Path.of("docs", "data", "digits.csv.gz").toString();

  @Test
  @Tag("kernel")
  void modelsHaveTheirDigests() throws IOException {
    check(Golden.numericClass(), Golden.digests(Path.of(DIGITS)));
  }

  /** The other class is one property away on any host: two roundings instead of one. */
  @Test
  void modelsWithoutFmaHaveTheirDigests() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-Dlanewise.fma=false",
                "-cp",
                System.getProperty("java.class.path"),
                Golden.class.getName(),
                DIGITS)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    Map<String, String> digests = new TreeMap<>();
    output.lines().map(line -> line.split("=")).forEach(pair -> digests.put(pair[0], pair[1]));
    check("no-fma", digests);
  }

  private static void check(String numericClass, Map<String, String> digests) throws IOException {
    Properties golden = new Properties();
    try (InputStream file = GoldenTest.class.getResourceAsStream("golden.properties")) {
      golden.load(file);
    }
    Map<String, String> expected = new TreeMap<>();
    golden.stringPropertyNames().stream()
        .filter(name -> name.startsWith(numericClass + "."))
        .forEach(name -> expected.put(name, golden.getProperty(name)));
    List<String> changed = new ArrayList<>();
    digests.forEach(
        (name, digest) -> {
          if (!digest.equals(expected.remove(name))) {
            changed.add(name + "=" + digest);
          }
        });
    assertEquals(
        List.of(),
        changed,
        "models have changed. If that is meant: name the change in CHANGELOG.md, and put these"
            + " lines into golden.properties");
    assertEquals(Map.of(), expected, "golden.properties names trainings that nobody runs");
  }
}
