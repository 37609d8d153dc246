package io.github.lanewise.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.NodeList;

/** The report of a small recorded run, whose figures can be worked out by hand. */
class ReportTest {

  @TempDir Path folder;

  @Test
  void dividesByThePeakOfTheRun() throws IOException {
    String tables = report("products.json");
    // Medians of the forks: 240, 200 and 245 of a peak of 250.
    assertContains(
        tables,
        "| 1024 × 1024 × 1024 | float | 25 | 1 | 9.00 ms (9.00 ms to 9.00 ms) | 240 | 250 | 0.96"
            + " | 0.80 | 0.95 |  |");
    assertContains(
        tables,
        "| 1024 × 1024 × 1024 | float | 25 | 240 (200 to 245) | 120: **2.00** | 60.0: **4.00** |  |"
            + "  |  |");
    assertContains(tables, "| 25 | float | 2.00 | 4.00 |  |  |  |");
  }

  @Test
  void addsTheTimesOfComputingAndReading() throws IOException {
    // 4e6 FLOP at 200 GFLOP/s and 4e5 bytes at 40 GB/s: 20 and 10 of the 30 microseconds.
    assertContains(
        report("step.json"),
        "| 1000 × 100 × 10 | softmax, float, float | 25 | 2 | 30.0 µs (30.0 µs to 30.0 µs) | 133 |"
            + " 133 | 1.00 | 1.00 | 0.70 |  |");
  }

  @Test
  void takesTheForwardHalfOffBothSteps() throws IOException {
    String tables = report("hinge.json");
    // 30 and 12 microseconds, of which 10 remain where no margin is violated.
    assertContains(
        tables,
        "| 1000 × 100 × 10 | 25 | 2 | 30.0 µs (30.0 µs to 30.0 µs) | 12.0 µs (12.0 µs to 12.0 µs)"
            + " | 10.0 µs (10.0 µs to 10.0 µs) | 10.00 | 10.00 | 8.00 |");
    assertEquals(1, tables.split("hinge, float, float", -1).length - 1, "steps in their table");
  }

  @Test
  void dividesTimesForEachRowByTheFirstOfTheirSeries() throws IOException {
    String tables = report("growth.json");
    assertContains(tables, "| row | 30.0 ns | 1.00 | 1.00 | 1.10 |");
    assertContains(tables, "| row | 33.0 ns | 1.10 | 1.10 | 1.10 |");
    assertFalse(tables.contains("### Steps"), tables);
  }

  @Test
  void drawsABarForEachProductAndPeer() throws Exception {
    report("products.json");
    assertEquals(1 + 1, rectangles("products.svg"), "legend and bars");
    assertEquals(2 + 2, rectangles("peers.svg"), "legend and bars");
  }

  private int rectangles(String chart) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    NodeList found =
        factory
            .newDocumentBuilder()
            .parse(folder.resolve(chart).toFile())
            .getElementsByTagName("rect");
    return found.getLength();
  }

  @Test
  void refusesARunWithoutPeak() throws IOException {
    String peak = recorded("products.json").replace("PeakBenchmark.fma", "PeakBenchmark.other");
    Path file = Files.writeString(folder.resolve("products.json"), peak);
    String[] arguments = {folder.toString(), "here", file.toString()};
    assertThrows(IllegalArgumentException.class, () -> Report.main(arguments));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "[1", "{\"a\"}", "[1] 2", "\"open", "[1 x]", "--"})
  void refusesWhatIsNotJson(String text) {
    assertThrows(IllegalArgumentException.class, () -> Json.parse(text));
  }

  private String report(String resource) throws IOException {
    Path file = Files.writeString(folder.resolve(resource), recorded(resource));
    Report.main(new String[] {folder.toString(), "here & now", file.toString()});
    return Files.readString(folder.resolve("tables.md"));
  }

  private static String recorded(String resource) throws IOException {
    try (InputStream stream = ReportTest.class.getResourceAsStream(resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void assertContains(String text, String part) {
    assertTrue(text.contains(part), text);
  }
}
