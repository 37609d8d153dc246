package io.github.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.Precision;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.optim.Solver;
import io.github.lanewise.optim.Trainer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MappedFileTest {
  private static final int ROWS = 23;
  private static final int COLUMNS = 5;
  private static final List<String> NAMES = List.of("cat, \"big\"", "naïve", "🦉");

  private static final List<String> FEATURES = List.of("width, in cm", "", "höhe", "🦉", "height");

  @TempDir Path directory;

  /** The same rows in every storage type; class y shows in feature y. */
  private static Dataset dataset(RowType type) {
    SplittableRandom random = new SplittableRandom(1);
    byte[] bytes = new byte[ROWS * COLUMNS];
    int[] labels = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      labels[row] = random.nextInt(3);
      for (int column = 0; column < COLUMNS; column++) {
        int value = Math.max(0, random.nextInt(-90, 200)) + (column == labels[row] ? 56 : 0);
        bytes[row * COLUMNS + column] = (byte) value;
      }
    }
    return Dataset.of(features(type, bytes), labels, NAMES).withFeatureNames(FEATURES);
  }

  private static Features features(RowType type, byte[] bytes) {
    float[] floats = new float[bytes.length];
    double[] doubles = new double[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      doubles[i] = (bytes[i] & 0xff) * 0.3;
      floats[i] = (float) doubles[i];
    }
    return switch (type) {
      case BYTE -> Features.ofBytes(bytes, ROWS, COLUMNS, 0.3);
      case FLOAT -> Features.of(floats, ROWS, COLUMNS);
      case DOUBLE -> Features.of(doubles, ROWS, COLUMNS);
      case SPARSE -> sparse(floats);
    };
  }

  /** Without the zeros; row 4 is empty. */
  private static SparseFeatures sparse(float[] dense) {
    CsrBuilder rows = new CsrBuilder();
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        float value = dense[row * COLUMNS + column];
        if (value != 0 && row != 4) {
          rows.add(column, value);
        }
      }
      rows.endRow();
    }
    return rows.build(COLUMNS, 1);
  }

  private Path write(Dataset data) throws IOException {
    Path file = directory.resolve("rows.lanerows");
    MappedFile.write(data, file, rows -> {});
    return file;
  }

  private static Features mapped(Path file, int chunkBytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer bytes = ByteBuffer.allocate(MappedHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      channel.read(bytes, 0);
      MappedHeader header = MappedHeader.decode(bytes.flip(), channel.size(), file);
      return MappedFeatures.open(channel, header, chunkBytes);
    }
  }

  /** Every way of reading, bit for bit. */
  private static void assertSameRows(Features expected, Features actual) {
    assertEquals(expected.rows(), actual.rows());
    assertEquals(expected.columns(), actual.columns());
    assertEquals(expected.scale(), actual.scale());
    int[] order = {22, 0, 7, 7, 3, 21};
    int columns = expected.columns();
    FloatTile floats = new FloatTile(9, columns);
    FloatTile sameFloats = new FloatTile(9, columns);
    DoubleTile doubles = new DoubleTile(9, columns);
    DoubleTile sameDoubles = new DoubleTile(9, columns);
    for (int from = 0; from < 14; from++) {
      expected.read(from, 9, floats);
      actual.read(from, 9, sameFloats);
      assertArrayEquals(floats.values(), sameFloats.values());
      expected.read(from, 9, doubles);
      actual.read(from, 9, sameDoubles);
      assertArrayEquals(doubles.values(), sameDoubles.values());
    }
    expected.read(order, 1, 5, floats);
    actual.read(order, 1, 5, sameFloats);
    assertArrayEquals(floats.values(), sameFloats.values());
    expected.read(order, 1, 5, doubles);
    actual.read(order, 1, 5, sameDoubles);
    assertArrayEquals(doubles.values(), sameDoubles.values());
    for (int row = 0; row < expected.rows(); row++) {
      for (int column = 0; column < columns; column++) {
        assertEquals(expected.get(row, column), actual.get(row, column));
        assertEquals(expected.get(row, column), actual.select(new int[] {5, row}).get(1, column));
      }
    }
    assertEquals(expected.getClass(), actual.select(order).getClass());
    assertThrows(IndexOutOfBoundsException.class, () -> actual.get(ROWS, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> actual.get(0, COLUMNS));
    assertThrows(IndexOutOfBoundsException.class, () -> actual.read(15, 9, floats));
    assertThrows(IndexOutOfBoundsException.class, () -> actual.select(new int[] {-1}));
  }

  @ParameterizedTest
  @EnumSource
  void aFileHasWhatWasWritten(RowType type) throws IOException {
    Dataset data = dataset(type);
    Dataset read = MappedFile.read(write(data));
    assertEquals(NAMES, read.labelNames());
    assertEquals(FEATURES, read.featureNames());
    assertArrayEquals(data.labels(), read.labels());
    assertSameRows(data.features(), read.features());
    assertSameRows(data.features(), MappedFile.readFeatures(write(data)));
  }

  @ParameterizedTest
  @EnumSource(names = "SPARSE", mode = EnumSource.Mode.EXCLUDE)
  void chunksDoNotShow(RowType type) throws IOException {
    Dataset data = dataset(type);
    Path file = write(data);
    int row = COLUMNS * type.bytes();
    for (int chunkBytes : new int[] {row, 2 * row + 1, 7 * row, ROWS * row - 1, ROWS * row}) {
      assertSameRows(data.features(), mapped(file, chunkBytes));
    }
  }

  @Test
  void windowsOfSparseRowsDoNotShow() throws IOException {
    Dataset data = dataset(RowType.SPARSE);
    Path file = write(data);
    for (int nonZeros = COLUMNS; nonZeros <= ROWS * COLUMNS; nonZeros++) {
      Features rows = mapped(file, nonZeros * RowType.SPARSE.bytes());
      assertSameRows(data.features(), rows);
      assertSameSparseRows((SparseFeatures) data.features(), (SparseFeatures) rows);
    }
  }

  private static void assertSameSparseRows(SparseFeatures expected, SparseFeatures actual) {
    assertEquals(expected.nonZeros(), actual.nonZeros());
    int[] order = {22, 0, 7, 4, 7, 3, 21};
    FloatSparseTile floats = new FloatSparseTile(ROWS, COLUMNS);
    DoubleSparseTile doubles = new DoubleSparseTile(ROWS, COLUMNS);
    for (int from = 0; from < 14; from++) {
      expected.read(from, 9, floats);
      String rows = text(floats);
      expected.read(from, 9, doubles);
      assertEquals(rows, text(doubles));
      actual.read(from, 9, floats);
      assertEquals(rows, text(floats));
      actual.read(from, 9, doubles);
      assertEquals(rows, text(doubles));
    }
    expected.read(order, 1, 6, floats);
    String rows = text(floats);
    actual.read(order, 1, 6, floats);
    assertEquals(rows, text(floats));
    actual.read(order, 1, 6, doubles);
    assertEquals(rows, text(doubles));
    assertThrows(IndexOutOfBoundsException.class, () -> actual.read(15, 9, floats));
    assertThrows(
        IndexOutOfBoundsException.class, () -> actual.read(new int[] {ROWS}, 0, 1, floats));
  }

  private static String text(FloatSparseTile tile) {
    return rows(tile.rows(), tile.starts(), tile.ends(), tile.indices(), k -> tile.values()[k]);
  }

  private static String text(DoubleSparseTile tile) {
    return rows(tile.rows(), tile.starts(), tile.ends(), tile.indices(), k -> tile.values()[k]);
  }

  private static String rows(
      int rows, int[] starts, int[] ends, int[] indices, IntToDoubleFunction value) {
    return IntStream.range(0, rows)
        .mapToObj(
            r ->
                IntStream.range(starts[r], ends[r])
                    .mapToObj(k -> indices[k] + ":" + value.applyAsDouble(k))
                    .toList())
        .toList()
        .toString();
  }

  @ParameterizedTest
  @EnumSource
  void writingAMappedFileAgainGivesTheSameBytes(RowType type) throws IOException {
    Path file = write(dataset(type));
    Path again = directory.resolve("again");
    MappedFile.write(MappedFile.read(file), again, rows -> {});
    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
  }

  @ParameterizedTest
  @EnumSource
  void trainingOnAFileGivesTheSameModel(RowType type) throws IOException {
    Dataset data = dataset(type);
    Dataset read = MappedFile.read(write(data));
    Dataset joined = Dataset.join(List.of(part(read, 0, 9), part(read, 9, 10), part(read, 10, 23)));
    Trainer any = Trainer.of(Loss.softmax()).threads(1);
    for (Precision precision : Precision.values()) {
      for (Trainer solver :
          List.of(any.solver(Solver.LBFGS).maxIterations(5), any.solver(Solver.SGD).epochs(2))) {
        Trainer trainer = solver.precision(precision);
        String expected = trainer.fit(data).model().sha256();
        if (type == RowType.SPARSE) {
          assertEquals(expected, trainer.fit(dense(data)).model().sha256());
        }
        assertEquals(expected, trainer.fit(read).model().sha256());
        assertEquals(expected, trainer.fit(joined).model().sha256());
      }
    }
  }

  private static Dataset dense(Dataset sparse) {
    FloatTile tile = new FloatTile(ROWS, COLUMNS);
    sparse.features().read(0, ROWS, tile);
    float[] rows = new float[ROWS * COLUMNS];
    for (int row = 0; row < ROWS; row++) {
      System.arraycopy(tile.values(), row * tile.stride(), rows, row * COLUMNS, COLUMNS);
    }
    return Dataset.of(Features.of(rows, ROWS, COLUMNS), sparse.labels(), sparse.labelNames());
  }

  private static Dataset part(Dataset data, int from, int to) {
    return data.select(IntStream.range(from, to).toArray());
  }

  @Test
  void partsThatAreFilesAreJoinedByTheNamesOfTheirLabels() throws IOException {
    Dataset first =
        Dataset.of(Features.of(new float[] {1, 2}, 2, 1), new int[] {0, 1}, List.of("9", "10"));
    Dataset second =
        Dataset.of(
            Features.of(new float[] {3, 4, 5}, 3, 1), new int[] {0, 1, 1}, List.of("10", "-1"));
    Dataset joined = Dataset.join(List.of(first, second.withWeights(new float[] {2, 3, 4})));
    assertEquals(List.of("-1", "9", "10"), joined.labelNames());
    assertArrayEquals(new int[] {1, 2, 2, 0, 0}, joined.labels());
    assertArrayEquals(new float[] {1, 1, 2, 3, 4}, joined.weights());
    FloatTile tile = new FloatTile(5, 1);
    joined.features().read(0, 5, tile);
    for (int row = 0; row < 5; row++) {
      assertEquals(row + 1, tile.values()[row * tile.stride()]);
      assertEquals(row + 1, joined.features().get(row, 0));
    }
    joined.features().read(5, 0, tile);
    assertEquals(0, tile.rows());
    Dataset read = MappedFile.read(write(joined));
    assertEquals(5, read.features().get(4, 0));
  }

  @Test
  void sparsePartsHaveAllColumnsOfTheWidest() throws IOException {
    SparseFeatures narrow =
        SparseFeatures.of(new long[] {0, 1, 2}, new int[] {0, 1}, new float[] {1, 2}, 2);
    SparseFeatures wide =
        SparseFeatures.of(new long[] {0, 0, 2}, new int[] {1, 6}, new float[] {3, 4}, 7);
    Dataset joined =
        Dataset.join(
            List.of(
                Dataset.of(narrow, new int[] {0, 1}, List.of("b", "a")),
                Dataset.of(wide, new int[] {0, 1}, List.of("a", "c"))));
    assertEquals(List.of("a", "b", "c"), joined.labelNames());
    assertArrayEquals(new int[] {1, 0, 0, 2}, joined.labels());
    SparseFeatures rows = (SparseFeatures) MappedFile.read(write(joined)).features();
    assertEquals(4, rows.nonZeros());
    FloatSparseTile tile = new FloatSparseTile(4, 7);
    rows.read(0, 4, tile);
    assertEquals("[[0:1.0], [1:2.0], [], [1:3.0, 6:4.0]]", text(tile));
    ((SparseFeatures) joined.features()).read(new int[] {3, 0}, 0, 2, tile);
    assertEquals("[[1:3.0, 6:4.0], [0:1.0]]", text(tile));
    assertEquals(4, joined.features().get(3, 6));
    assertEquals(0, joined.features().get(1, 6));
  }

  static Stream<Dataset> strangers() {
    float[] values = {1, 2, 3, 4};
    int[] labels = {0, 1};
    return Stream.of(
        Dataset.of(Features.of(new float[6], 2, 3), labels),
        Dataset.of(Features.of(new double[4], 2, 2), labels),
        Dataset.of(Features.ofBytes(new byte[4], 2, 2, 1), labels),
        Dataset.of(SparseFeatures.of(new long[3], new int[0], new float[0], 2), labels),
        Dataset.of(new FloatFeatures(values, 2, 2, 0.5), labels));
  }

  @ParameterizedTest
  @MethodSource("strangers")
  void partsThatDoNotMatchAreNotJoined(Dataset stranger) {
    Dataset data = Dataset.of(Features.of(new float[4], 2, 2), new int[] {0, 1});
    InvalidDataException e =
        assertThrows(InvalidDataException.class, () -> Dataset.join(List.of(data, data, stranger)));
    assertTrue(e.getMessage().startsWith("parts: part 2 "), e.getMessage());
    assertThrows(InvalidDataException.class, () -> Dataset.join(List.of()));
  }

  @Test
  void theDigestIsThatOfEverythingAfterTheHeader() throws Exception {
    Path file = write(dataset(RowType.FLOAT).withFeatureNames(List.of()));
    byte[] bytes = Files.readAllBytes(file);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(bytes, MappedHeader.BYTES, bytes.length - MappedHeader.BYTES);
    assertEquals(HexFormat.of().formatHex(digest.digest()), MappedFile.sha256(file));
  }

  /** It tells the rows, labels and label names, wherever they came from: a header or none. */
  @Test
  void theDigestDoesNotDependOnFeatureNames() throws IOException {
    Dataset data = dataset(RowType.FLOAT);
    Dataset nameless = data.withFeatureNames(List.of());
    String digest = MappedFile.sha256(write(nameless));
    assertEquals(digest, MappedFile.sha256(write(data)));
    assertEquals(digest, MappedFile.sha256(data));
    assertEquals(List.of(), MappedFile.read(write(nameless)).featureNames());
  }

  /** The layout that {@link MappedFile} promises, written by hand. */
  @Test
  void theLayoutIsTheDocumentedOne() throws IOException {
    ByteBuffer file = ByteBuffer.allocate(128 + 64 + 64 + 10).order(ByteOrder.LITTLE_ENDIAN);
    file.put("LANEROWS".getBytes(StandardCharsets.US_ASCII)).putInt(1).putInt(2);
    file.putLong(2).putInt(1).putInt(2).putDouble(1).putInt(10).putLong(0);
    CRC32C checksum = new CRC32C();
    checksum.update(file.array(), 0, 84);
    file.putInt(84, (int) checksum.getValue());
    file.putFloat(128, 1.5f).putFloat(132, -2).putInt(128 + 64 + 4, 1);
    file.position(256).putInt(1).put((byte) 'a').putInt(1).put((byte) 'b');
    Dataset read = MappedFile.read(Files.write(directory.resolve("by-hand"), file.array()));
    assertEquals(List.of("a", "b"), read.labelNames());
    assertArrayEquals(new int[] {0, 1}, read.labels());
    assertEquals(1.5, read.features().get(0, 0));
    assertEquals(-2, read.features().get(1, 0));
    assertEquals(List.of(), read.featureNames());
    byte[] named = {2, 0, 0, 0, 'x', 'y'};
    assertEquals(List.of("xy"), MappedFile.read(writeNamed(file.array(), named)).featureNames());
  }

  /** Replaces whatever feature names a file has by others, with their length and checksum. */
  private Path writeNamed(byte[] file, byte[] names) throws IOException {
    ByteBuffer whole = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    byte[] named = Arrays.copyOf(file, file.length - whole.getInt(88) + names.length);
    System.arraycopy(names, 0, named, named.length - names.length, names.length);
    CRC32C checksum = new CRC32C();
    checksum.update(names);
    ByteBuffer.wrap(named)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(88, names.length)
        .putInt(92, (int) checksum.getValue());
    return Files.write(directory.resolve("named"), named);
  }

  /** The lengths of the names of two features, what follows, and what is said of it. */
  static Stream<Arguments> damagedNames() {
    return Stream.of(
        Arguments.of(1, 2, "", "the name of feature 1 has 2 bytes"),
        Arguments.of(-1, 0, "", "the name of feature 0 has -1 bytes"),
        Arguments.of(Integer.MAX_VALUE, 0, "", "the name of feature 0 has 2147483647 bytes"),
        Arguments.of(1, 0, "bc", "2 bytes after the last feature name"),
        Arguments.of(1, 1, "\u00e9", "damaged: its names are unreadable"));
  }

  @ParameterizedTest
  @MethodSource("damagedNames")
  void damagedFeatureNamesAreRefused(int first, int second, String rest, String problem)
      throws IOException {
    Dataset data = Dataset.of(Features.of(new float[4], 2, 2), new int[] {0, 1});
    byte[] whole = Files.readAllBytes(write(data));
    byte[] text = ("a" + rest).getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer names = ByteBuffer.allocate(8 + text.length).order(ByteOrder.LITTLE_ENDIAN);
    names.putInt(first).put(text, 0, 1).putInt(second).put(text, 1, text.length - 1);
    Path file = writeNamed(whole, names.array());
    assertRefused(file, problem);
    assertRefused(writeNamed(whole, new byte[7]), "7 bytes of names for 2 features; must be 0, or");
    assertRefused(
        writeNamed(whole, new byte[(16 << 20) + 1]), "16777217 bytes of names for 2 features");
    byte[] flipped = Files.readAllBytes(writeNamed(whole, new byte[8]));
    flipped[92] ^= 1;
    assertRefused(Files.write(file, flipped), "damaged: the checksum of its feature names");
  }

  /**
   * Where a header has a number, how many bytes that takes, another one, and what is said of it.
   */
  static Stream<Arguments> numbersOutOfRange() {
    return Stream.of(
        Arguments.of(12, 4, 5, "rows of kind 5; only 1 to 4 are known"),
        Arguments.of(16, 8, 0, "0 rows; must be 1 to 2147483647"),
        Arguments.of(16, 8, 1L << 31, "2147483648 rows; must be 1 to 2147483647"),
        Arguments.of(24, 4, 0, "0 columns; must be 1 to 268435456"),
        Arguments.of(24, 4, (1 << 28) + 1, "268435457 columns; must be 1 to 268435456"),
        Arguments.of(28, 4, 0, "0 classes with that many bytes of names; must be 1 to 2"),
        Arguments.of(28, 4, 3, "3 classes with that many bytes of names; must be 1 to 2"),
        Arguments.of(32, 8, 0, "scale 0.0; must be above 0 and finite"),
        Arguments.of(40, 4, -1, "-1 bytes of label names; must be 0 to 16777216"),
        Arguments.of(44, 8, 1, "1 non-zeros; must be 0 to 0"),
        Arguments.of(16, 8, 9, "truncated: its header announces 330 bytes, it has 266"));
  }

  /** The checksum is right: it guards against damage, not against whoever writes it. */
  @ParameterizedTest
  @MethodSource("numbersOutOfRange")
  void headersWithNumbersOutOfRangeAreRefused(int at, int bytes, long number, String problem)
      throws IOException {
    Dataset data = Dataset.of(Features.of(new float[4], 2, 2), new int[] {0, 1});
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(write(data)));
    file.order(ByteOrder.LITTLE_ENDIAN);
    if (bytes == Integer.BYTES) {
      file.putInt(at, (int) number);
    } else {
      file.putLong(at, number);
    }
    CRC32C checksum = new CRC32C();
    checksum.update(file.array(), 0, 84);
    file.putInt(84, (int) checksum.getValue());
    assertRefused(Files.write(directory.resolve("forged"), file.array()), problem);
  }

  private static void assertRefused(Path file, String problem) {
    for (Executable reading :
        List.<Executable>of(() -> MappedFile.read(file), () -> MappedFile.readFeatures(file))) {
      MalformedFileException e = assertThrows(MalformedFileException.class, reading);
      assertTrue(e.getMessage().startsWith(file + ": " + problem), e.getMessage());
    }
  }

  @Test
  void featuresThatAreNotTheKnownOnesAreRefused() throws IOException {
    Path file = write(dataset(RowType.SPARSE));
    ReadOptions options = ReadOptions.defaults();
    ReadOptions known = options.featureNames(FEATURES);
    assertEquals(FEATURES, DataFiles.read(file, null, known).featureNames());
    assertEquals(ROWS, DataFiles.readFeatures(file, COLUMNS, known).rows());
    ReadOptions others = options.featureNames(List.of("width, in cm", "", "🦉", "höhe", "height"));
    for (Executable reading :
        List.<Executable>of(
            () -> DataFiles.read(file, null, others),
            () -> DataFiles.readFeatures(file, COLUMNS, others))) {
      MalformedFileException e = assertThrows(MalformedFileException.class, reading);
      assertEquals(
          file + ": feature 2 is \"höhe\"; the feature \"🦉\" is needed there", e.getMessage());
    }
    Path nameless = write(dataset(RowType.SPARSE).withFeatureNames(List.of()));
    assertEquals(ROWS, DataFiles.read(nameless, null, others).rows());
  }

  @Test
  void namesBeyondTheLimitAreRefusedBeforeAnythingIsWritten() throws IOException {
    Dataset data = Dataset.of(Features.of(new float[2], 2, 1), new int[] {0, 1});
    Dataset named = data.withFeatureNames(List.of("x".repeat(16 << 20)));
    InvalidDataException e = assertThrows(InvalidDataException.class, () -> write(named));
    assertEquals("featureNames: more than 16777216 bytes, the limit", e.getMessage());
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(0, files.count());
    }
    assertEquals(MappedFile.sha256(data), MappedFile.sha256(named));
  }

  @ParameterizedTest
  @EnumSource
  void everyTruncationIsRefused(RowType type) throws IOException {
    byte[] whole = Files.readAllBytes(write(dataset(type)));
    Path file = directory.resolve("cut");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThrows(MalformedFileException.class, () -> MappedFile.read(file));
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertThrows(MalformedFileException.class, () -> MappedFile.read(file));
  }

  @ParameterizedTest
  @EnumSource
  void everyFlippedByteIsRefusedOrHarmless(RowType type) throws IOException {
    byte[] whole = Files.readAllBytes(write(dataset(type)));
    Path file = directory.resolve("flipped");
    int refused = 0;
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= (byte) 0xff;
      Files.write(file, damaged);
      try {
        Dataset read = MappedFile.read(file);
        assertTrue(i >= 96, "byte " + i + " of the header counts");
        assertEquals(FEATURES, read.featureNames(), "byte " + i);
        assertEquals(ROWS, read.rows());
      } catch (MalformedFileException expected) {
        refused++;
      }
    }
    assertTrue(refused > 96, refused + " refused");
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void valuesThatAreNotFiniteAreRefusedWithTheirPlace(RowType type) throws IOException {
    Path file = write(dataset(type));
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int place = 128 + (17 * COLUMNS + 3) * type.bytes();
    if (type == RowType.FLOAT) {
      bytes.putFloat(place, Float.NEGATIVE_INFINITY);
    } else {
      bytes.putDouble(place, Double.NEGATIVE_INFINITY);
    }
    Files.write(file, bytes.array());
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> MappedFile.readFeatures(file));
    assertEquals(
        file + ": features: row 17, column 3 is -Infinity; every feature must be a finite number",
        e.getMessage());
  }

  /** Rows 0:1.5 3:2, nothing, and 1:4, of 5 columns; what is put where, and what is said of it. */
  static Stream<Arguments> damagedSparseRows() {
    return Stream.of(
        Arguments.of(132, 4, 0L, "features: row 0 has column 0; must be 1 to 4"),
        Arguments.of(132, 4, 5L, "features: row 0 has column 5; must be 1 to 4"),
        Arguments.of(128, 4, -1L, "features: row 0 has column -1; must be 0 to 4"),
        Arguments.of(148, 4, 0x7f800000L, "features: row 2, column 1 is Infinity"),
        Arguments.of(192, 8, 1L, "rowPointers: from 1 to 3; must be from 0 to 3"),
        Arguments.of(216, 8, 2L, "rowPointers: from 0 to 2; must be from 0 to 3"),
        Arguments.of(200, 8, 1L << 40, "rowPointers: row 0 is from 0 to 1099511627776; must"),
        Arguments.of(200, 8, -1L, "rowPointers: row 0 is from 0 to -1; must"),
        Arguments.of(208, 8, 1L, "rowPointers: row 1 is from 2 to 1; must"));
  }

  @ParameterizedTest
  @MethodSource("damagedSparseRows")
  void damagedSparseRowsAreRefusedWithTheirPlace(int at, int bytes, long value, String problem)
      throws IOException {
    SparseFeatures rows =
        SparseFeatures.of(
            new long[] {0, 2, 2, 3}, new int[] {0, 3, 1}, new float[] {1.5f, 2, 4}, COLUMNS);
    Path file = write(Dataset.of(rows, new int[] {0, 1, 0}));
    ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes == Long.BYTES) {
      content.putLong(at, value);
    } else {
      content.putInt(at, (int) value);
    }
    Files.write(file, content.array());
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> MappedFile.readFeatures(file));
    assertTrue(e.getMessage().startsWith(file + ": " + problem), e.getMessage());
  }

  @Test
  void otherFilesAreNamed() throws IOException {
    Path missing = directory.resolve("missing");
    assertThrows(NoSuchFileException.class, () -> MappedFile.read(missing));
    assertThrows(MalformedFileException.class, () -> MappedFile.read(directory));
    Path csv = Files.writeString(directory.resolve("csv"), "1,2,a\n".repeat(50));
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> MappedFile.read(csv));
    assertEquals(csv + ": not a mapped file: it does not begin with LANEROWS", e.getMessage());
  }

  @Test
  void aScaleAndNamesApplyAsToOtherFormats() throws IOException {
    Path bytes = write(dataset(RowType.BYTE));
    List<String> names = List.of("🦉", "other", "naïve", "cat, \"big\"");
    ReadOptions options = ReadOptions.defaults();
    Dataset read = DataFiles.read(bytes, null, options.scale(2.0).labelNames(names));
    assertEquals(names, read.labelNames());
    assertEquals(2.0, read.features().scale());
    assertEquals(dataset(RowType.BYTE).features().get(3, 1) / 0.3 * 2, read.features().get(3, 1));
    int[] places = {3, 2, 0};
    for (int row = 0; row < ROWS; row++) {
      assertEquals(places[dataset(RowType.BYTE).label(row)], read.label(row));
    }
    assertThrows(
        MalformedFileException.class,
        () -> DataFiles.read(bytes, null, options.labelNames(List.of("a", "b"))));
    assertThrows(InvalidDataException.class, () -> DataFiles.read(bytes, bytes, options));
    assertThrows(MalformedFileException.class, () -> DataFiles.readFeatures(bytes, 4, options));
    assertEquals(2.0, DataFiles.readFeatures(bytes, COLUMNS, options.scale(2.0)).scale());

    Path floats = write(dataset(RowType.FLOAT));
    assertEquals(ROWS, DataFiles.readFeatures(floats, COLUMNS, options.scale(1.0)).rows());
    MalformedFileException e =
        assertThrows(
            MalformedFileException.class,
            () -> DataFiles.readFeatures(floats, COLUMNS, options.scale(2.0)));
    assertTrue(e.getMessage().endsWith("have the scale 1.0, which cannot become 2.0"));
  }
}
