package io.github.lanewise.data;

import static io.github.lanewise.data.TestFiles.bytes;
import static io.github.lanewise.data.TestFiles.floats;
import static io.github.lanewise.data.TestFiles.gzip;
import static io.github.lanewise.data.TestFiles.npy;
import static io.github.lanewise.data.TestFiles.zip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A damaged file is converted exactly if it can be read, and to the same; else nothing is left. */
class HostileConversionTest {
  private static final ReadOptions OPTIONS = ReadOptions.defaults();

  /** At most about so many places of a file are damaged. */
  private static final int PLACES = 250;

  /** A low bit, a high bit, all bits. */
  private static final int[] MASKS = {1, 64, 255};

  @TempDir Path directory;

  private static byte[] cifar(int labelBytes) {
    byte[] records = new byte[2 * (labelBytes + 3072)];
    new SplittableRandom(11).nextBytes(records);
    Arrays.fill(records, 0, labelBytes, (byte) 3);
    Arrays.fill(records, labelBytes + 3072, 2 * labelBytes + 3072, (byte) 4);
    return records;
  }

  private static byte[] npz(boolean packed) {
    byte[] features = npy("<f4", "(3, 2)", floats(1, 2, 3, 4, 5, 6));
    byte[] labels = npy("|u1", "(3,)", bytes(7, 3, 7));
    return zip(new TreeMap<>(Map.of("X.npy", features, "y.npy", labels)), packed);
  }

  private static byte[] text(String lines) {
    return lines.getBytes(StandardCharsets.UTF_8);
  }

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of("stored.npz", npz(false)),
        Arguments.of("packed.npz", npz(true)),
        Arguments.of("test_batch.bin", cifar(1)),
        Arguments.of("train.bin.gz", gzip(cifar(2))),
        Arguments.of("rows.csv", text("a,b,kind\n1,2,x\n3,4,\"y\"\n")),
        Arguments.of("rows.csv.gz", gzip(text("a,b,kind\n1,2,x\n3,4,y\n"))),
        Arguments.of("rows.svm", text("x 1:1 3:2\ny 2:5\n")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void everyTruncation(String name, byte[] whole) throws IOException {
    for (int length = 0; length <= whole.length; length += step(whole)) {
      assertConvertedAsRead(name, Arrays.copyOf(whole, length));
    }
    assertConvertedAsRead(name, Arrays.copyOf(whole, whole.length + 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void everyDamagedByte(String name, byte[] whole) throws IOException {
    for (int i = 0; i < whole.length; i += step(whole)) {
      for (int mask : MASKS) {
        byte[] damaged = whole.clone();
        damaged[i] ^= (byte) mask;
        assertConvertedAsRead(name, damaged);
      }
    }
  }

  private static int step(byte[] content) {
    return Math.ceilDiv(content.length, PLACES);
  }

  private interface Attempt {
    String outcome() throws IOException;
  }

  private void assertConvertedAsRead(String name, byte[] content) throws IOException {
    Path file = Files.write(directory.resolve(name), content);
    Path target = directory.resolve("converted");
    String read = outcome(() -> MappedFile.sha256(DataFiles.read(file, null, OPTIONS)));
    String converted =
        outcome(
            () -> {
              DataFiles.convert(file, null, OPTIONS, target, rows -> {});
              return MappedFile.sha256(MappedFile.read(target));
            });
    assertEquals(read, converted);
    assertEquals(read == null, !Files.deleteIfExists(target));
    try (Stream<Path> left = Files.list(directory)) {
      assertFalse(left.anyMatch(other -> !other.equals(file)), "a file is left over");
    }
  }

  /** The digest of what was read, or null if it was refused. */
  private String outcome(Attempt attempt) throws IOException {
    try {
      return attempt.outcome();
    } catch (MalformedFileException e) {
      assertTrue(e.getMessage().startsWith(directory.toString()), e.getMessage());
      return null;
    }
  }
}
