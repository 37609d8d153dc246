package io.github.lanewise.data;

import static io.github.lanewise.data.TestFiles.gzip;
import static io.github.lanewise.data.TestFiles.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
  /** What ends the message about a first row. */
  private static final String HEADER = "; if this is a header, say --header (ReadOptions.header)";

  private static final String TEXT = "1.5,-2,0\n3e2,.25,1\n0,7.,2\n";

  @TempDir Path directory;

  private Path file(String text) {
    return write(directory, "data.csv", text);
  }

  private Dataset read(String text) throws IOException {
    return Csv.read(file(text));
  }

  private void assertMalformed(String text, long line, String problem) {
    Path file = file(text);
    TestFiles.assertMalformed(file, line, problem, () -> Csv.read(file));
  }

  private static void assertIsText(Dataset data) {
    double[][] expected = {{1.5, -2}, {300, 0.25}, {0, 7}};
    assertEquals(3, data.rows());
    assertEquals(2, data.columns());
    assertEquals(List.of("0", "1", "2"), data.labelNames());
    assertArrayEquals(new int[] {0, 1, 2}, data.labels());
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 2; column++) {
        assertEquals(expected[row][column], data.features().get(row, column));
      }
    }
  }

  @Test
  void readsNumbersAndLabels() throws IOException {
    assertIsText(read(TEXT));
  }

  @Test
  void acceptsTheUsualVariants() throws IOException {
    assertIsText(read("\uFEFF" + TEXT));
    assertIsText(read(TEXT.replace("\n", "\r\n")));
    assertIsText(read(TEXT.stripTrailing()));
    assertIsText(read(TEXT + "\n  \r\n\n"));
    assertIsText(read("width,height,class\n" + TEXT));
    assertIsText(read("\uFEFF\"the width, in mm\",\"height \"\"h\"\"\",class\r\n" + TEXT));
    assertIsText(read(TEXT.replace(',', ';')));
    assertIsText(read(TEXT.replace(',', '\t')));
    assertIsText(read(TEXT.replace(",", " , ")));
    assertIsText(read(TEXT.replaceAll("([^,\n]+)", "\"$1\"")));
    assertIsText(Csv.read(write(directory, "packed", gzip(TEXT.getBytes(StandardCharsets.UTF_8)))));
  }

  @Test
  void nothingDependsOnTheLocale() throws IOException {
    Locale before = Locale.getDefault();
    try {
      for (String locale : List.of("tr-TR", "de-DE", "ar-EG-u-nu-arab")) {
        Locale.setDefault(Locale.forLanguageTag(locale));
        assertIsText(read(TEXT));
        assertMalformed("1,0\n2\n", 2, "1 cells; the first line has 2");
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void roundsOnceToFloat() throws IOException {
    // Just above the middle between 1 and the next float; rounded to double first, it is the
    // middle.
    String text = "1.00000005960464477540000000001,0\n0.1,1\n";
    Dataset data = read(text);
    assertEquals(Math.nextUp(1f), data.features().get(0, 0));
    assertEquals(0.1f, data.features().get(1, 0));
    Features scaled = Csv.read(file(text), 0.3).features();
    assertEquals((float) (0.1 * 0.3), scaled.get(1, 0));
    assertEquals(0.3, scaled.scale());
  }

  @Test
  void classesAreNamedAndOrderedAsDocumented() throws IOException {
    assertClasses(List.of("0", "1", "2"), "2", "0", "1");
    assertClasses(List.of("-3", "2", "10"), "10", "2", "-3", "2");
    assertClasses(List.of("-1", "+1"), "+1", "-1");
    assertClasses(List.of("10", "2", "x"), "x", "2", "10");
    assertClasses(List.of("-0.5", "1.5", "2", "10.25"), "10.25", "2", "-0.5", "1.5");
    assertClasses(List.of("01", "1", "1.0", "2"), "2", "1.0", "1", "01");
    assertClasses(List.of("1e0", "1.5", "2.50e+00", "1e1"), "1e1", "2.50e+00", "1e0", "1.5");
    assertClasses(List.of("1.5", "10", "9."), "10", "9.", "1.5");
    assertClasses(List.of("Bär", "bee", "cat"), "cat", "Bär", "bee", "cat");
  }

  private void assertClasses(List<String> names, String... labels) throws IOException {
    Dataset data = read(Arrays.stream(labels).collect(Collectors.joining("\n7,", "7,", "\n")));
    assertEquals(names, data.labelNames());
    for (int row = 0; row < labels.length; row++) {
      assertEquals(labels[row], data.labelNames().get(data.label(row)));
    }
  }

  @Test
  void aHeaderMayBeNumbers() throws IOException {
    ReadOptions options = ReadOptions.defaults();
    Path years = file("1999,2000,kind\n1,2,a\n3,4,b\n");
    Dataset data = Csv.read(years, options.header(true));
    assertEquals(2, data.rows());
    assertEquals(List.of("1999", "2000"), data.featureNames());
    assertEquals(2, Csv.readFeatures(years, 2, options.header(true)).rows());
    assertEquals(3, Csv.read(years, options).rows());
    assertEquals(3, Csv.read(years, options.header(false)).rows());
    Path names = file("size,weight,kind\n1,2,a\n");
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> Csv.read(names, options.header(false)));
    assertEquals(
        names + ":1: column 1 is \"size\"; must be a finite decimal number" + labelPlace(3),
        e.getMessage());
  }

  @Test
  void aHeaderWithANumberIsToldByAnOption() throws IOException {
    String text = "size,2019,kind\n1,2,a\n3,4,b\n";
    assertMalformed(
        text, 1, "column 1 is \"size\"; must be a finite decimal number" + labelPlace(3) + HEADER);
    Dataset data = Csv.read(file(text), ReadOptions.defaults().header(true));
    assertEquals(List.of("size", "2019"), data.featureNames());
  }

  /** As data frames without names have it, with or without a column for the rows' names. */
  @Test
  void aRowThatCountsMayBeAHeader() throws IOException {
    String problem =
        "its numbers count from 0 to 3: a header of numbered columns, or a row? Say which with"
            + " --header or --no-header (ReadOptions.header)";
    for (String first : List.of("0,1,2,3\n", "0,1,2,3,kind\n", ",0,1,2,3\n")) {
      String row = "5,".repeat(first.split(",").length - 1);
      String text = first + row + "a\n" + row + "b\n";
      assertMalformed(text, 1, problem);
      assertEquals(2, Csv.read(file(text), ReadOptions.defaults().header(true)).rows());
    }
    String counted = "0,1,2,3,4\n";
    String rows = counted + "4,3,2,1,0\n";
    assertEquals(2, Csv.read(file(rows), ReadOptions.defaults().header(false)).rows());
    assertEquals(2, read("0,1,2,a\n0,1,2,b\n").rows());
    assertEquals(2, read("1,2,3,4,a\n0,1,2,3,b\n").rows());
  }

  @Test
  void knownLabelsKeepTheirOrder() throws IOException {
    Path file = file("1,cat\n2,ant\n");
    List<String> names = List.of("cat", "bee", "ant");
    Dataset data = Csv.read(file, ReadOptions.defaults().labelNames(names));
    assertEquals(names, data.labelNames());
    assertArrayEquals(new int[] {0, 2}, data.labels());
    MalformedFileException e =
        assertThrows(
            MalformedFileException.class,
            () -> Csv.read(file, ReadOptions.defaults().labelNames(List.of("cat", "bee"))));
    assertEquals(
        file + ":2: label \"ant\" is not one of the known labels" + labelPlace(2), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "NaN",
        "nan",
        "Infinity",
        "-inf",
        "0x1p3",
        "1f",
        "2d",
        "1e",
        "--1",
        "1 2",
        "٣"
      })
  void cellsThatAreNoFiniteDecimalNumberAreRefused(String cell) {
    String problem =
        "column 2 is \"" + cell + "\"; must be a finite decimal number" + labelPlace(3);
    assertMalformed("1,2,0\n3," + cell + ",1\n", 2, problem);
    assertMalformed("1," + cell + ",0\n3,4,1\n", 1, problem + HEADER);
    assertMalformed("a,b,c\n1," + cell + ",0\n3,4,1\n", 2, problem);
  }

  @Test
  void numbersBeyondFloatAreRefused() {
    assertMalformed("1,0\n1e39,1\n", 2, "column 1 is 1e39; must be within the range of float");
    assertMalformed("1,0\n-1e999,1\n", 2, "column 1 is -1e999; must be within the range of float");
  }

  @Test
  void missingAndSuperfluousCellsAreRefused() {
    assertMalformed("1,2,0\n3,1\n", 2, "2 cells; the first line has 3");
    assertMalformed("1,2,0\n3,4,5,1\n", 2, "4 cells; the first line has 3");
    assertMalformed("a,b,c\n1,2,0\n3,,1\n", 3, "column 2 is empty");
    assertMalformed("1,2,0\n3,4,\n", 2, "column 3 is empty");
    assertMalformed("1,2,0\n\n3,4,1\n", 2, "empty line in the middle of the data");
    assertMalformed(
        "5 a\n6 b\n",
        1,
        "1 cell, with ',' for the separator; at least one feature and a label are needed");
    assertMalformed("1,2,0\n3,4,\"a\n", 2, "the quote opened in line 2 is never closed");
  }

  @Test
  void emptyFilesAndSingleClassesAreRefused() {
    assertMalformed("", 0, "the file is empty; at least one row is needed");
    assertMalformed("a,b\n", 1, "no rows after the header; at least one is needed");
    assertMalformed("1,x\n2,x\n", 0, "every row has label x; at least two classes are needed");
  }

  @Test
  void otherContentIsRefused() {
    Path file = write(directory, "data.csv", new byte[] {'1', ',', '2', '\n', (byte) 0xff, 0});
    MalformedFileException e = assertThrows(MalformedFileException.class, () -> Csv.read(file));
    assertEquals(file + ":2: not UTF-8 text", e.getMessage());
    assertMalformed(
        "1".repeat(TextLines.MAX_LENGTH + 1),
        1,
        "longer than 16777216 bytes, the limit for a line");
    Path missing = directory.resolve("missing.csv");
    NoSuchFileException none = assertThrows(NoSuchFileException.class, () -> Csv.read(missing));
    assertEquals(missing + ": no such file", none.getMessage());
  }

  @Test
  void aLongestLineIsRead() throws IOException {
    String number = "0." + "0".repeat(TextLines.MAX_LENGTH - 5) + "1,0";
    assertEquals(TextLines.MAX_LENGTH, number.length());
    assertEquals(2, read(number + "\n1,1").rows());
  }

  // What is left of the text is data exactly if every line is whole and two classes are met.
  @Test
  void everyTruncationIsReadAsWhatItIsOrRefused() throws IOException {
    int read = 0;
    for (int length = 0; length < TEXT.length(); length++) {
      String prefix = TEXT.substring(0, length);
      String[] lines = prefix.split("\n");
      Path file = file(prefix);
      if (lines.length > 1
          && Arrays.stream(lines).allMatch(line -> line.matches("[^,]+,[^,]+,[0-9]"))) {
        Dataset data = Csv.read(file);
        assertEquals(lines.length, data.rows());
        assertEquals(data.rows(), data.classes());
        read++;
      } else {
        assertThrows(MalformedFileException.class, () -> Csv.read(file));
      }
    }
    assertEquals(3, read);
  }

  @Test
  void everyTruncationOfAPackedFileIsRefused() {
    byte[] whole = gzip(TEXT.getBytes(StandardCharsets.UTF_8));
    for (int length = 0; length < whole.length; length++) {
      Path file = write(directory, "packed", Arrays.copyOf(whole, length));
      MalformedFileException e = assertThrows(MalformedFileException.class, () -> Csv.read(file));
      assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    }
  }

  @Test
  void everyByteFlipIsReadOrRefused() throws IOException {
    byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
    int refused = 0;
    for (byte[] whole : List.of(text, gzip(text))) {
      for (int i = 0; i < whole.length; i++) {
        byte[] flipped = whole.clone();
        flipped[i] = (byte) ~flipped[i];
        Path file = write(directory, "flipped", flipped);
        try {
          assertTrue(Csv.read(file).rows() > 0);
        } catch (MalformedFileException e) {
          refused++;
        }
      }
    }
    assertTrue(refused > text.length, "only " + refused + " flips were noticed");
  }

  @Test
  void featuresAreReadWithAndWithoutLabels() throws IOException {
    for (String text : List.of("1,2\n3,4\n", "1,2,cat\n3,4,dog\n", "a,b,c\n1,2,\n3,4,\n")) {
      Features features = Csv.readFeatures(file(text), 2, ReadOptions.defaults().scale(0.5));
      assertEquals(2, features.rows());
      assertEquals(2, features.columns());
      assertEquals(1.5, features.get(1, 0));
      assertEquals(0.5, features.scale());
    }
    Path file = file("1,2\n3,4\n");
    for (int columns : new int[] {3, 4}) {
      MalformedFileException e =
          assertThrows(
              MalformedFileException.class,
              () -> Csv.readFeatures(file, columns, ReadOptions.defaults()));
      assertEquals(
          file + ":1: 2 cells; " + columns + " features are needed, and possibly a label",
          e.getMessage());
    }
    assertThrows(InvalidDataException.class, () -> Csv.read(file, 0));
  }

  @Test
  void manyRowsArriveWhole() throws IOException {
    int rows = 70_000;
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      text.append(row).append(',').append(-row).append(',').append(row % 3).append('\n');
    }
    Dataset data = read(text.toString());
    assertEquals(rows, data.rows());
    for (int row = 0; row < rows; row++) {
      assertEquals(row, data.features().get(row, 0));
      assertEquals(-row, data.features().get(row, 1), 0.0);
      assertEquals(row % 3, data.label(row));
    }
  }

  @Test
  void quotedCellsMayHoldSeparatorsQuotesAndLineEnds() throws IOException {
    String text =
        "\"a,b\",\"say \"\"c\"\"\",\"the\nlabel\"\r\n"
            + "1, \"2\" ,\"x,\r\n\"\"y\"\"\n\"\n"
            + "3,4,\"plain\"\n";
    Dataset data = read(text);
    assertEquals(List.of("plain", "x,\n\"y\"\n"), data.labelNames());
    assertArrayEquals(new int[] {1, 0}, data.labels());
    assertEquals(2, data.features().get(0, 1));
    assertMalformed(
        text + "5,x,\"\n\n\"\n",
        9,
        "column 2 is \"x\"; must be a finite decimal number" + labelPlace(3));
  }

  @Test
  void quotesThatDoNotMatchAreRefused() {
    assertMalformed("1,\"a\"\n2,b\"\n", 2, "a quote in the middle of b\"");
    assertMalformed("1,\"a\"\n2,\"b\"c\n", 2, "text after a closing quote: c");
    assertMalformed("1,\"a\"\n2,\"b\n3,c\n", 3, "the quote opened in line 2 is never closed");
    assertMalformed(
        "1,\"a\"\n2,\"" + ("b".repeat(1 << 20) + "\n").repeat(20),
        17,
        "the row with the quote opened in line 2 is longer than 16777216 characters, the limit for"
            + " a row");
  }

  @Test
  void knownFeaturesMustStandWhereTheyAreNeeded() throws IOException {
    ReadOptions options =
        ReadOptions.defaults().label("kind").featureNames(List.of("size", "weight"));
    for (String text : List.of("size,kind,weight\n1,x,2\n2,y,4\n", "1,2,x\n2,4,y\n")) {
      ReadOptions known = text.startsWith("size") ? options : options.label(null);
      assertEquals(4, Csv.read(file(text), known).features().get(1, 1));
      assertEquals(4, Csv.readFeatures(file(text), 2, known).get(1, 1));
    }
    Path file = file("weight,kind,size\n1,x,2\n2,y,4\n");
    String expected = file + ":1: column 1 is \"weight\"; the feature \"size\" is needed there";
    refusedFeatures(expected, () -> Csv.read(file, options));
    refusedFeatures(expected, () -> Csv.readFeatures(file, 2, options));
    Path second = file("size,kind,length\n1,x,2\n2,y,4\n");
    refusedFeatures(
        second + ":1: column 3 is \"length\"; the feature \"weight\" is needed there",
        () -> Csv.read(second, options));
  }

  /** The label is ignored, but where nothing says that it is one, a number may be a feature. */
  @Test
  void aNumberForALabelThatIsIgnoredMustBeAKnownOne() throws IOException {
    ReadOptions options =
        ReadOptions.defaults()
            .labelNames(List.of("0", "1"))
            .featureNames(List.of("size", "weight"));
    for (String cell : List.of("1", "new", "")) {
      assertEquals(4, Csv.readFeatures(file("1,2,0\n3,4," + cell + "\n"), 2, options).get(1, 1));
    }
    Path file = file("1,2,0\n3,4,5\n");
    refusedFeatures(
        file + ":2: label \"5\" is not one of the known labels" + labelPlace(3),
        () -> Csv.readFeatures(file, 2, options));
    assertEquals(4, Csv.readFeatures(file, 2, options.labelNames(null)).get(1, 1));
    assertEquals(4, Csv.readFeatures(file("3,4\n"), 2, options).get(0, 1));
  }

  @Test
  void aHeaderWithAllKnownFeaturesTellsTheLabel() throws IOException {
    ReadOptions options =
        ReadOptions.defaults().labelNames(List.of("8", "9")).featureNames(List.of("a", "b"));
    for (String text : List.of("y,a,b\n8,1,2\n", "a,y,b\n1,8,2\n", "a,b,y\n1,2,8\n")) {
      for (String label : Arrays.asList(null, "1", "kind")) {
        Dataset data = Csv.read(file(text), options.label(label));
        assertArrayEquals(new int[] {0}, data.labels());
        assertEquals(2, data.features().get(0, 1));
      }
      Path file = file(text.replace('8', '7'));
      assertEquals(2, Csv.readFeatures(file, 2, options).get(0, 1));
    }
  }

  private static String labelPlace(int columns) {
    return " (the label is column %1$s of %1$s, unless --label or ReadOptions.label names another)"
        .formatted(columns);
  }

  private static void refusedFeatures(String message, Executable call) {
    assertEquals(message, assertThrows(MalformedFileException.class, call).getMessage());
  }

  @Test
  void theLabelColumnHasANameOrANumber() throws IOException {
    String text = "size,kind,weight\n1.5,x,2\n2.5,y,4\n";
    ReadOptions options = ReadOptions.defaults();
    for (String label : List.of("kind", "2")) {
      Dataset data = Csv.read(file(text), options.label(label));
      assertEquals(List.of("x", "y"), data.labelNames());
      assertEquals(1.5, data.features().get(0, 0));
      assertEquals(4, data.features().get(1, 1));
      assertEquals(4, Csv.readFeatures(file(text), 2, options.label(label)).get(1, 1));
    }
    Path file = file(text);
    assertEquals(
        file + ":1: 3 cells with the label \"kind\" among them; 3 features are needed",
        assertThrows(
                MalformedFileException.class,
                () -> Csv.readFeatures(file, 3, options.label("kind")))
            .getMessage());
    assertLabelRefused(text, "Kind", "no column \"Kind\" for the label: not in the header");
    assertLabelRefused(text, "4", "no column \"4\" for the label: not in the header");
    assertLabelRefused(TEXT, "kind", "no column \"kind\" for the label: no header");
    assertLabelRefused("a,a,b\n" + TEXT, "a", "the header has more than one column \"a\"");
  }

  private void assertLabelRefused(String text, String label, String problem) {
    Path file = file(text);
    ReadOptions options = ReadOptions.defaults().label(label);
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> Csv.read(file, options));
    assertTrue(e.getMessage().startsWith(file + ":1: " + problem), e.getMessage());
  }

  @Test
  void theCallerMayChooseTheSeparator() throws IOException {
    ReadOptions options = ReadOptions.defaults();
    assertIsText(Csv.read(file(TEXT.replace(',', '|')), options.separator('|')));
    assertIsText(Csv.read(file("\"a;b\",c,\"d\te\"\n" + TEXT), options));
    assertIsText(Csv.read(file("a;b,c,d\n" + TEXT), options.separator(',')));
    for (char useless : "\"\n5.e-".toCharArray()) {
      assertThrows(InvalidDataException.class, () -> options.separator(useless));
    }
  }

  @Test
  void doublesAreKeptIfAsked() throws IOException {
    ReadOptions options = ReadOptions.defaults().precision(Precision.DOUBLE);
    Features features = Csv.read(file("0.1,a\n-1e-300,b\n"), options).features();
    assertEquals(0.1, features.get(0, 0));
    assertEquals(-1e-300, features.get(1, 0));
    assertEquals(0.1 * 0.3, Csv.read(file("0.1,a\n1,b"), options.scale(0.3)).features().get(0, 0));
    Path file = file("1,a\n1e39,b\n");
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> Csv.read(file, options));
    assertEquals(file + ":2: column 1 is 1e39; must be within the range of float", e.getMessage());
  }

  @Test
  void limitsAreNamedBeforeTheyAreExceeded() throws IOException {
    Limits limits = Limits.defaults();
    assertLimit(2, "rows", "Limits.rows", limits.rows(2), limits.rows(3));
    assertLimit(1, "columns", "Limits.columns", limits.columns(1), limits.columns(2));
    // 6 floats twice, 3 labels of 12 bytes and 3 names of 162.
    int needed = 48 + 36 + 3 * 162;
    assertLimit(
        needed - 1,
        "bytes of memory",
        "java -Xmx, of which it is 3/4, or with Limits.memoryBytes",
        limits.memoryBytes(needed - 1),
        limits.memoryBytes(needed));
    Path packed = write(directory, "packed", gzip(TEXT.getBytes(StandardCharsets.UTF_8)));
    int length = TEXT.length();
    ReadOptions options = ReadOptions.defaults();
    assertIsText(Csv.read(packed, options.limits(limits.unpackedBytes(length))));
    MalformedFileException e =
        assertThrows(
            MalformedFileException.class,
            () -> Csv.read(packed, options.limits(limits.unpackedBytes(length - 1))));
    assertTrue(e.getMessage().contains("unpacked bytes; the limit is " + (length - 1)));
  }

  /** The cells of a row are objects before they are numbers. */
  @Test
  void cellsOfARowCountAgainstTheLimitOfMemory() throws IOException {
    Path file = file("1,".repeat(99) + "a\n" + "2,".repeat(99) + "b\n");
    ReadOptions options = ReadOptions.defaults();
    Limits enough = Limits.defaults().memoryBytes(100 * 64);
    assertEquals(99, Csv.read(file, options.limits(enough)).columns());
    MalformedFileException e =
        assertThrows(
            MalformedFileException.class,
            () -> Csv.read(file, options.limits(enough.memoryBytes(100 * 64 - 1))));
    assertTrue(e.getMessage().startsWith(file + ":1: 6400 or more bytes of memory"));
  }

  private void assertLimit(long limit, String what, String remedy, Limits tight, Limits enough)
      throws IOException {
    ReadOptions options = ReadOptions.defaults();
    assertIsText(Csv.read(file(TEXT), options.limits(enough)));
    MalformedFileException e =
        assertThrows(
            MalformedFileException.class, () -> Csv.read(file(TEXT), options.limits(tight)));
    String expected = what + "; the limit is " + limit + ": raise it with " + remedy;
    assertTrue(e.getMessage().contains(expected), e.getMessage());
  }
}
