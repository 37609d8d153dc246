package io.github.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetTest {
  private static final List<String> NAMES = List.of("ant", "bee", "cat");

  /** N rows of one feature, its row number. */
  private static Features numbered(int rows) {
    float[] values = new float[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = i;
    }
    return Features.of(values, rows, 1);
  }

  private static void assertRefused(String message, Executable executable) {
    assertEquals(message, assertThrows(InvalidDataException.class, executable).getMessage());
  }

  @Test
  void describesItself() {
    int[] labels = {2, 0, 1, 2};
    Dataset data = Dataset.of(numbered(4), labels, NAMES);
    labels[0] = 0;
    data.labels()[1] = 1;
    assertEquals(4, data.rows());
    assertEquals(1, data.columns());
    assertEquals(3, data.classes());
    assertEquals(NAMES, data.labelNames());
    assertArrayEquals(new int[] {2, 0, 1, 2}, data.labels());
    assertEquals(2, data.label(3));
    assertNull(data.weights());
    assertEquals("4 rows x 1 features, 3 classes", data.toString());
  }

  @Test
  void classesWithoutNamesAreNumbered() {
    Dataset data = Dataset.of(numbered(3), new int[] {3, 0, 0});
    assertEquals(List.of("0", "1", "2", "3"), data.labelNames());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void labelsOutOfRangeAreRefused(int label) {
    assertRefused(
        "labels: row 1 has label " + label + "; must be 0 to 2",
        () -> Dataset.of(numbered(2), new int[] {0, label}, NAMES));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1 << 20, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void numbersThatCannotBeClassesAreRefused(int label) {
    assertRefused(
        "labels: row 1 has label " + label + "; must be 0 to 1048575",
        () -> Dataset.of(numbered(2), new int[] {0, label}));
  }

  @Test
  void emptyDataAndSingleClassesAreRefusedDistinctly() {
    int[] none = {};
    assertRefused(
        "features: no rows; at least one is needed", () -> Dataset.of(numbered(0), none, NAMES));
    assertRefused("features: no rows; at least one is needed", () -> Dataset.of(numbered(0), none));
    assertRefused(
        "features: no columns; at least one is needed",
        () -> Dataset.of(Features.of(new float[0], 2, 0), new int[2], NAMES));
    assertRefused(
        "labels: every row has label 5; at least two classes are needed",
        () -> Dataset.of(numbered(2), new int[] {5, 5}));
    assertRefused(
        "labelNames: none; at least one class is needed",
        () -> Dataset.of(numbered(2), new int[2], List.of()));
    assertRefused(
        "labelNames: \"ant\" appears twice; every class needs its own name",
        () -> Dataset.of(numbered(2), new int[2], List.of("ant", "ant")));
    assertRefused(
        "labels: 3 for 2 rows; one per row is needed",
        () -> Dataset.of(numbered(2), new int[3], NAMES));
  }

  @Test
  void weightsAreKeptAndCopied() {
    float[] weights = {0, 2.5f};
    Dataset plain = Dataset.of(numbered(2), new int[] {0, 1});
    Dataset weighted = plain.withWeights(weights);
    weights[0] = 7;
    weighted.weights()[1] = 7;
    assertArrayEquals(new float[] {0, 2.5f}, weighted.weights());
    assertNull(plain.weights());
  }

  @ParameterizedTest
  @ValueSource(floats = {-1, Float.NaN, Float.POSITIVE_INFINITY, -Float.MIN_VALUE})
  void unusableWeightsAreRefused(float weight) {
    Dataset data = Dataset.of(numbered(2), new int[] {0, 1});
    assertRefused(
        "weights: row 1 has weight " + weight + "; must be finite and at least 0",
        () -> data.withWeights(new float[] {1, weight}));
  }

  @Test
  void weightsMustCountAndMatter() {
    Dataset data = Dataset.of(numbered(2), new int[] {0, 1});
    assertRefused(
        "weights: all are 0; at least one row must have a weight above 0",
        () -> data.withWeights(new float[2]));
    assertRefused(
        "weights: 3 for 2 rows; one per row is needed", () -> data.withWeights(new float[3]));
  }

  @Test
  void selectKeepsRowsTogether() {
    Dataset data =
        Dataset.of(numbered(4), new int[] {2, 0, 1, 2}, NAMES)
            .withWeights(new float[] {1, 0, 3, 4});
    Dataset selected = data.select(new int[] {3, 0, 3});
    assertArrayEquals(new int[] {2, 2, 2}, selected.labels());
    assertArrayEquals(new float[] {4, 1, 4}, selected.weights());
    assertEquals(3, selected.features().get(0, 0));
    assertEquals(0, selected.features().get(1, 0));
    assertEquals(NAMES, selected.labelNames());
    assertThrows(IndexOutOfBoundsException.class, () -> data.select(new int[] {4}));
    assertThrows(InvalidDataException.class, () -> data.select(new int[0]));
    assertThrows(InvalidDataException.class, () -> data.select(new int[] {1}));
  }

  @Test
  void aSplitHasEveryRowOnce() {
    int rows = 101;
    int[] labels = IntStream.range(0, rows).map(row -> row % 3).toArray();
    Dataset.Split split = Dataset.of(numbered(rows), labels, NAMES).split(0.2, 42);
    assertEquals(20, split.test().rows());
    assertEquals(81, split.train().rows());
    int[] all = Stream.of(split.test(), split.train()).flatMapToInt(DatasetTest::rows).toArray();
    Arrays.sort(all);
    assertArrayEquals(IntStream.range(0, rows).toArray(), all);
    for (Dataset part : List.of(split.train(), split.test())) {
      for (int i = 0; i < part.rows(); i++) {
        assertEquals((int) part.features().get(i, 0) % 3, part.label(i));
      }
    }
  }

  private static IntStream rows(Dataset data) {
    return IntStream.range(0, data.rows()).map(i -> (int) data.features().get(i, 0));
  }

  @Test
  void aSeedGivesOneSplitOnEveryJdk() {
    Dataset data = Dataset.of(numbered(10), new int[] {0, 1, 0, 1, 0, 1, 0, 1, 0, 1});
    Dataset.Split split = data.split(0.3, 1);
    assertArrayEquals(new int[] {9, 0, 4}, rows(split.test()).toArray());
    assertArrayEquals(new int[] {1, 7, 8, 5, 2, 3, 6}, rows(split.train()).toArray());
    assertNotEquals(
        rows(split.test()).boxed().toList(), rows(data.split(0.3, 2).test()).boxed().toList());
  }

  @Test
  void viewsOfASplitKeepTheOrderOfTheRows() {
    Dataset data = Dataset.of(numbered(10), new int[] {0, 1, 0, 1, 0, 1, 0, 1, 0, 1});
    Dataset.Split split = data.splitViews(0.3, 1);
    assertArrayEquals(new int[] {0, 4, 9}, rows(split.test()).toArray());
    assertArrayEquals(new int[] {1, 2, 3, 5, 6, 7, 8}, rows(split.train()).toArray());
    assertArrayEquals(new int[] {0, 0, 1}, split.test().labels());
    assertRefused(
        "testFraction: 1.0 of 10 rows; both parts need at least one row",
        () -> data.splitViews(1, 1));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "-0.5", "1.5", "NaN", "0.01", "0.99"})
  void splitsThatLeaveAPartEmptyAreRefused(double fraction) {
    Dataset data = Dataset.of(numbered(10), new int[] {0, 1, 0, 1, 0, 1, 0, 1, 0, 1});
    assertRefused(
        "testFraction: " + fraction + " of 10 rows; both parts need at least one row",
        () -> data.split(fraction, 1));
  }

  @Test
  void softTargetsReplaceLabels() {
    float[] targets = {0.25f, 0.75f, 0, 0.5f, 0, 0.5f};
    Dataset labelled = Dataset.of(numbered(2), new int[] {2, 2}, NAMES);
    Dataset data = labelled.withWeights(new float[] {3, 4}).withTargets(targets);
    targets[0] = 1;
    assertFalse(labelled.hasTargets());
    assertTrue(data.hasTargets());
    assertArrayEquals(new int[] {1, 0}, data.labels());
    assertEquals(0.25, data.target(0, 0));
    assertEquals(0.5, data.target(1, 2));
    assertEquals(1, labelled.target(0, 2));
    assertEquals(0, labelled.target(0, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> data.target(0, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> data.target(2, 0));
    assertArrayEquals(new float[] {3, 4}, data.weights());
  }

  @Test
  void softTargetsStayWithTheirRows() {
    Dataset data =
        Dataset.of(numbered(2), new int[] {0, 1}, NAMES)
            .withTargets(new float[] {0.25f, 0.75f, 0, 0.5f, 0, 0.5f})
            .withWeights(new float[] {1, 2});
    for (Dataset chosen : List.of(data.select(new int[] {1, 0}), data.view(new int[] {1, 0}))) {
      assertEquals(0.5, chosen.target(0, 2));
      assertEquals(0.75, chosen.target(1, 1));
      assertArrayEquals(new int[] {0, 1}, chosen.labels());
      assertArrayEquals(new float[] {2, 1}, chosen.weights());
    }
  }

  /** The tolerance is (C + 2) 2^-24; targets that Softmax gives are within it. */
  @Test
  void softTargetsThatAreNoSharesAreRefused() {
    Dataset data = Dataset.of(numbered(2), new int[] {0, 1}, NAMES);
    String refusal = "targets: row 1 ";
    assertRefused(
        "targets: 5 for 2 rows and 3 classes; one per row and class is needed",
        () -> data.withTargets(new float[5]));
    assertRefused(
        refusal + "has -0.5 for class 0; must be finite and at least 0",
        () -> data.withTargets(new float[] {1, 0, 0, -0.5f, 1.5f, 0}));
    assertRefused(
        refusal + "has NaN for class 2; must be finite and at least 0",
        () -> data.withTargets(new float[] {1, 0, 0, 0, 1, Float.NaN}));
    assertRefused(
        refusal + "sums to 0.9990234375; must be 1, give or take " + 5 * 0x1p-24,
        () -> data.withTargets(new float[] {1, 0, 0, 0, 1 - 0x1p-10f, 0}));
    data.withTargets(new float[] {1, 5 * 0x1p-24f, 0, 1 - 5 * 0x1p-24f, 0, 0});
    assertThrows(
        InvalidDataException.class,
        () -> data.withTargets(new float[] {1, 0, 0, 1 - 6 * 0x1p-24f, 0, 0}));
  }

  @Test
  void namesAndPartsWithSoftTargetsAreRefused() {
    Dataset data =
        Dataset.of(numbered(1), new int[] {0}, NAMES).withTargets(new float[] {0.5f, 0.5f, 0});
    String end = " knows labels only; add the soft targets afterwards";
    assertRefused("targets: join" + end, () -> Dataset.join(List.of(data, data)));
    assertRefused(
        "targets: withLabelNames" + end, () -> data.withLabelNames(List.of("cat", "bee", "ant")));
  }

  @Test
  void missingNamesAreRefusedByName() {
    Features features = Features.of(new float[6], 3, 2);
    assertEquals(
        "labelNames",
        assertThrows(NullPointerException.class, () -> Dataset.of(features, new int[3], null))
            .getMessage());
  }

  @Test
  void featureNamesStayWithTheirFeatures() {
    Features features = Features.of(new float[6], 3, 2);
    Dataset data = Dataset.of(features, new int[] {0, 1, 0}, List.of("a", "b"));
    assertEquals(List.of(), data.featureNames());
    List<String> names = List.of("length", "width");
    Dataset named = data.withFeatureNames(names);
    float[] ones = {1, 1, 1};
    for (Dataset each :
        List.of(
            named,
            named.withWeights(ones),
            named.withTargets(new float[] {1, 0, 0, 1, 1, 0}),
            named.withLabelNames(List.of("a", "b", "c")),
            named.select(new int[] {1}),
            named.view(new int[] {2, 1}),
            Dataset.join(List.of(named, named)))) {
      assertEquals(names, each.featureNames());
    }
    assertEquals(List.of(), Dataset.join(List.of(named, data)).featureNames());
    Dataset swapped = data.withFeatureNames(List.of("width", "length"));
    assertEquals(
        "parts: part 2 has the features [width, length], those before have [length, width]",
        assertThrows(InvalidDataException.class, () -> Dataset.join(List.of(data, named, swapped)))
            .getMessage());
    assertEquals(List.of(), named.withFeatureNames(List.of()).featureNames());
    String message =
        assertThrows(InvalidDataException.class, () -> data.withFeatureNames(List.of("length")))
            .getMessage();
    assertEquals("featureNames: 1 for 2 features; one for each, or none", message);
  }

  @Test
  void aHeaderNamesTheFeatures(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("x.csv"), "length,kind,width\n1,a,2\n3,b,4\n");
    Dataset read = Csv.read(file, ReadOptions.defaults().label("kind"));
    assertEquals(List.of("length", "width"), read.featureNames());
    Files.writeString(file, "1,2,a\n3,4,b\n");
    assertEquals(List.of(), Csv.read(file).featureNames());
  }
}
