package io.github.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.SparseFeatures;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DataSummaryTest {
  private static final int[] LABELS = {0, 1, 1, 2};

  private static Dataset dense(double... values) {
    return Dataset.of(Features.of(values, LABELS.length, values.length / LABELS.length), LABELS);
  }

  private static String text(Dataset data) {
    StringWriter text = new StringWriter();
    new DataSummary(data).print(new PrintWriter(text));
    return text.toString().replaceAll(" +", " ");
  }

  @Test
  void shapeValuesAndClassesAreShown() {
    String text = text(dense(0, 1, 0, -2, 0, 0, 0, 0.5));
    for (String line :
        new String[] {
          "rows 4",
          "features 2",
          "zeros 62.5 %, 0.8 other values a row",
          "values -2 to 1",
          "classes 3; the largest has 2 times the rows of the smallest",
          " 1 2 rows, 50.0 %"
        }) {
      assertTrue(text.contains(line + System.lineSeparator()), line + " in\n" + text);
    }
  }

  @Test
  void sparseRowsAreCountedWithoutTheirZeros() {
    Dataset sparse =
        Dataset.of(
            SparseFeatures.of(
                new long[] {0, 1, 1, 3, 3}, new int[] {4, 0, 99}, new float[] {3, 0, 5}, 100),
            LABELS);
    String text = text(sparse);
    assertTrue(text.contains("zeros 99.5 %, 0.5 other"), text);
    assertTrue(text.contains("values 0 to 5"), text);
  }

  @Test
  void theSuggestionFollowsTheValues() {
    assertEquals("no scaling", new DataSummary(dense(1, 2, 3, 4)).suggestion());
    assertEquals("no scaling", new DataSummary(dense(1, 2, 3, 10)).suggestion());
    assertEquals("--scale 0.0952381", new DataSummary(dense(1, 2, 3, 10.5)).suggestion());
    assertEquals("--scale 0.004", new DataSummary(dense(1, 2, 3, 250)).suggestion());
    assertEquals(
        "--standardize: deviations of features differ by a factor of 100",
        new DataSummary(dense(1, 100, 2, 200, 3, 300, 4, 400)).suggestion());
    assertEquals(
        "no scaling; features that never change: 1",
        new DataSummary(dense(1, 7, 2, 7, 3, 7, 4, 7)).suggestion());
  }

  /** A variance as the mean of the squares less the square of the mean would be noise here. */
  @Test
  void deviationsFarFromZeroAreRight() {
    assertEquals(
        "--scale 1.0E-9",
        new DataSummary(dense(1, 1e9 + 1, 2, 1e9 + 2, 3, 1e9 + 3, 4, 1e9 + 4)).suggestion());
  }

  @Test
  void manyClassesAreShownByTheirSize() {
    int[] labels = IntStream.range(0, 60).map(i -> i < 30 ? i : 7).toArray();
    String text = text(Dataset.of(Features.of(new float[60], 60, 1), labels));
    assertTrue(text.contains(" 7 31 rows, 51.7 %"), text);
    assertTrue(text.contains("classes 30; the largest has 31 times the rows"), text);
    assertTrue(text.contains(" others 10 classes, each smaller"), text);
  }
}
