package io.github.lanewise.data;

import static io.github.lanewise.data.TestFiles.gzip;
import static io.github.lanewise.data.TestFiles.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SvmlightTest {
  private static final String TEXT = "1 1:0.5 3:-2\n0\n2 2:3e2 4:.25\n";
  private static final double[][] VALUES = {{0.5, 0, -2, 0}, {0, 0, 0, 0}, {0, 300, 0, 0.25}};

  @TempDir Path directory;

  private Path file(String text) {
    return write(directory, "data.svm", text);
  }

  private Dataset read(String text) throws IOException {
    return Svmlight.read(file(text));
  }

  private void assertMalformed(String text, long line, String problem) {
    Path file = file(text);
    TestFiles.assertMalformed(file, line, problem, () -> Svmlight.read(file));
  }

  private static void assertIsText(Dataset data) {
    assertEquals(List.of("0", "1", "2"), data.labelNames());
    assertArrayEquals(new int[] {1, 0, 2}, data.labels());
    assertHasValues(data.features());
    assertEquals(4, assertInstanceOf(SparseFeatures.class, data.features()).nonZeros());
  }

  private static void assertHasValues(Features features) {
    assertEquals(3, features.rows());
    assertEquals(4, features.columns());
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        assertEquals(VALUES[row][column], features.get(row, column));
      }
    }
  }

  @Test
  void readsRowsAndLabels() throws IOException {
    assertIsText(read(TEXT));
  }

  @Test
  void acceptsTheUsualVariants() throws IOException {
    assertIsText(read("\uFEFF" + TEXT));
    assertIsText(read(TEXT.replace("\n", "\r\n")));
    assertIsText(read(TEXT.stripTrailing()));
    assertIsText(read(TEXT + "\n\r\n\n"));
    assertIsText(read(TEXT.replace(" ", "  \t")));
    assertIsText(read(TEXT.replace("\n", " \n")));
    assertIsText(read("# header\n" + TEXT.replace("\n", " # 9:9\n#7:7\n")));
    assertIsText(read(TEXT.replace("-2", "-2#comment")));
    assertIsText(read(TEXT.replace("1 1:", "1 qid:7 1:")));
    assertIsText(read(TEXT.replace("3e2", "+3.00E+02")));
    assertIsText(
        Svmlight.read(write(directory, "packed", gzip(TEXT.getBytes(StandardCharsets.UTF_8)))));
  }

  @Test
  void labelsMayBeAnyText() throws IOException {
    Dataset data = read("späm 1:1\nham 1:2\nspäm 1:3\n");
    assertEquals(List.of("ham", "späm"), data.labelNames());
    assertArrayEquals(new int[] {1, 0, 1}, data.labels());
    assertEquals(List.of("-1", "+1"), read("+1 1:1\n-1 1:2\n").labelNames());
  }

  @Test
  void theIndexBaseIsStated() throws IOException {
    String zeroBased = "1 0:0.5 2:-2\n0\n2 1:3e2 3:.25\n";
    assertIsText(Svmlight.read(file(zeroBased), ReadOptions.defaults().indexBase(0)));
    assertMalformed(
        zeroBased,
        1,
        "index 0 in a file whose features are counted from 1; if it counts from 0, say so"
            + " (ReadOptions.indexBase, --index-base)");
    assertThrows(InvalidDataException.class, () -> ReadOptions.defaults().indexBase(2));
  }

  @Test
  void theNumberOfFeaturesMayBeStated() throws IOException {
    ReadOptions wide = ReadOptions.defaults().columns(9);
    assertEquals(9, Svmlight.read(file(TEXT), wide).columns());
    assertEquals(9, Svmlight.readFeatures(file(TEXT), wide).columns());
    assertEquals(9, DataFiles.readFeatures(file(TEXT), 9, ReadOptions.defaults()).columns());
    Path file = file(TEXT);
    MalformedFileException e =
        assertThrows(
            MalformedFileException.class,
            () -> Svmlight.read(file, ReadOptions.defaults().columns(3)));
    assertEquals(file + ":3: index 4; the limit is 3", e.getMessage());
    assertThrows(InvalidDataException.class, () -> ReadOptions.defaults().columns(0));
  }

  @Test
  void theScaleAndTheNamesApply() throws IOException {
    ReadOptions options = ReadOptions.defaults().scale(0.5).labelNames(List.of("2", "x", "1", "0"));
    Dataset data = Svmlight.read(file(TEXT), options);
    assertArrayEquals(new int[] {2, 3, 0}, data.labels());
    assertEquals(0.5, data.features().scale());
    assertEquals(-1, data.features().get(0, 2));
    Path file = file("3 1:1\n");
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> Svmlight.read(file, options));
    assertEquals(file + ":1: label \"3\" is not one of the known labels", e.getMessage());
  }

  @Test
  void theFormatIsRecognised() throws IOException {
    for (String text : List.of(TEXT, "# 1,2\n" + TEXT, "0\n1 qid:3 1:2 # x\n2\n")) {
      Dataset data = DataFiles.read(file(text), null, ReadOptions.defaults());
      assertInstanceOf(SparseFeatures.class, data.features());
    }
    for (String text : List.of("2020-01-01 12:30,0\n", "1 2:3,4\n", "1;2:3\n", "", "1\n")) {
      FileStart start = FileStart.of(file(text), Limits.defaults());
      assertEquals(false, Svmlight.recognises(start), text);
    }
  }

  @Test
  void everythingElseIsRefusedWithItsLine() {
    assertMalformed("1 1:1\n0 2:1 2:3\n", 2, "index 2 twice; indices must increase within a row");
    assertMalformed("1 3:1 2:3\n", 1, "index 2 after 3; indices must increase within a row");
    assertMalformed("1 1:1\n\n0 1:2\n", 2, "empty line in the middle of the data");
    String label = "; every row must begin with one label, without : , or #";
    assertMalformed("1:1 2:3\n", 1, "label \"1:1\"" + label);
    assertMalformed("1,2 2:3\n", 1, "label \"1,2\"" + label);
    assertMalformed(" 2:3\n", 1, "begins with a blank; every row must begin with a label");
    assertMalformed("1 x:3\n", 1, "\"x:3\"; must be index:value");
    assertMalformed("1 -1:3\n", 1, "\"-1:3\"; must be index:value");
    assertMalformed("1 2\n", 1, "\"2\"; must be index:value");
    assertMalformed("1 2 :3\n", 1, "\"2\"; must be index:value");
    assertMalformed("1 qid:x 2:3\n", 1, "\"qid:x\"; must be qid:number or index:value");
    for (String value :
        List.of("", "x", "1x", "nan", "inf", "-", ".", "e5", "1e", "1e+", "0x1p3", "1f", "1,5")) {
      assertMalformed(
          "1 2:" + value + "\n", 1, "value \"" + value + "\"; must be a finite decimal number");
    }
    assertMalformed("1 2:1e39\n", 1, "value 1e39; must be within the range of float");
    assertMalformed(
        "1 2:-1e999999999999\n", 1, "value -1e999999999999; must be within the range of float");
    assertMalformed("", 0, "no rows; at least one is needed");
    assertMalformed("# nothing\n", 0, "no rows; at least one is needed");
    assertMalformed("1\n0\n", 0, "rows without features; at least one is needed");
    assertMalformed("1 1:1\n1 1:2\n", 0, "every row has label 1; at least two classes are needed");
  }

  /** Indices that an int cannot hold, or that only an allocation would find out to be too many. */
  @Test
  void indicesAreLimited() {
    assertMalformed("1 4294967297:1\n", 1, "index beyond 2147483647; the limit is 2147483639");
    assertMalformed(
        "1 99999999999999999999999:1\n", 1, "index beyond 2147483647; the limit is 2147483639");
    Path file = file("1 1001:1\n");
    ReadOptions options = ReadOptions.defaults().limits(Limits.defaults().columns(1000));
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> Svmlight.read(file, options));
    assertEquals(file + ":1: index 1001; the limit is 1000", e.getMessage());
  }

  @Test
  void rowsAndMemoryAreLimited() {
    Path file = file(TEXT);
    for (Limits limits : List.of(Limits.defaults().rows(2), Limits.defaults().memoryBytes(500))) {
      ReadOptions options = ReadOptions.defaults().limits(limits);
      MalformedFileException e =
          assertThrows(MalformedFileException.class, () -> Svmlight.read(file, options));
      assertTrue(e.getMessage().contains("the limit is"), e.getMessage());
    }
  }

  @Test
  void longLinesArriveWhole() throws IOException {
    StringBuilder text = new StringBuilder("1");
    for (int i = 1; i <= 100_000; i++) {
      text.append(' ').append(i).append(':').append(i % 997);
    }
    Features features = read(text + "\n0 1:1\n" + text).features();
    assertEquals(100_000, features.columns());
    for (int i = 0; i < 100_000; i++) {
      assertEquals((i + 1) % 997, features.get(0, i));
      assertEquals((i + 1) % 997, features.get(2, i));
    }
    assertMalformed(
        "1 1:1 # " + "x".repeat(TextLines.MAX_LENGTH),
        1,
        "longer than 16777216 bytes, the limit for a line");
  }

  @Test
  void nothingDependsOnTheLocale() throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertIsText(read(TEXT));
      assertMalformed("1 3:1 2:3\n", 1, "index 2 after 3; indices must increase within a row");
    } finally {
      Locale.setDefault(before);
    }
  }

  /** A part of a text may be a text itself; it is read wholly or refused. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyTruncationIsReadOrRefused(boolean packed) throws IOException {
    byte[] plain = TEXT.getBytes(StandardCharsets.UTF_8);
    byte[] whole = packed ? gzip(plain) : plain;
    for (int length = 0; length < whole.length; length++) {
      Path file = write(directory, "cut", Arrays.copyOf(whole, length));
      try {
        Dataset data = Svmlight.read(file);
        assertEquals(false, packed, "a packed file that ends early");
        long lines = new String(whole, 0, length, StandardCharsets.UTF_8).lines().count();
        assertEquals(lines, data.rows());
      } catch (MalformedFileException e) {
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyByteFlipIsReadOrRefused(boolean packed) throws IOException {
    byte[] plain = TEXT.getBytes(StandardCharsets.UTF_8);
    byte[] whole = packed ? gzip(plain) : plain;
    for (int i = 0; i < whole.length; i++) {
      for (int flip : new int[] {0xff, 1, 2, 16}) {
        byte[] flipped = whole.clone();
        flipped[i] ^= (byte) flip;
        Path file = write(directory, "flipped", flipped);
        try {
          assertTrue(Svmlight.read(file).rows() > 0);
        } catch (MalformedFileException e) {
          assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        }
      }
    }
  }

  @Test
  void missingFilesAreNamed() {
    Path missing = directory.resolve("missing");
    assertThrows(NoSuchFileException.class, () -> Svmlight.read(missing));
  }

  /** Against the JDK's parser, which rounds correctly. */
  @Test
  void numbersAreRoundedOnce() {
    Random random = new Random(1);
    NumberScanner scanner = new NumberScanner();
    for (int i = 0; i < 100_000; i++) {
      String text = number(random, i);
      byte[] bytes = (text + " ").getBytes(StandardCharsets.ISO_8859_1);
      assertEquals(Float.parseFloat(text), scanner.scan(bytes, 0, bytes.length, 1), text);
      assertEquals(text.length(), scanner.end());
      assertEquals(
          (float) (Double.parseDouble(text) * 0.3),
          scanner.scan(bytes, 0, bytes.length, 0.3),
          text);
    }
  }

  private static String number(Random random, int i) {
    float any = Float.intBitsToFloat(random.nextInt(0x7f800000));
    double next = Math.nextUp((double) any);
    return switch (i % 8) {
      case 0 -> Float.toString(any);
      // Half way between two floats, and next to that: where two roundings go wrong.
      case 1 -> Double.toString(((double) any + Math.nextUp(any)) / 2);
      case 2 -> new BigDecimal(((double) any + Math.nextDown(any)) / 2).toString();
      case 3 -> Double.toString(next);
      case 4 -> Integer.toString(random.nextInt()) + "." + random.nextInt(1000);
      case 5 -> (random.nextInt(1 << 24) * 2L + 1) + (1L << 25) + "e" + (random.nextInt(60) - 30);
      case 6 -> "-0." + Math.abs(random.nextLong());
      default -> "0." + random.nextInt(1_000_000);
    };
  }
}
