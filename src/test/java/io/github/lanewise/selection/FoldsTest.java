package io.github.lanewise.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.InvalidDataException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {

  /** 23 rows, whose one feature is their number; classes of 3, 7, 0 and 13 rows. */
  private static Dataset rows() {
    float[] numbers = new float[23];
    int[] labels = new int[23];
    for (int row = 0; row < 23; row++) {
      numbers[row] = row;
      labels[row] = row % 8 == 0 ? 0 : row % 3 == 0 ? 1 : 3;
    }
    return Dataset.of(Features.of(numbers, 23, 1), labels);
  }

  private static int[] numbers(Dataset data) {
    return IntStream.range(0, data.rows()).map(row -> (int) data.features().get(row, 0)).toArray();
  }

  @Test
  void everyRowIsTestedOnceAndNeverInItsTrainingPart() {
    for (int count : new int[] {2, 5, 23}) {
      Folds folds = Folds.stratified(rows(), count, 7);
      assertEquals(count, folds.count());
      int[] tested = new int[23];
      for (int fold = 0; fold < count; fold++) {
        Dataset.Split split = folds.split(fold);
        int[] test = numbers(split.test());
        int[] train = numbers(split.train());
        Arrays.stream(test).forEach(row -> tested[row]++);
        int[] both = IntStream.concat(Arrays.stream(test), Arrays.stream(train)).sorted().toArray();
        assertArrayEquals(IntStream.range(0, 23).toArray(), both);
        assertTrue(test.length == 23 / count || test.length == 23 / count + 1);
      }
      assertTrue(Arrays.stream(tested).allMatch(times -> times == 1));
    }
  }

  @Test
  void everyClassIsSpreadEvenly() {
    Dataset data = rows();
    Folds folds = Folds.stratified(data, 4, 3);
    for (int c = 0; c < data.classes(); c++) {
      int label = c;
      int total = (int) Arrays.stream(data.labels()).filter(y -> y == label).count();
      for (int fold = 0; fold < 4; fold++) {
        int[] labels = folds.split(fold).test().labels();
        int count = (int) Arrays.stream(labels).filter(y -> y == label).count();
        assertTrue(count == total / 4 || count == total / 4 + 1, count + " of " + total);
      }
    }
  }

  @Test
  void theSeedDecides() {
    int[] first = numbers(Folds.stratified(rows(), 3, 1).split(0).test());
    assertArrayEquals(first, numbers(Folds.stratified(rows(), 3, 1).split(0).test()));
    assertFalse(Arrays.equals(first, numbers(Folds.stratified(rows(), 3, 2).split(0).test())));
  }

  @Test
  void refusesWhatCannotBeDealt() {
    assertThrows(InvalidDataException.class, () -> Folds.stratified(rows(), 1, 0));
    assertThrows(InvalidDataException.class, () -> Folds.stratified(rows(), 24, 0));
    Folds folds = Folds.stratified(rows(), 3, 0);
    assertThrows(IndexOutOfBoundsException.class, () -> folds.split(3));
  }
}
