package io.github.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeaturesTest {
  private static final int ROWS = 7;

  /** A power of two, so that scaled bytes are exact in float and double. */
  private static final double EXACT_SCALE = 1.0 / 256;

  private static byte[] randomBytes(int columns) {
    byte[] values = new byte[ROWS * columns];
    new Random(columns).nextBytes(values);
    return values;
  }

  /** The same numbers as bytes, floats and doubles. */
  private static Stream<Features> allStorages(int columns) {
    byte[] bytes = randomBytes(columns);
    float[] floats = new float[bytes.length];
    double[] doubles = new double[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      doubles[i] = (bytes[i] & 0xff) * EXACT_SCALE;
      floats[i] = (float) doubles[i];
    }
    return Stream.of(
        Features.ofBytes(bytes, ROWS, columns, EXACT_SCALE),
        Features.of(floats, ROWS, columns),
        Features.of(doubles, ROWS, columns));
  }

  static Stream<Features> storages() {
    return Stream.of(1, 5, 8, 15, 16, 17, 32, 784).flatMap(FeaturesTest::allStorages);
  }

  private static double expected(Features features, int row, int column) {
    return (randomBytes(features.columns())[row * features.columns() + column] & 0xff)
        * EXACT_SCALE;
  }

  private static void assertHolds(Features features, int[] rows, FloatTile tile) {
    assertEquals(rows.length, tile.rows());
    assertEquals(0, tile.stride() % 16);
    for (int i = 0; i < rows.length; i++) {
      for (int column = 0; column < tile.stride(); column++) {
        double expected = column < features.columns() ? expected(features, rows[i], column) : 0;
        assertEquals(expected, tile.values()[tile.offset() + i * tile.stride() + column]);
      }
    }
  }

  private static void assertHolds(Features features, int[] rows, DoubleTile tile) {
    assertEquals(rows.length, tile.rows());
    assertEquals(0, tile.stride() % 8);
    for (int i = 0; i < rows.length; i++) {
      for (int column = 0; column < tile.stride(); column++) {
        double expected = column < features.columns() ? expected(features, rows[i], column) : 0;
        assertEquals(expected, tile.values()[tile.offset() + i * tile.stride() + column]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("storages")
  void tilesHoldTheRowsAndZerosInThePadding(Features features) {
    FloatTile floats = new FloatTile(4, features.columns());
    DoubleTile doubles = new DoubleTile(4, features.columns());

    features.read(0, 4, floats);
    features.read(0, 4, doubles);
    assertHolds(features, new int[] {0, 1, 2, 3}, floats);
    assertHolds(features, new int[] {0, 1, 2, 3}, doubles);

    int[] order = {3, 6, 0, 6, 5};
    features.read(order, 1, 4, floats);
    features.read(order, 1, 4, doubles);
    assertHolds(features, new int[] {6, 0, 6, 5}, floats);
    assertHolds(features, new int[] {6, 0, 6, 5}, doubles);

    features.read(5, 2, floats);
    features.read(5, 2, doubles);
    assertHolds(features, new int[] {5, 6}, floats);
    assertHolds(features, new int[] {5, 6}, doubles);

    features.read(7, 0, floats);
    assertEquals(0, floats.rows());
  }

  @ParameterizedTest
  @MethodSource("storages")
  void getAndSelectAgreeWithTheRows(Features features) {
    int[] rows = {6, 2, 2};
    Features selected = features.select(rows);
    assertEquals(3, selected.rows());
    assertEquals(features.columns(), selected.columns());
    assertEquals(features.scale(), selected.scale());
    assertSame(features.getClass(), selected.getClass());
    for (int column = 0; column < features.columns(); column++) {
      for (int i = 0; i < rows.length; i++) {
        assertEquals(expected(features, rows[i], column), features.get(rows[i], column));
        assertEquals(expected(features, rows[i], column), selected.get(i, column));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("storages")
  void requestsOutsideAreRefused(Features features) {
    FloatTile tile = new FloatTile(3, features.columns());
    int columns = features.columns();
    assertThrows(IndexOutOfBoundsException.class, () -> features.read(5, 3, tile));
    assertThrows(IndexOutOfBoundsException.class, () -> features.read(-1, 3, tile));
    for (int row : new int[] {7, -1}) {
      IndexOutOfBoundsException e =
          assertThrows(
              IndexOutOfBoundsException.class, () -> features.read(new int[] {0, row}, 0, 2, tile));
      assertEquals("Index " + row + " out of bounds for length 7", e.getMessage());
    }
    assertThrows(IndexOutOfBoundsException.class, () -> features.read(new int[] {0}, 0, 2, tile));
    assertThrows(IllegalArgumentException.class, () -> features.read(0, 4, tile));
    assertThrows(
        IllegalArgumentException.class, () -> features.read(0, 1, new FloatTile(3, columns + 1)));
    assertThrows(
        IllegalArgumentException.class, () -> features.read(0, 1, new DoubleTile(3, columns + 1)));
    assertThrows(IndexOutOfBoundsException.class, () -> features.get(7, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> features.get(0, columns));
    assertThrows(IndexOutOfBoundsException.class, () -> features.select(new int[] {7}));
  }

  @Test
  void consecutiveRowsThatNeedNoPaddingAreViewedNotCopied() {
    float[] floats = new float[4 * 32];
    FloatTile floatTile = new FloatTile(2, 32);
    Features.of(floats, 4, 32).read(1, 2, floatTile);
    assertSame(floats, floatTile.values());
    assertEquals(32, floatTile.offset());

    double[] doubles = new double[4 * 8];
    DoubleTile doubleTile = new DoubleTile(2, 8);
    Features.of(doubles, 4, 8).read(2, 2, doubleTile);
    assertSame(doubles, doubleTile.values());
    assertEquals(16, doubleTile.offset());

    Features.of(floats, 4, 32).read(new int[] {1, 2}, 0, 2, floatTile);
    assertNotSame(floats, floatTile.values());
    FloatTile padded = new FloatTile(2, 8);
    Features.of(new float[32], 4, 8).read(0, 2, padded);
    assertEquals(16, padded.stride());
  }

  @Test
  void aTileReusesItsBuffer() {
    Features features = Features.of(new float[7 * 5], 7, 5);
    FloatTile tile = new FloatTile(4, 5);
    assertEquals(0, tile.values().length);
    features.read(0, 4, tile);
    float[] buffer = tile.values();
    features.read(new int[] {6, 1}, 0, 2, tile);
    assertSame(buffer, tile.values());
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "4, 0", "-1, 5", "2147483647, 2147483647", "134217728, 16"})
  void impossibleTilesAreRefused(int capacity, int columns) {
    assertThrows(IllegalArgumentException.class, () -> new FloatTile(capacity, columns));
    assertThrows(IllegalArgumentException.class, () -> new DoubleTile(capacity, columns));
  }

  @Test
  void aViewMustFitItsStorageAndNeedNoPadding() {
    FloatTile tile = new FloatTile(2, 16);
    assertThrows(IndexOutOfBoundsException.class, () -> tile.view(new float[31], 0, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> tile.view(new float[32], 1, 2));
    assertThrows(IllegalArgumentException.class, () -> tile.view(new float[64], 0, 3));
    assertThrows(IllegalStateException.class, () -> new FloatTile(2, 15).view(new float[64], 0, 2));
  }

  @Test
  void bytesAreScaledInThePrecisionOfTheTile() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < 256; i++) {
      bytes[i] = (byte) i;
    }
    double scale = 1.0 / 255;
    Features features = Features.ofBytes(bytes, 1, 256, scale);
    FloatTile floats = new FloatTile(1, 256);
    DoubleTile doubles = new DoubleTile(1, 256);
    features.read(0, 1, floats);
    features.read(0, 1, doubles);
    for (int i = 0; i < 256; i++) {
      assertEquals((float) i * (float) scale, floats.values()[i]);
      assertEquals((double) i * scale, doubles.values()[i]);
    }
    assertEquals(1.0, doubles.values()[255]);
    assertEquals(scale, features.scale());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e-50, 1e38})
  void scalesUnusableInEitherPrecisionAreRefused(double scale) {
    InvalidDataException e =
        assertThrows(InvalidDataException.class, () -> Features.ofBytes(new byte[4], 2, 2, scale));
    assertTrue(e.getMessage().startsWith("scale: " + scale), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void valuesThatAreNotFiniteAreRefusedWithTheirPlace(float value) {
    String place =
        "features: row 17, column 3 is " + value + "; every feature must be a finite number";
    float[] floats = new float[20 * 4];
    floats[17 * 4 + 3] = value;
    InvalidDataException e =
        assertThrows(InvalidDataException.class, () -> Features.of(floats, 20, 4));
    assertEquals(place, e.getMessage());
    double[] doubles = new double[20 * 4];
    doubles[17 * 4 + 3] = value;
    e = assertThrows(InvalidDataException.class, () -> Features.of(doubles, 20, 4));
    assertEquals(place, e.getMessage());
  }

  @Test
  void doublesBeyondFloatAreRefused() {
    InvalidDataException e =
        assertThrows(InvalidDataException.class, () -> Features.of(new double[] {0, 1e39}, 1, 2));
    assertEquals(
        "features: row 0, column 1 is 1.0E39; every feature must be a number within the range of"
            + " float",
        e.getMessage());
  }

  // 46,341^2 wraps to a negative int, 65,536^2 to 0: the length of the empty array.
  @ParameterizedTest
  @CsvSource({"46341, 46341, 2147488281", "65536, 65536, 4294967296"})
  void sizesBeyondAnIntAreRefusedWithoutAllocating(int rows, int columns, String elements) {
    for (InvalidDataException e :
        new InvalidDataException[] {
          assertThrows(InvalidDataException.class, () -> Features.of(new float[0], rows, columns)),
          assertThrows(InvalidDataException.class, () -> Features.of(new double[0], rows, columns)),
          assertThrows(
              InvalidDataException.class, () -> Features.ofBytes(new byte[0], rows, columns, 1)),
          assertThrows(
              InvalidDataException.class,
              () -> Features.of(new float[columns], 1, columns).select(new int[rows]))
        }) {
      assertEquals(
          "features: "
              + rows
              + " rows x "
              + columns
              + " columns are "
              + elements
              + " elements; the limit is 2147483647",
          e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 3", "2, 6", "-2, -5", "-1, 0"})
  void sizesThatDoNotMatchTheArrayAreRefused(int rows, int columns) {
    assertThrows(InvalidDataException.class, () -> Features.of(new float[10], rows, columns));
    assertThrows(InvalidDataException.class, () -> Features.of(new double[10], rows, columns));
    assertThrows(
        InvalidDataException.class, () -> Features.ofBytes(new byte[10], rows, columns, 1));
  }

  @Test
  void arraysOfTheCallerStayAsTheyAre() {
    float[] values = {1, 2, 3, 4, 5, 6};
    int[] order = {1, 0};
    Features features = Features.of(values, 2, 3);
    FloatTile tile = new FloatTile(2, 3);
    features.read(order, 0, 2, tile);
    features.select(order);
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, values);
    assertArrayEquals(new int[] {1, 0}, order);
  }
}
