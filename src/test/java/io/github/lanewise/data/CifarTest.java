package io.github.lanewise.data;

import static io.github.lanewise.data.TestFiles.assertMalformed;
import static io.github.lanewise.data.TestFiles.gzip;
import static io.github.lanewise.data.TestFiles.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CifarTest {
  private static final ReadOptions OPTIONS = ReadOptions.defaults();
  private static final int PIXELS = 3072;

  @TempDir Path directory;

  /** Records with these label bytes, and pixels of which the first is the number of the record. */
  private static byte[] records(int[]... labels) {
    int record = labels[0].length + PIXELS;
    byte[] content = new byte[labels.length * record];
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < labels[i].length; j++) {
        content[i * record + j] = (byte) labels[i][j];
      }
      content[i * record + labels[i].length] = (byte) (i + 1);
      content[(i + 1) * record - 1] = (byte) 255;
    }
    return content;
  }

  private static void assertPixels(Dataset data, int... first) {
    assertEquals(PIXELS, data.columns());
    assertEquals(1.0 / 255, data.features().scale());
    for (int row = 0; row < first.length; row++) {
      assertEquals(first[row] * (1.0 / 255), data.features().get(row, 0));
      assertEquals(1, data.features().get(row, PIXELS - 1));
    }
  }

  @Test
  void readsSeveralFilesOfTenClasses() throws IOException {
    Path first = write(directory, "data_batch_1.bin", records(new int[] {9}, new int[] {0}));
    Path second = write(directory, "data_batch_2.bin.gz", gzip(records(new int[] {3})));
    Dataset data = Cifar.read10(List.of(first, second), OPTIONS);
    assertArrayEquals(new int[] {9, 0, 3}, data.labels());
    assertEquals(IntStream.range(0, 10).mapToObj(Integer::toString).toList(), data.labelNames());
    assertPixels(data, 1, 2, 1);
    assertThrows(InvalidDataException.class, () -> Cifar.read10(List.of(), OPTIONS));
  }

  @Test
  void readsFineOrCoarseClasses() throws IOException {
    List<Path> file =
        List.of(write(directory, "train.bin", records(new int[] {19, 99}, new int[] {0, 1})));
    assertArrayEquals(new int[] {99, 1}, Cifar.read100(file, OPTIONS).labels());
    assertArrayEquals(new int[] {99, 1}, Cifar.read100(file, OPTIONS.label("fine")).labels());
    Dataset coarse = Cifar.read100(file, OPTIONS.label("coarse"));
    assertArrayEquals(new int[] {19, 0}, coarse.labels());
    assertEquals(20, coarse.classes());
    assertPixels(coarse, 1, 2);
    assertThrows(
        InvalidDataException.class, () -> Cifar.read100(file, OPTIONS.label("superclass")));
  }

  @Test
  void dataFilesKnowsTheUsualNames() throws IOException {
    Path ten = write(directory, "test_batch.bin", records(new int[] {0}));
    Path hundred = write(directory, "test.bin.gz", gzip(records(new int[] {0, 5})));
    assertEquals(10, DataFiles.read(ten, null, OPTIONS).classes());
    assertEquals(100, DataFiles.read(hundred, null, OPTIONS).classes());
    assertEquals(1, DataFiles.readFeatures(ten, PIXELS, OPTIONS).rows());
    assertThrows(InvalidDataException.class, () -> DataFiles.read(ten, hundred, OPTIONS));
    assertThrows(
        MalformedFileException.class, () -> DataFiles.readFeatures(hundred, PIXELS + 1, OPTIONS));
  }

  @Test
  void knownNamesAndScalesApply() throws IOException {
    List<Path> file = List.of(write(directory, "x", records(new int[] {9}, new int[] {1})));
    ReadOptions options = OPTIONS.scale(2.0).labelNames(List.of("1", "9"));
    Dataset data = Cifar.read10(file, options);
    assertArrayEquals(new int[] {1, 0}, data.labels());
    assertEquals(510, data.features().get(0, PIXELS - 1));
    assertRefused(
        records(new int[] {9}, new int[] {2}),
        options,
        "record 1 has label 2, which is not one of the known labels");
  }

  private void assertRefused(byte[] content, ReadOptions options, String problem) {
    for (byte[] form : List.of(content, gzip(content))) {
      Path file = write(directory, "refused", form);
      MalformedFileException e =
          assertThrows(MalformedFileException.class, () -> Cifar.read10(List.of(file), options));
      assertTrue(e.getMessage().startsWith(file + ": " + problem), e.getMessage());
    }
  }

  @Test
  void otherContentIsRefused() {
    byte[] two = records(new int[] {9}, new int[] {1});
    assertRefused(new byte[0], OPTIONS, "0 bytes; CIFAR records have 3073");
    assertRefused(Arrays.copyOf(two, two.length - 1), OPTIONS, "6145 bytes; CIFAR records");
    assertRefused(Arrays.copyOf(two, two.length + 1), OPTIONS, "6147 bytes; CIFAR records");
    assertRefused(
        records(new int[] {9}, new int[] {10}), OPTIONS, "record 1 has label 10; must be 0 to 9");
    Limits limits = Limits.defaults();
    assertRefused(two, OPTIONS.limits(limits.rows(1)), "2 or more rows; the limit is 1");
    assertRefused(two, OPTIONS.limits(limits.columns(3071)), "3072 or more columns");
    assertRefused(two, OPTIONS.limits(limits.memoryBytes(6143)), "6144 or more bytes of memory");
  }

  /**
   * While rows before are written: a mapped file is told of progress after every block of 1 MiB.
   */
  @ParameterizedTest
  @CsvSource({" 1, it became longer while it was read", "-1, truncated: it ends inside a record"})
  void aFileThatChangesWhileItIsReadIsRefused(int bytes, String problem) {
    byte[] content = records(new int[600][1]);
    byte[] changed = Arrays.copyOf(content, content.length + bytes);
    Path file = write(directory, "growing", content);
    Path target = directory.resolve("rows");
    assertMalformed(
        file,
        0,
        problem,
        () -> Cifar.convert10(file, OPTIONS, target, rows -> write(directory, "growing", changed)));
    assertFalse(Files.exists(target));
  }
}
