package io.github.lanewise.data;

import static io.github.lanewise.data.TestFiles.gzip;
import static io.github.lanewise.data.TestFiles.idx;
import static io.github.lanewise.data.TestFiles.npy;
import static io.github.lanewise.data.TestFiles.zip;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.Precision;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.optim.Trainer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A file that passes by, row by row, becomes the mapped file of what its reader reads. */
class ConversionTest {
  /** More than are held at a time. */
  private static final int ROWS = 2500;

  private static final int COLUMNS = 3;
  private static final int[] SIZES = {ROWS, COLUMNS};
  private static final String SHAPE = "(" + ROWS + ", " + COLUMNS + ")";
  private static final ReadOptions OPTIONS = ReadOptions.defaults();

  @TempDir Path directory;

  private static byte[] payload(int bytes) {
    byte[] payload = new byte[ROWS * COLUMNS * bytes];
    new SplittableRandom(3).nextBytes(payload);
    for (int i = 0; i < payload.length; i += bytes) {
      // Of floating-point numbers in either byte order: neither too large nor not a number.
      payload[i] &= 0x3f;
      payload[i + bytes - 1] &= 0x3f;
    }
    return payload;
  }

  private static byte[] labels() {
    ByteBuffer labels = ByteBuffer.allocate(ROWS);
    for (int row = 0; row < ROWS; row++) {
      labels.put((byte) (row * row % 5));
    }
    return idx(0x08, new int[] {ROWS}, labels.array());
  }

