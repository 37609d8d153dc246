package io.github.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassWeightsTest {

  private static final List<String> NAMES = List.of("ant", "bee", "cat");

  private static Dataset data(int... labels) {
    return Dataset.of(Features.of(new float[labels.length], labels.length, 1), labels, NAMES);
  }

  @Test
  void noneLeavesTheDataAlone() {
    Dataset data = data(0, 1);
    assertSame(data, ClassWeights.none().weigh(data));
  }

  @Test
  void factorsMultiplyRowWeights() {
    double[] factors = {2, 0.5, 7};
    ClassWeights weights = ClassWeights.of(factors);
    factors[0] = 100;
    Dataset data = data(0, 1, 1);
    assertArrayEquals(new float[] {2, 0.5f, 0.5f}, weights.weigh(data).weights());
    Dataset weighted = data.withWeights(new float[] {1, 4, 0});
    assertArrayEquals(new float[] {2, 2, 0}, weights.weigh(weighted).weights());
  }

  /** The example of scikit-learn's compute_class_weight: 2 of class 0 and 4 of class 1. */
  @Test
  void balancedIsRowsByClassesTimesRowsOfTheClass() {
    Features features = Features.of(new float[6], 6, 1);
    Dataset data = Dataset.of(features, new int[] {1, 1, 1, 1, 0, 0});
    assertArrayEquals(
        new float[] {0.75f, 0.75f, 0.75f, 0.75f, 1.5f, 1.5f},
        ClassWeights.balanced().weigh(data).weights());
  }

  /** A row of weight 2 is two rows. */
  @Test
  void balancedCountsWeights() {
    Dataset once = data(0, 1, 2, 2).withWeights(new float[] {2, 1, 1, 1});
    float[] weights = ClassWeights.balanced().weigh(once).weights();
    float[] repeated = ClassWeights.balanced().weigh(data(0, 0, 1, 2, 2)).weights();
    assertArrayEquals(
        new float[] {repeated[0] + repeated[1], repeated[2], repeated[3], repeated[4]}, weights);
  }

  @Test
  void balancedCanDoWithoutAClass() {
    // 2 / (3 * 1) for the two classes that have a row.
    float factor = (float) (2.0 / 3);
    assertArrayEquals(
        new float[] {factor, factor}, ClassWeights.balanced().weigh(data(0, 2)).weights());
  }

  /** A row of soft targets counts for its classes in proportion. */
  @Test
  void softTargetsMixFactors() {
    Dataset data = data(0, 0).withTargets(new float[] {0.5f, 0.5f, 0, 0, 0, 1});
    assertArrayEquals(new float[] {3, 8}, ClassWeights.of(2, 4, 8).weigh(data).weights());
    // Sums per class: 0.5, 0.5, 1; factors 2 / (3 * 0.5), the same, 2 / 3.
    assertArrayEquals(
        new float[] {(float) (4.0 / 3), (float) (2.0 / 3)},
        ClassWeights.balanced().weigh(data).weights());
  }

  /** The class without a share gets no factor that its shares of 0 would turn into NaN. */
  @Test
  void balancedCountsWeightsOfSoftTargets() {
    Dataset weighted =
        data(0, 0)
            .withTargets(new float[] {0.75f, 0.25f, 0, 0.25f, 0.75f, 0})
            .withWeights(new float[] {3, 1});
    // Sums per class: 2.5, 1.5, 0; factors 4 / (3 * 2.5) and 4 / (3 * 1.5).
    double first = 4 / 7.5;
    double second = 4 / 4.5;
    assertArrayEquals(
        new float[] {
          (float) (3 * (0.75 * first + 0.25 * second)), (float) (0.25 * first + 0.75 * second)
        },
        ClassWeights.balanced().weigh(weighted).weights());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void factorsOutOfRangeAreRefused(double factor) {
    Executable call = () -> ClassWeights.of(1, factor);
    assertEquals(
        "factors[1]: " + factor + " must be finite and at least 0",
        assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void everyClassNeedsAFactor() {
    Executable call = () -> ClassWeights.of(1, 2).weigh(data(0, 1));
    assertEquals(
        "class weights: 2 for 3 classes",
        assertThrows(InvalidDataException.class, call).getMessage());
  }

  @Test
  void someRowHasToCount() {
    assertThrows(InvalidDataException.class, () -> ClassWeights.of(0, 0, 1).weigh(data(0, 1)));
  }
}
