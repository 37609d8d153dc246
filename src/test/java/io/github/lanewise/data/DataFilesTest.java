package io.github.lanewise.data;

import static io.github.lanewise.data.TestFiles.bytes;
import static io.github.lanewise.data.TestFiles.gzip;
import static io.github.lanewise.data.TestFiles.idx;
import static io.github.lanewise.data.TestFiles.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class DataFilesTest {
  private static final byte[] IMAGES = idx(8, new int[] {2, 1, 2}, bytes(0, 255, 51, 102));
  private static final byte[] LABELS = idx(8, new int[] {2}, bytes(3, 7));
  private static final ReadOptions OPTIONS = ReadOptions.defaults();
  private static final ReadOptions DOUBLED = OPTIONS.scale(2.0);
  private static final String TEXT = "1,2,7\n3,4,3\n";

  @TempDir Path directory;

  @Test
  void formatsAreRecognisedByContentNotByName() throws IOException {
    Path csv = write(directory, "a.idx", TEXT);
    Path packedCsv = write(directory, "b", gzip(TEXT.getBytes(StandardCharsets.UTF_8)));
    Path idx = write(directory, "c.csv", IMAGES);
    Path packedIdx = write(directory, "d.csv", gzip(IMAGES));
    Path labels = write(directory, "labels", LABELS);
    assertEquals(1, DataFiles.read(csv, null, OPTIONS).features().scale());
    assertEquals(4, DataFiles.read(packedCsv, null, OPTIONS).features().get(1, 1));
    assertEquals(1.0 / 255, DataFiles.read(idx, labels, OPTIONS).features().scale());
    assertEquals(1, DataFiles.read(packedIdx, labels, OPTIONS).features().get(0, 1));
    assertEquals(4, DataFiles.readFeatures(csv, 2, OPTIONS).get(1, 1));
    assertEquals(1, DataFiles.readFeatures(packedIdx, 2, OPTIONS).get(0, 1));
  }

  @Test
  void partsMayHaveOneClassEach() throws IOException {
    Path text = write(directory, "text", "1,2,10\n3,4,10\n");
    Path images = write(directory, "images", idx(13, new int[] {2, 1, 2}, new byte[16]));
    Path sevens = write(directory, "sevens", idx(8, new int[] {2}, bytes(7, 7)));
    Path both = write(directory, "both", TEXT);
    List<Path> noLabels = Arrays.asList(null, null);

    List<Dataset> two = DataFiles.readParts(List.of(text, both), noLabels, OPTIONS);
    assertEquals(List.of("3", "7", "10"), two.get(0).labelNames());
    assertEquals(List.of("3", "7", "10"), Dataset.join(two).labelNames());
    assertArrayEquals(new int[] {2, 2, 1, 0}, Dataset.join(two).labels());
    List<Dataset> mixed =
        DataFiles.readParts(List.of(images, text), Arrays.asList(sevens, null), OPTIONS);
    assertArrayEquals(new int[] {0, 0}, mixed.get(0).labels());
    assertArrayEquals(new int[] {1, 1}, mixed.get(1).labels());

    assertRefused(
        text + ": every row has label 10; at least two classes are needed",
        MalformedFileException.class,
        () -> DataFiles.readParts(List.of(text, text), noLabels, OPTIONS));
    assertRefused(
        "labels: 2 files for 1 of data; one for each is needed, or null",
        InvalidDataException.class,
        () -> DataFiles.readParts(List.of(text), noLabels, OPTIONS));
  }

  @Test
  void oneClassIsAcceptedWhereTheOptionSaysSo() throws IOException {
    Path text = write(directory, "text", "1,2,10\n3,4,10\n");
    Path sparse = write(directory, "sparse", "10 1:1\n10 2:3\n");
    Path images = write(directory, "images", idx(13, new int[] {2, 1, 2}, new byte[16]));
    Path tens = write(directory, "labels", idx(8, new int[] {2}, bytes(10, 10)));
    ReadOptions oneClass = OPTIONS.oneClass(true);
    Path mapped = directory.resolve("mapped");
    for (Path file : List.of(text, sparse, images)) {
      Path labels = file == images ? tens : null;
      String refusal = ": every row has label 10; at least two classes are needed";
      assertRefused(
          (labels == null ? file : labels) + refusal,
          MalformedFileException.class,
          () -> DataFiles.read(file, labels, OPTIONS));
      DataFiles.convert(file, labels, oneClass, mapped, done -> {});
      assertRefused(
          mapped + refusal,
          MalformedFileException.class,
          () -> DataFiles.read(mapped, null, OPTIONS));
      Dataset read = DataFiles.read(file, labels, oneClass);
      Dataset again = DataFiles.read(mapped, null, oneClass);
      for (Dataset each : List.of(read, again)) {
        assertEquals(List.of("10"), each.labelNames());
        assertArrayEquals(new int[2], each.labels());
      }
      assertEquals(MappedFile.sha256(mapped), MappedFile.sha256(read));
    }
    Path sevens = write(directory, "sevens", "1,2,7\n");
    DataFiles.convert(text, null, oneClass, mapped, done -> {});
    List<Path> files = List.of(sevens, mapped);
    List<Dataset> parts = DataFiles.readParts(files, Arrays.asList(null, null), OPTIONS);
    assertEquals(List.of("7", "10"), parts.get(1).labelNames());
    assertArrayEquals(new int[] {1, 1}, parts.get(1).labels());
  }

  private static void assertRefused(
      String message, Class<? extends Exception> type, Executable read) {
    assertEquals(message, assertThrows(type, read).getMessage());
  }

  @Test
  void theScaleAndTheNamesApplyToEveryFormat() throws IOException {
    List<String> names = List.of("7", "x", "3");
    Path labels = write(directory, "labels", LABELS);
    Dataset csv = DataFiles.read(write(directory, "a.csv", TEXT), null, DOUBLED.labelNames(names));
    Dataset idx =
        DataFiles.read(write(directory, "images", IMAGES), labels, DOUBLED.labelNames(names));
    assertArrayEquals(new int[] {0, 2}, csv.labels());
    assertArrayEquals(new int[] {2, 0}, idx.labels());
    assertEquals(8, csv.features().get(1, 1));
    assertEquals(510, idx.features().get(0, 1));
    assertEquals(names, idx.labelNames());
    assertEquals(8, DataFiles.readFeatures(directory.resolve("a.csv"), 2, DOUBLED).get(1, 1));
    assertEquals(510, DataFiles.readFeatures(directory.resolve("images"), 2, DOUBLED).get(0, 1));

    MalformedFileException e =
        assertThrows(
            MalformedFileException.class,
            () ->
                DataFiles.read(
                    directory.resolve("images"),
                    labels,
                    OPTIONS.labelNames(List.of("0", "1", "3"))));
    assertEquals(
        labels + ": element 1 is label 7, which is not one of the known labels", e.getMessage());
  }

  @Test
  void labelsAreFoundBesideTheImages() throws IOException {
    Path images = write(directory, "t-images-idx3-ubyte.gz", gzip(IMAGES));
    Path labels = directory.resolve("t-labels-idx1-ubyte.gz");
    NoSuchFileException e =
        assertThrows(NoSuchFileException.class, () -> DataFiles.read(images, null, OPTIONS));
    assertEquals(
        labels + ": no such file, and no other labels for " + images + " were given",
        e.getMessage());
    write(directory, "t-labels-idx1-ubyte.gz", gzip(LABELS));
    assertArrayEquals(new int[] {3, 7}, DataFiles.read(images, null, OPTIONS).labels());

    Path other = write(directory, "other", IMAGES);
    NoSuchFileException alone =
        assertThrows(NoSuchFileException.class, () -> DataFiles.read(other, null, OPTIONS));
    assertEquals(other + ": holds no labels, and no file of labels was given", alone.getMessage());
  }

  @Test
  void aCsvFileHasNoLabelsFile() {
    Path csv = write(directory, "a.csv", TEXT);
    Path labels = write(directory, "labels", LABELS);
    assertThrows(InvalidDataException.class, () -> DataFiles.read(csv, labels, OPTIONS));
  }

  @Test
  void theNumberOfFeaturesMustBeTheModels() {
    Path images = write(directory, "images", IMAGES);
    MalformedFileException e =
        assertThrows(
            MalformedFileException.class, () -> DataFiles.readFeatures(images, 3, OPTIONS));
    assertEquals(images + ": 2 features per row; 3 are needed", e.getMessage());
    Path csv = write(directory, "a.csv", TEXT);
    assertThrows(MalformedFileException.class, () -> DataFiles.readFeatures(csv, 4, OPTIONS));
  }
}
