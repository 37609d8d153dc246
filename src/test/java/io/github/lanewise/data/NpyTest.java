package io.github.lanewise.data;

import static io.github.lanewise.data.TestFiles.bytes;
import static io.github.lanewise.data.TestFiles.floats;
import static io.github.lanewise.data.TestFiles.gzip;
import static io.github.lanewise.data.TestFiles.idx;
import static io.github.lanewise.data.TestFiles.npy;
import static io.github.lanewise.data.TestFiles.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyTest {
  private static final ReadOptions OPTIONS = ReadOptions.defaults();
  private static final byte[] SIX = floats(1, 2, 3, 4, 5, 6);
  private static final byte[] LABELS = npy("|u1", "(2,)", bytes(7, 3));

  @TempDir Path directory;

  private Path file(byte[] content) {
    return write(directory, "X.npy", content);
  }

  private Features read(byte[] content) throws IOException {
    return Npy.readFeatures(file(content), OPTIONS);
  }

  private void assertRefused(byte[] content, String problem) {
    Path file = file(content);
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> Npy.readFeatures(file, OPTIONS));
    assertTrue(e.getMessage().startsWith(file + ": " + problem), e.getMessage());
  }

  private static void assertValues(Features features, double[]... rows) {
    assertEquals(rows.length, features.rows());
    assertEquals(rows[0].length, features.columns());
    for (int row = 0; row < rows.length; row++) {
      for (int column = 0; column < rows[row].length; column++) {
        assertEquals(rows[row][column], features.get(row, column));
      }
    }
  }

  @Test
  void readsRowsInEitherOrder() throws IOException {
    assertValues(read(npy("<f4", "(2, 3)", SIX)), new double[] {1, 2, 3}, new double[] {4, 5, 6});
    assertValues(
        read(npy("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", SIX)),
        new double[] {1, 3, 5},
        new double[] {2, 4, 6});
    assertValues(
        read(
            npy(
                "{'descr': '|u1', 'fortran_order': True, 'shape': (2, 2), }",
                bytes(0, 51, 255, 1))),
        new double[] {0, 1},
        new double[] {51 * (1.0 / 255), 1.0 / 255});
    assertValues(read(npy("<f4", "(6,)", SIX)).select(new int[] {5}), new double[] {6});
    assertValues(read(npy("<f4", "(1, 3, 2)", SIX)), new double[] {1, 2, 3, 4, 5, 6});
    assertValues(
        read(gzip(npy("<f4", "(2, 3)", SIX))), new double[] {1, 2, 3}, new double[] {4, 5, 6});
  }

  @Test
  void readsEveryVersion() throws IOException {
    byte[] first = npy("<f4", "(2, 3)", SIX);
    for (int version = 2; version <= 3; version++) {
      byte[] longer = new byte[first.length + 2];
      System.arraycopy(first, 0, longer, 0, 10);
      System.arraycopy(first, 10, longer, 12, first.length - 10);
      longer[6] = (byte) version;
      assertEquals(6, read(longer).get(1, 2));
    }
    first[7] = 1;
    assertRefused(first, "npy version 1.1; only 1.0, 2.0 and 3.0 are known");
    first[6] = 4;
    assertRefused(first, "npy version 4.1;");
  }

  @Test
  void readsEveryType() throws IOException {
    assertTypes("u1", 200, b -> b.put((byte) 200));
    assertTypes("i1", -56, b -> b.put((byte) 200));
    assertTypes("u2", 65535, b -> b.putShort((short) -1));
    assertTypes("i2", -2, b -> b.putShort((short) -2));
    assertTypes("u4", 4294967295.0, b -> b.putInt(-1));
    assertTypes("i4", 0x7fffffff, b -> b.putInt(0x7fffffff));
    assertTypes("i8", 1L << 53, b -> b.putLong(1L << 53));
    assertTypes("f2", -1.5, b -> b.putShort(Float.floatToFloat16(-1.5f)));
    assertTypes("f4", 0.1f, b -> b.putFloat(0.1f));
    assertTypes("f8", -1e-300, b -> b.putDouble(-1e-300));
  }

  private interface Element {
    void put(ByteBuffer bytes);
  }

  private void assertTypes(String type, double expected, Element element) throws IOException {
    int size = type.charAt(1) - '0';
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      ByteBuffer bytes = ByteBuffer.allocate(2 * size).order(order);
      element.put(bytes);
      String sign = size == 1 ? "|" : order == ByteOrder.LITTLE_ENDIAN ? "<" : ">";
      byte[] content = npy(sign + type, "(2, 1)", bytes.array());
      Features features = Npy.readFeatures(file(content), OPTIONS.scale(1.0));
      assertValues(features, new double[] {expected}, new double[] {0});
      assertEquals(1, features.scale());
    }
  }

  @Test
  void unsignedBytesHaveTheUsualScaleAndOthersThatAsked() throws IOException {
    assertEquals(1.0 / 255, read(npy("|u1", "(1, 1)", bytes(255))).scale());
    Features half = Npy.readFeatures(file(npy("<f4", "(1, 6)", SIX)), OPTIONS.scale(0.5));
    assertEquals(0.5, half.scale());
    assertEquals(1.5, half.get(0, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'shape': (2, 3), 'descr': '<f4', 'fortran_order': False}",
        "{\"descr\":\"<f4\",\"fortran_order\":False,\"shape\":(2,3)}",
        "  { 'descr' : '<f4' , 'fortran_order' : False , 'shape' : ( 2L , 3L , ) , }  ",
      })
  void theDescriptionMayBeWrittenInAnyWay(String description) throws IOException {
    assertEquals(6, read(npy(description, SIX)).get(1, 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "                | expected '{'",
        "{}              | descr, fortran_order and shape are needed",
        "{'descr': '<f4'}| descr, fortran_order and shape are needed",
        "{'descr': [('a', '<f4')], | expected one type, no structure",
        "{'descr': __import__('os'), | expected a text",
        "{'descr': '<f4  | a text without its closing quote",
        "{'descr': '<f4', 'descr': '<f4'} | the key 'descr' occurs twice",
        "{'other': '<f4'} | unknown key 'other'",
        "{'fortran_order': 0} | expected True or False",
        "{'shape': (6)}   | expected ','",
        "{'shape': (-6,)} | expected a size",
        "{'shape': (1e3,)} | expected ','",
        "{'shape': (1234567890123456789,)} | expected a size of 1 to 18 digits",
        "{'shape': [6,]}  | expected '('",
        "{'shape': (6,}   | expected a size",
        "{'shape' (6,)}   | expected ':'",
        "{'shape': (6,) 'descr' | expected '}'",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (6,)} x | expected the end",
      })
  void otherDescriptionsAreRefused(String description, String problem) {
    String text = description == null ? "" : description;
    assertRefused(npy(text, SIX), "npy header: " + problem);
  }

  @ParameterizedTest
  @CsvSource({"|O", "|O8", "<c8", "|b1", "<M8[s]", "=f4", "f4", "<f3", "<f16", "|V4", "<U", "<u8"})
  void otherTypesAreRefused(String type) {
    String pickled = type.contains("O") ? ", pickled objects, which could run code" : "";
    assertRefused(npy(type, "(1, 1)", new byte[8]), "npy type '" + type + "'" + pickled + "; only");
  }

  @ParameterizedTest
  @CsvSource({
    "'(46341, 46341)', the shape '[46341, 46341]'; the limit is 2147483639 elements",
    "'(999999999999999999, 999999999999999999)', ''",
    "'(0, 999999999999999999)', ''",
    "'(4294967297, 1)', ''",
    "'(65536, 65536, 65536)', ''",
    "'(2147483639, 1)', ''",
    "'()', a single number",
    "'(0, 3)', ''",
    "'(3, 0)', ''",
  })
  void unusableShapesAreRefusedBeforeAllocating(String shape, String ignored) {
    Path file = file(npy("<f4", shape, new byte[0]));
    assertThrows(MalformedFileException.class, () -> Npy.readFeatures(file, OPTIONS));
    Path packed = write(directory, "packed", gzip(npy("<f4", shape, new byte[0])));
    assertThrows(MalformedFileException.class, () -> Npy.readFeatures(packed, OPTIONS));
  }

  @Test
  void thePayloadMustHaveItsLengthAndBeFinite() {
    byte[] whole = npy("<f4", "(2, 3)", SIX);
    assertRefused(Arrays.copyOf(whole, whole.length - 1), "truncated: its header announces");
    assertRefused(Arrays.copyOf(whole, whole.length + 1), "oversized: its header announces");
    assertRefused(npy("<f4", "(1, 2)", floats(1, Double.NaN)), "features: row 0, column 1 is NaN;");
    assertRefused(npy("<U1", "(1, 1)", new byte[4]), "text; features are numbers");
    assertRefused(
        npy("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 2, 3)}", SIX),
        "npy header: Fortran order in 3 dimensions; 1 or 2 are supported");
    byte[] longHeader = npy(" ".repeat(10_001) + "{}", SIX);
    assertRefused(longHeader, "npy header of 10");
  }

  @Test
  void limitsAreCheckedBeforeAllocating() throws IOException {
    Path file = file(npy("<f4", "(2, 3)", SIX));
    Limits limits = Limits.defaults();
    for (Limits enough : List.of(limits.rows(2), limits.columns(3), limits.memoryBytes(24))) {
      assertEquals(6, Npy.readFeatures(file, OPTIONS.limits(enough)).get(1, 2));
    }
    for (Limits tight : List.of(limits.rows(1), limits.columns(2), limits.memoryBytes(23))) {
      assertThrows(
          MalformedFileException.class, () -> Npy.readFeatures(file, OPTIONS.limits(tight)));
    }
  }

  private Dataset labelled(byte[] labels) throws IOException {
    return Npy.read(file(npy("<f4", "(2, 3)", SIX)), write(directory, "y.npy", labels), OPTIONS);
  }

  @Test
  void labelsAreIntegersOrText() throws IOException {
    assertLabels(labelled(LABELS), "7", "3");
    assertLabels(
        labelled(npy(">i8", "(2, 1)", ByteBuffer.allocate(16).putLong(0, Long.MIN_VALUE).array())),
        Long.toString(Long.MIN_VALUE),
        "0");
    assertLabels(
        labelled(npy("|S4", "(2,)", "cat\0é\0\0".getBytes(StandardCharsets.UTF_8))), "cat", "é");
    byte[] owls = "🦉\0\0é\0\0".getBytes(Charset.forName("UTF-32BE"));
    assertLabels(labelled(npy(">U3", "(2,)", owls)), "🦉", "é");
    owls = "🦉\0\0é\0\0".getBytes(Charset.forName("UTF-32LE"));
    assertLabels(labelled(npy("<U3", "(2,)", owls)), "🦉", "é");
  }

  /** Looking for the end again from each of the zeros would take minutes. */
  @Test
  @Timeout(100)
  void zerosInsideATextCostNoTime() throws IOException {
    byte[] texts = new byte[2_000_000];
    texts[999_999] = 'a';
    texts[1_000_000] = 'b';
    Dataset data = labelled(npy("|S1000000", "(2,)", texts));
    assertEquals(1_000_000, data.labelNames().get(data.label(0)).length());
    assertEquals("b", data.labelNames().get(data.label(1)));
  }

  private static void assertLabels(Dataset data, String first, String second) {
    assertEquals(first, data.labelNames().get(data.label(0)));
    assertEquals(second, data.labelNames().get(data.label(1)));
  }

  @Test
  void otherLabelsAreRefused() {
    assertLabelsRefused(npy("<f4", "(2,)", floats(1, 2)), "not an array of labels: 2 x 1 numbers");
    assertLabelsRefused(npy("|u1", "(1, 2)", bytes(1, 2)), "not an array of labels: 1 x 2;");
    assertLabelsRefused(npy("|u1", "(3,)", bytes(1, 2, 3)), "3 labels for 2 rows");
    assertLabelsRefused(npy("|u1", "(0,)", bytes()), "0 labels for 2 rows");
    assertLabelsRefused(npy("|u1", "(2,)", bytes(1, 1)), "every row has label 1; at least two");
    assertLabelsRefused(npy("|S1", "(2,)", bytes('a', 0)), "element 1 is an empty label");
    assertLabelsRefused(npy("|S0", "(2,)", bytes()), "element 0 is an empty label");
    assertLabelsRefused(npy("|S1", "(2,)", bytes('a', 255)), "element 1 is no text of Unicode");
    assertLabelsRefused(npy(">U1", "(1,)", bytes(0, 0, 0xd8, 0)), "element 0 is no text of");
    assertLabelsRefused(npy(">U1", "(1,)", bytes(255, 0, 0, 0)), "element 0 is no text of");
  }

  private void assertLabelsRefused(byte[] labels, String problem) {
    MalformedFileException e = assertThrows(MalformedFileException.class, () -> labelled(labels));
    Path file = directory.resolve("y.npy");
    assertTrue(e.getMessage().startsWith(file + ": " + problem), e.getMessage());
  }

  @Test
  void dataFilesFindsTheLabelsBeside() throws IOException {
    Path features = write(directory, "X_train.npy", gzip(npy("<f4", "(2, 3)", SIX)));
    assertThrows(NoSuchFileException.class, () -> DataFiles.read(features, null, OPTIONS));
    write(directory, "y_train.npy", LABELS);
    assertLabels(DataFiles.read(features, null, OPTIONS), "7", "3");
    // Either format of labels goes with either format of features.
    Path idxLabels = write(directory, "labels", idx(8, new int[] {2}, bytes(1, 0)));
    assertLabels(DataFiles.read(features, idxLabels, OPTIONS), "1", "0");
    Path images = write(directory, "images", idx(8, new int[] {2, 1}, bytes(1, 0)));
    Dataset named =
        DataFiles.read(
            images, directory.resolve("y_train.npy"), OPTIONS.labelNames(List.of("5", "3", "7")));
    assertArrayEquals(new int[] {2, 1}, named.labels());
    assertEquals(3, DataFiles.readFeatures(features, 3, OPTIONS).columns());
    assertThrows(MalformedFileException.class, () -> DataFiles.readFeatures(features, 4, OPTIONS));
  }
}