  private static byte[] svmlight() {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < ROWS; row++) {
      text.append("c").append(row % 3);
      for (int d = 1 + row % 7; d < 20; d += 5) {
        text.append(' ').append(d).append(':').append(row * 0.01f);
      }
      text.append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of("idx of bytes", idx(0x08, SIZES, payload(1)), true),
        Arguments.of("idx of shorts", idx(0x0B, SIZES, payload(2)), true),
        Arguments.of("idx of doubles", idx(0x0E, SIZES, payload(8)), true),
        Arguments.of("npy of floats", npy("<f4", SHAPE, payload(4)), true),
        Arguments.of("npy of bytes", npy("|u1", SHAPE, payload(1)), true),
        Arguments.of("npy by columns", byColumn(), true),
        Arguments.of("svmlight", svmlight(), false));
  }

  private static byte[] byColumn() {
    return npy(
        "{'descr': '<f8', 'fortran_order': True, 'shape': %s, }".formatted(SHAPE), payload(8));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void convertedRowByRowItIsTheFileOfTheWhole(String name, byte[] content, boolean besides)
      throws IOException {
    Path labels = besides ? Files.write(directory.resolve("labels"), labels()) : null;
    for (byte[] packedOrNot : new byte[][] {content, gzip(content)}) {
      Path file = Files.write(directory.resolve("file"), packedOrNot);
      for (ReadOptions options : new ReadOptions[] {OPTIONS, OPTIONS.scale(0.125)}) {
        Dataset data = DataFiles.read(file, labels, options);
        Path whole = directory.resolve("whole");
        MappedFile.write(data, whole, rows -> {});
        Path converted = directory.resolve("converted");
        DataFiles.convert(file, labels, options, converted, rows -> {});
        assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(converted));
        assertEquals(MappedFile.sha256(data), MappedFile.sha256(converted));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void theModelIsThatOfTheFile(String name, byte[] content, boolean besides) throws IOException {
    Path labels = besides ? Files.write(directory.resolve("labels"), labels()) : null;
    Path file = Files.write(directory.resolve("file"), content);
    Path converted = directory.resolve("converted");
    // Random bits have all exponents; these are kept near to each other, far below 1.
    ReadOptions options = OPTIONS.scale(0.01);
    DataFiles.convert(file, labels, options, converted, rows -> {});
    Trainer trainer = Trainer.of(Loss.softmax()).l2(1e-3).maxIterations(5);
    assertEquals(
        trainer.fit(DataFiles.read(file, labels, options)).model().sha256(),
        trainer.fit(DataFiles.read(converted, null, OPTIONS)).model().sha256());
  }

  /** More records than are held at a time. */
  private static byte[] cifar(int labelBytes) {
    byte[] records = new byte[600 * (labelBytes + 3072)];
    new SplittableRandom(5).nextBytes(records);
    for (int i = 0; i < records.length; i += labelBytes + 3072) {
      records[i] = (byte) Math.floorMod(records[i], 10);
      records[i + labelBytes - 1] = (byte) Math.floorMod(records[i + labelBytes - 1], 10);
    }
    return records;
  }

  private static byte[] npz(boolean packed, byte[] features) {
    byte[] labels = new byte[ROWS];
    for (int row = 0; row < ROWS; row += 3) {
      labels[row] = (byte) (row % 5 - 2);
    }
    byte[] array = npy("|i1", "(" + ROWS + ",)", labels);
    return zip(new TreeMap<>(Map.of("a.npy", features, "b.npy", array)), packed);
  }

  static Stream<Arguments> filesByName() {
    byte[] doubles = npy("<f8", SHAPE, payload(8));
    return Stream.of(
        Arguments.of("data_batch_3.bin", cifar(1), OPTIONS),
        Arguments.of("test_batch.bin.gz", gzip(cifar(1)), OPTIONS.scale(0.5)),
        Arguments.of("train.bin", cifar(2), OPTIONS),
        Arguments.of("test.bin.gz", gzip(cifar(2)), OPTIONS.label("coarse")),
        Arguments.of("stored.npz", npz(false, doubles), OPTIONS),
        Arguments.of("packed.npz", npz(true, doubles), OPTIONS.scale(0.125)),
        Arguments.of("by-column.npz", npz(true, byColumn()), OPTIONS));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filesByName")
  void aFileThatHoldsItsLabelsIsConvertedRowByRow(String name, byte[] content, ReadOptions options)
      throws IOException {
    Path file = Files.write(directory.resolve(name), content);
    Path whole = directory.resolve("whole");
    MappedFile.write(DataFiles.read(file, null, options), whole, rows -> {});
    Path converted = directory.resolve("converted");
    DataFiles.convert(file, null, options, converted, rows -> {});
    assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(converted));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filesByName")
  void aFileThatHoldsItsLabelsNeedNotFitInMemory(String name, byte[] content, ReadOptions options)
      throws IOException {
    Path file = Files.write(directory.resolve(name), content);
    // Room for what is held of CIFAR's records, and for all labels of npz.
    int held = name.endsWith("npz") ? ROWS * 13 : 256 * 3072;
    ReadOptions tight = options.limits(Limits.defaults().memoryBytes(held));
    assertThrows(MalformedFileException.class, () -> DataFiles.read(file, null, tight));
    Path converted = directory.resolve("converted");
    if (name.startsWith("by-column")) {
      assertThrows(
          MalformedFileException.class,
          () -> DataFiles.convert(file, null, tight, converted, rows -> {}));
    } else {
      DataFiles.convert(file, null, tight, converted, rows -> {});
    }
  }

  @Test
  void memoryHoldsTheLabelsAndSingleRows() throws IOException {
    Path labels = Files.write(directory.resolve("labels"), labels());
    Path converted = directory.resolve("converted");
    ReadOptions tight = OPTIONS.limits(Limits.defaults().memoryBytes(ROWS * Integer.BYTES));
    Path byRow = Files.write(directory.resolve("a"), idx(0x0E, SIZES, payload(8)));
    assertThrows(MalformedFileException.class, () -> DataFiles.read(byRow, labels, tight));
    DataFiles.convert(byRow, labels, tight, converted, rows -> {});
    Path byColumn = Files.write(directory.resolve("b"), byColumn());
    assertThrows(
        MalformedFileException.class,
        () -> DataFiles.convert(byColumn, labels, tight, converted, rows -> {}));
  }

  /** Of the smallest rows there are, so that memory per byte of text is the largest. */
  @ParameterizedTest
  @CsvSource({"'1,2,a\n3,4,b\n', 2000", "'1\n2 1:3\n', 2000"})
  void whatTextNeedsIsKnownBeforehandAndSuffices(String lines, int repetitions) throws IOException {
    byte[] content = lines.repeat(repetitions).getBytes(StandardCharsets.UTF_8);
    ReadOptions options = OPTIONS.precision(Precision.DOUBLE);
    Path converted = directory.resolve("converted");
    for (byte[] packedOrNot : new byte[][] {content, gzip(content)}) {
      Path file = Files.write(directory.resolve("file"), packedOrNot);
      TextSize size = DataFiles.textSize(file, options).orElseThrow();
      assertEquals(2 * repetitions, size.lines());
      assertEquals(512 * lines.length(), size.batchBytes());
      ReadOptions just = options.limits(Limits.defaults().memoryBytes(size.convertBytes()));
      DataFiles.convert(file, null, just, converted, rows -> {});
      ReadOptions tight = options.limits(Limits.defaults().memoryBytes(12 * size.lines() - 1));
      MalformedFileException e =
          assertThrows(MalformedFileException.class, () -> DataFiles.textSize(file, tight));
      assertTrue(
          e.getMessage().startsWith(file + ": the labels of its lines need 48000 or more bytes of"),
          e.getMessage());
      assertThrows(
          MalformedFileException.class,
          () -> DataFiles.convert(file, null, tight, converted, rows -> {}));
    }
    Path binary = Files.write(directory.resolve("file"), idx(0x08, SIZES, payload(1)));
    assertEquals(Optional.empty(), DataFiles.textSize(binary, OPTIONS));
  }

  @Test
  void rowsPassOnceAndInOrder() throws IOException {
    Path file = Files.write(directory.resolve("file"), idx(8, new int[] {2, 2}, new byte[4]));
    try (PassingFeatures rows = (PassingFeatures) Idx.passing(file, OPTIONS)) {
      ByteBuffer target = ByteBuffer.allocate(4);
      assertThrows(UnsupportedOperationException.class, () -> rows.storeRow(1, target));
      rows.storeRow(0, target);
      assertThrows(UnsupportedOperationException.class, () -> rows.storeRow(0, target));
      rows.storeRow(1, target);
      assertThrows(UnsupportedOperationException.class, () -> rows.get(0, 0));
      assertThrows(UnsupportedOperationException.class, () -> rows.read(0, 1, new FloatTile(1, 2)));
      assertThrows(
          UnsupportedOperationException.class, () -> rows.read(0, 1, new DoubleTile(1, 2)));
    }
  }

  @Test
  void aFailureOnTheWayNamesItsPlaceAndLeavesTheOldFile() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "old");
    Path labels = Files.write(directory.resolve("labels"), labels());
    byte[] content = idx(0x0D, SIZES, payload(4));
    ByteBuffer.wrap(content).putFloat(12 + 4 * (2001 * COLUMNS + 2), Float.NaN);
    assertFails(
        content, labels, target, "features: row 2001, column 2 is NaN; every feature must be a");
    byte[] packed = gzip(idx(0x08, SIZES, payload(1)));
    packed[packed.length - 8] ^= 1;
    assertFails(packed, labels, target, "damaged gzip data: Corrupt GZIP trailer");
    byte[] text = svmlight();
    text[text.length - 2] = 'x';
    assertFails(text, null, target, "2500: value \"24.9x\"; must be a finite decimal number");
  }

  private void assertFails(byte[] content, Path labels, Path target, String problem)
      throws IOException {
    Path file = Files.write(directory.resolve("bad"), content);
    MalformedFileException e =
        assertInstanceOf(
            MalformedFileException.class,
            assertThrows(
                IOException.class,
                () -> DataFiles.convert(file, labels, OPTIONS, target, rows -> {})));
    assertTrue(e.getMessage().contains(problem), e.getMessage());
    assertEquals("old", Files.readString(target));
  }
}
