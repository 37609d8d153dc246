package io.github.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A view is, door by door, the copy that it replaces. */
class RowViewTest {

  private static final int[] ROWS = {4, 0, 4, 2};
  private static final List<String> NAMES = List.of("a", "b");

  private static Dataset dense() {
    byte[] values = new byte[5 * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (i * 17);
    }
    Features features = Features.ofBytes(values, 5, 3, 0.5);
    return Dataset.of(features, new int[] {0, 1, 0, 1, 1}, NAMES)
        .withWeights(new float[] {1, 2, 3, 4, 5});
  }

  private static Dataset sparse() {
    long[] pointers = {0, 2, 2, 3, 5, 8};
    int[] indices = {0, 2, 1, 0, 1, 0, 1, 2};
    float[] values = {1, 2, 3, 4, 5, 6, 7, 8};
    Features features = SparseFeatures.of(pointers, indices, values, 3);
    return Dataset.of(features, new int[] {0, 1, 0, 1, 1}, NAMES);
  }

  @Test
  void readsWhatACopyReads() {
    for (Dataset data : List.of(dense(), sparse())) {
      Dataset copy = data.select(ROWS);
      Dataset view = data.view(ROWS);
      assertArrayEquals(copy.labels(), view.labels());
      assertArrayEquals(copy.weights(), view.weights());
      assertEquals(copy.features().scale(), view.features().scale());
      same(copy.features(), view.features());
      int[] again = {3, 1, 1};
      same(copy.select(again).features(), view.select(again).features());
      same(copy.select(again).features(), view.view(again).features());
    }
  }

  /** Of more rows than are copied at a time. */
  @Test
  void aViewIsWrittenAsItsCopy() {
    int[] rows = IntStream.range(0, 600).map(i -> i * i % 5).toArray();
    for (Dataset data : List.of(dense(), sparse())) {
      Dataset view = data.view(rows);
      assertEquals(MappedFile.sha256(data.select(rows)), MappedFile.sha256(view));
      assertEquals(MappedFile.sha256(data.select(ROWS)), MappedFile.sha256(data.view(ROWS)));
    }
  }

  private static void same(Features copy, Features view) {
    assertEquals(copy.rows(), view.rows());
    assertEquals(copy.columns(), view.columns());
    int[] order = {2, 0, 1};
    FloatTile floats = new FloatTile(4, 3);
    FloatTile otherFloats = new FloatTile(4, 3);
    DoubleTile doubles = new DoubleTile(4, 3);
    DoubleTile otherDoubles = new DoubleTile(4, 3);
    copy.read(1, 2, floats);
    view.read(1, 2, otherFloats);
    assertArrayEquals(floats.values(), otherFloats.values());
    copy.read(order, 0, 3, floats);
    view.read(order, 0, 3, otherFloats);
    assertArrayEquals(floats.values(), otherFloats.values());
    copy.read(1, 2, doubles);
    view.read(1, 2, otherDoubles);
    assertArrayEquals(doubles.values(), otherDoubles.values());
    copy.read(order, 1, 2, doubles);
    view.read(order, 1, 2, otherDoubles);
    assertArrayEquals(doubles.values(), otherDoubles.values());
    for (int row = 0; row < copy.rows(); row++) {
      for (int column = 0; column < copy.columns(); column++) {
        assertEquals(copy.get(row, column), view.get(row, column));
      }
    }
  }

  @Test
  void viewsOfSparseRowsAreSparse() {
    Dataset data = sparse();
    SparseFeatures copy = (SparseFeatures) data.select(ROWS).features();
    SparseFeatures view = assertInstanceOf(SparseFeatures.class, data.view(ROWS).features());
    assertFalse(data.view(ROWS).view(new int[] {0, 1}).features() instanceof CsrFeatures);
    assertEquals(copy.nonZeros(), view.nonZeros());
    int[] order = {3, 1, 0};
    FloatSparseTile floats = new FloatSparseTile(4, 3);
    DoubleSparseTile doubles = new DoubleSparseTile(4, 3);
    view.read(1, 3, floats);
    assertEquals(List.of(0, 2, 0, 1, 2, 1), columns(floats));
    view.read(order, 0, 3, floats);
    assertEquals(List.of(1, 0, 2, 0, 1, 2), columns(floats));
    view.read(1, 2, doubles);
    assertEquals(2, doubles.rows());
    assertEquals(8, doubles.values()[doubles.ends()[1] - 1]);
    view.read(order, 1, 2, doubles);
    assertEquals(2, doubles.values()[doubles.ends()[0] - 1]);
  }

  private static List<Integer> columns(FloatSparseTile tile) {
    return IntStream.range(0, tile.rows())
        .flatMap(
            row ->
                IntStream.range(tile.starts()[row], tile.ends()[row]).map(k -> tile.indices()[k]))
        .boxed()
        .toList();
  }

  @Test
  void refusesRowsThatDoNotExist() {
    for (Dataset data : List.of(dense(), sparse(), dense().view(ROWS))) {
      assertThrows(IndexOutOfBoundsException.class, () -> data.view(new int[] {0, 5}));
      assertThrows(IndexOutOfBoundsException.class, () -> data.view(new int[] {-1}));
      assertThrows(InvalidDataException.class, () -> data.view(new int[0]));
      FloatTile tile = new FloatTile(4, 3);
      Features view = data.view(new int[] {0, 1}).features();
      assertThrows(IndexOutOfBoundsException.class, () -> view.read(1, 2, tile));
      assertThrows(IndexOutOfBoundsException.class, () -> view.read(new int[] {0, 2}, 0, 2, tile));
      assertThrows(IndexOutOfBoundsException.class, () -> view.get(2, 0));
    }
  }
}
