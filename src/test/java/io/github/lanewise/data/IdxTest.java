package io.github.lanewise.data;

import static io.github.lanewise.data.TestFiles.bytes;
import static io.github.lanewise.data.TestFiles.gzip;
import static io.github.lanewise.data.TestFiles.idx;
import static io.github.lanewise.data.TestFiles.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxTest {
  private static final byte[] IMAGES =
      idx(8, new int[] {3, 2, 2}, bytes(0, 51, 102, 153, 204, 255, 1, 2, 3, 4, 5, 6));
  private static final byte[] LABELS = idx(8, new int[] {3}, bytes(1, 0, 2));

  @TempDir Path directory;

  private Path images(byte[] content) {
    return write(directory, "images", content);
  }

  private Path labels(byte[] content) {
    return write(directory, "labels", content);
  }

  private static void assertMalformed(Path file, String problem, Executable reading) {
    TestFiles.assertMalformed(file, 0, problem, reading);
  }

  @Test
  void readsImagesAndLabels() throws IOException {
    Dataset data = Idx.read(images(IMAGES), labels(LABELS));
    assertEquals(3, data.rows());
    assertEquals(4, data.columns());
    assertEquals(List.of("0", "1", "2"), data.labelNames());
    assertArrayEquals(new int[] {1, 0, 2}, data.labels());
    assertEquals(1.0 / 255, data.features().scale());
    assertEquals(51 * (1.0 / 255), data.features().get(0, 1));
    assertEquals(1.0, data.features().get(1, 1));
  }

  @Test
  void packedAndPlainAreEqual() throws IOException {
    Dataset plain = Idx.read(images(IMAGES), labels(LABELS));
    Dataset packed =
        Idx.read(
            write(directory, "packed-images", gzip(IMAGES)),
            write(directory, "packed-labels.gz", gzip(LABELS)));
    assertArrayEquals(plain.labels(), packed.labels());
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        assertEquals(plain.features().get(row, column), packed.features().get(row, column));
      }
    }
  }

  @Test
  void readsSeveralGzipMembers() throws IOException {
    byte[] first = gzip(Arrays.copyOf(IMAGES, 10));
    byte[] second = gzip(Arrays.copyOfRange(IMAGES, 10, IMAGES.length));
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    assertEquals(6, Idx.readFeatures(images(both), 1).get(2, 3));
  }

  @Test
  void theCallerMayChooseTheScale() throws IOException {
    Features features = Idx.readFeatures(images(IMAGES), 0.5);
    assertEquals(0.5, features.scale());
    assertEquals(127.5, features.get(1, 1));
    assertThrows(InvalidDataException.class, () -> Idx.readFeatures(images(IMAGES), Double.NaN));
  }

  @Test
  void readsEveryElementType() throws IOException {
    assertRead(new double[] {200, 7}, 1, 0x08, bytes(200, 7));
    assertRead(new double[] {-56, 7}, 1, 0x09, bytes(200, 7));
    assertRead(new double[] {-32768, 513}, 1, 0x0B, bytes(0x80, 0, 2, 1));
    ByteBuffer eight = ByteBuffer.allocate(8);
    assertRead(
        new double[] {0x7fffffff, -5}, 1, 0x0C, eight.putInt(0, 0x7fffffff).putInt(4, -5).array());
    assertRead(
        new double[] {0.1f, -3e38f}, 1, 0x0D, eight.putFloat(0, 0.1f).putFloat(4, -3e38f).array());
    ByteBuffer sixteen = ByteBuffer.allocate(16).putDouble(0, 0.1).putDouble(8, -1e-300);
    assertRead(new double[] {0.1, -1e-300}, 1, 0x0E, sixteen.array());
    assertRead(new double[] {0.025, -2.5e-301}, 0.25, 0x0E, sixteen.array());
  }

  private void assertRead(double[] expected, double scale, int type, byte[] payload)
      throws IOException {
    Features features = Idx.readFeatures(images(idx(type, new int[] {2}, payload)), scale);
    assertEquals(2, features.rows());
    assertEquals(1, features.columns());
    assertEquals(scale, features.scale());
    for (int row = 0; row < 2; row++) {
      assertEquals(expected[row], features.get(row, 0));
    }
    if (scale == 1 && type != 0x08) {
      assertEquals(1, Idx.readFeatures(directory.resolve("images")).scale());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyTruncationIsRefused(boolean packed) throws IOException {
    byte[] whole = packed ? gzip(IMAGES) : IMAGES;
    for (int length = 0; length < whole.length; length++) {
      Path file = images(Arrays.copyOf(whole, length));
      MalformedFileException e =
          assertThrows(MalformedFileException.class, () -> Idx.readFeatures(file));
      assertTrue(e.getMessage().startsWith(file + ": truncated"), e.getMessage());
    }
    assertEquals(3, Idx.readFeatures(images(whole)).rows());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyByteFlipIsReadOrRefused(boolean packed) {
    byte[] whole = packed ? gzip(IMAGES) : IMAGES;
    int refused = 0;
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] = (byte) ~flipped[i];
      Path file = images(flipped);
      try {
        assertTrue(Idx.readFeatures(file).rows() > 0);
      } catch (MalformedFileException e) {
        assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
        refused++;
      } catch (IOException e) {
        throw new AssertionError("byte " + i, e);
      }
    }
    assertTrue(refused >= 16, "only " + refused + " flips were noticed");
  }

  @Test
  void bytesAfterTheLastElementAreRefused() {
    byte[] longer = Arrays.copyOf(IMAGES, IMAGES.length + 1);
    assertMalformed(
        images(longer),
        "oversized: its header announces 28 bytes, it has at least 29",
        () -> Idx.readFeatures(directory.resolve("images")));
    assertMalformed(
        images(gzip(longer)),
        "oversized: its header announces 28 bytes, it has at least 29",
        () -> Idx.readFeatures(directory.resolve("images")));
  }

  // A reader that trusted these headers would ask for up to 16 GB.
  @ParameterizedTest
  @CsvSource({"8, 2147483639, 1", "14, 2147483639, 1", "14, 32768, 65535"})
  void headersThatClaimTooMuchAreRefusedBeforeAllocating(int type, int rows, int columns) {
    byte[] content = idx(type, new int[] {rows, columns}, bytes(1, 2, 3));
    Path plain = images(content);
    Path packed = write(directory, "packed", gzip(content));
    for (Path file : List.of(plain, packed)) {
      MalformedFileException e =
          assertThrows(MalformedFileException.class, () -> Idx.readFeatures(file));
      assertTrue(e.getMessage().endsWith(" bytes, it has 15"), e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2147483647, 2147483647, 1 x 2147483647 elements; the limit is 2147483639",
    "2147483639, 2147483639, 2147483639 x 2147483639 elements; the limit is 137438953472",
    "-1, 1, 1 x 4294967295 elements; the limit is 2147483639",
    "1, -2147483648, 1 x 2147483648 elements; the limit is 2147483639"
  })
  void headersBeyondAnIntAreRefused(int rows, int columns, String problem) {
    assertMalformed(
        images(idx(8, new int[] {rows, columns}, new byte[0])),
        "IDX header with " + problem,
        () -> Idx.readFeatures(directory.resolve("images")));
  }

  @Test
  void whatNoArrayHoldsIsToBeConverted() throws IOException {
    Path images = images(idx(8, new int[] {46341, 46341}, new byte[0]));
    try (RandomAccessFile file = new RandomAccessFile(images.toFile(), "rw")) {
      file.setLength(12 + 46341L * 46341);
    }
    assertMalformed(
        images,
        "46341 x 46341 elements in memory; the limit is 2147483639: convert the file",
        () -> Idx.readFeatures(images));
    assertEquals(46341, Idx.passing(images, ReadOptions.defaults()).rows());
  }

  /** Packs content and makes the gzip trailer announce another length. */
  private static byte[] gzipWithTrailer(byte[] content, int announced) {
    byte[] packed = gzip(content);
    ByteBuffer.wrap(packed).putInt(packed.length - 4, Integer.reverseBytes(announced));
    return packed;
  }

  @Test
  void aGzipTrailerThatAgreesWithAFalseHeaderIsFoundOut() {
    byte[] content = idx(8, new int[] {100}, new byte[50]);
    Path file = images(gzipWithTrailer(content, 108));
    assertThrows(MalformedFileException.class, () -> Idx.readFeatures(file));
    content = idx(8, new int[] {50}, new byte[100]);
    images(gzipWithTrailer(content, 58));
    assertMalformed(file, "oversized: bytes follow the last element", () -> Idx.readFeatures(file));
    content = idx(8, new int[] {2_000_000_000}, new byte[50]);
    images(gzipWithTrailer(content, 2_000_000_008));
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> Idx.readFeatures(file));
    assertTrue(e.getMessage().contains(": damaged gzip data: "), e.getMessage());
  }

  @Test
  void damagedGzipDataIsRefused() {
    byte[] packed = gzip(IMAGES);
    packed[packed.length - 5] ^= 1;
    Path file = images(packed);
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> Idx.readFeatures(file));
    assertTrue(e.getMessage().startsWith(file + ": damaged gzip data: "), e.getMessage());
  }

  @Test
  void otherContentIsRefused() {
    Path file = images(bytes(0, 1, 8, 1, 0, 0, 0, 0));
    assertMalformed(
        file,
        "not an IDX file: it does not start with two zero bytes",
        () -> Idx.readFeatures(file));
    images(bytes(0, 0, 0x0A, 1, 0, 0, 0, 0));
    assertMalformed(file, "unknown IDX type code 0x0A", () -> Idx.readFeatures(file));
    images(bytes(0, 0, 8, 0));
    assertMalformed(
        file, "IDX header with 0 dimensions; at least 1 is needed", () -> Idx.readFeatures(file));
    images(idx(8, new int[] {0, 4}, new byte[0]));
    assertMalformed(file, "no rows; at least one is needed", () -> Idx.readFeatures(file));
    images(idx(8, new int[] {4, 0}, new byte[0]));
    assertMalformed(
        file, "rows without features; at least one is needed", () -> Idx.readFeatures(file));
    assertMalformed(directory, "is a folder, not a file", () -> Idx.readFeatures(directory));
  }

  @Test
  void missingFilesAreNamed() {
    Path missing = directory.resolve("missing");
    for (Executable reading :
        List.<Executable>of(
            () -> Idx.readFeatures(missing),
            () -> Idx.readLabels(missing),
            () -> Idx.read(images(IMAGES), missing))) {
      NoSuchFileException e = assertThrows(NoSuchFileException.class, reading);
      assertEquals(missing + ": no such file", e.getMessage());
    }
  }

  @Test
  void valuesThatAreNotFiniteAreRefused() {
    byte[] payload = ByteBuffer.allocate(16).putFloat(8, Float.NaN).array();
    Path file = images(idx(0x0D, new int[] {2, 2}, payload));
    assertMalformed(
        file,
        "features: row 1, column 0 is NaN; every feature must be a finite number",
        () -> Idx.readFeatures(file));
    payload = ByteBuffer.allocate(32).putDouble(8, Double.NEGATIVE_INFINITY).array();
    images(idx(0x0E, new int[] {2, 2}, payload));
    assertMalformed(
        file,
        "features: row 0, column 1 is -Infinity; every feature must be a finite number",
        () -> Idx.readFeatures(file));
  }

  @Test
  void labelsAreReadFromEveryIntegerType() throws IOException {
    assertArrayEquals(new int[] {200, 7}, labels(0x08, bytes(200, 7)));
    assertArrayEquals(new int[] {20, 7}, labels(0x09, bytes(20, 7)));
    assertArrayEquals(new int[] {513, 7}, labels(0x0B, bytes(2, 1, 0, 7)));
    assertArrayEquals(new int[] {65536, 7}, labels(0x0C, bytes(0, 1, 0, 0, 0, 0, 0, 7)));
  }

  private int[] labels(int type, byte[] payload) throws IOException {
    return Idx.readLabels(labels(idx(type, new int[] {2}, payload)));
  }

  @Test
  void labelsOutOfRangeAreRefused() {
    Path file = labels(LABELS);
    assertMalformed(file, "element 2 is label 2; must be 0 to 1", () -> Idx.readLabels(file, 2));
    labels(idx(9, new int[] {2}, bytes(0, 255)));
    assertMalformed(
        file, "element 1 is label -1; must be 0 to 1048575", () -> Idx.readLabels(file));
    labels(idx(12, new int[] {1}, bytes(0x7f, 0xff, 0xff, 0xff)));
    assertMalformed(
        file, "element 0 is label 2147483647; must be 0 to 1048575", () -> Idx.readLabels(file));
  }

  @Test
  void onlyOneDimensionOfIntegersIsALabelsFile() {
    Path file = labels(IMAGES);
    assertMalformed(
        file,
        "not a file of labels: it has 3 dimensions of type UNSIGNED_BYTE",
        () -> Idx.readLabels(file));
    labels(idx(0x0D, new int[] {1}, new byte[4]));
    assertMalformed(
        file,
        "not a file of labels: it has 1 dimensions of type FLOAT",
        () -> Idx.readLabels(file));
  }

  @Test
  void imagesAndLabelsMustBelongTogether() {
    Path images = images(IMAGES);
    Path labels = labels(idx(8, new int[] {2}, bytes(1, 0)));
    assertMalformed(labels, "2 labels for the 3 rows of " + images, () -> Idx.read(images, labels));
    labels(idx(8, new int[] {3}, bytes(4, 4, 4)));
    assertMalformed(
        labels,
        "every row has label 4; at least two classes are needed",
        () -> Idx.read(images, labels));
  }
}
