package io.github.lanewise.data;

import static io.github.lanewise.data.TestFiles.bytes;
import static io.github.lanewise.data.TestFiles.floats;
import static io.github.lanewise.data.TestFiles.npy;
import static io.github.lanewise.data.TestFiles.write;
import static io.github.lanewise.data.TestFiles.zip;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTest {
  private static final ReadOptions OPTIONS = ReadOptions.defaults();
  private static final byte[] FEATURES = npy("<f4", "(2, 3)", floats(1, 2, 3, 4, 5, 6));
  private static final byte[] LABELS = npy("|u1", "(2,)", bytes(7, 3));

  @TempDir Path directory;

  private Path file(Map<String, byte[]> arrays, boolean packed) {
    return write(directory, "data.npz", zip(new TreeMap<>(arrays), packed));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void findsFeaturesAndLabels(boolean packed) throws IOException {
    for (Map<String, byte[]> arrays :
        List.of(
            Map.of("X.npy", FEATURES, "y.npy", LABELS),
            Map.of("x.npy", FEATURES, "Y.npy", LABELS, "other.npy", LABELS, "readme", bytes(1)),
            Map.of("arr_0.npy", FEATURES, "arr_1.npy", LABELS),
            Map.of("images.npy", FEATURES, "classes.npy", LABELS))) {
      Path file = file(arrays, packed);
      for (Dataset data : List.of(Npz.read(file, OPTIONS), DataFiles.read(file, null, OPTIONS))) {
        assertEquals(6, data.features().get(1, 2));
        assertEquals(List.of("3", "7"), data.labelNames());
        assertArrayEquals(new int[] {1, 0}, data.labels());
      }
      assertEquals(6, DataFiles.readFeatures(file, 3, OPTIONS).get(1, 2));
    }
    assertEquals(6, Npz.readFeatures(file(Map.of("a.npy", FEATURES), packed), OPTIONS).get(1, 2));
  }

  @Test
  void otherArraysAreRefused() {
    String both = "; X and y are needed, or the features and the labels alone";
    assertRefused(Map.of("a.npy", FEATURES), "arrays [a]" + both);
    assertRefused(Map.of("X.npy", FEATURES), "arrays [X]" + both);
    assertRefused(
        Map.of("a.npy", FEATURES, "b.npy", FEATURES, "y.npy", LABELS), "arrays [a, b, y]" + both);
    assertRefused(Map.of("a.npy", FEATURES, "b.npy", FEATURES), "two arrays, neither named");
    assertRefused(Map.of("a.npy", LABELS, "b.npy", LABELS), "two arrays, neither named");
    assertRefused(Map.of("y.npy", LABELS, "Y.npy", LABELS), "two arrays named y");
    assertRefused(
        Map.of("X.npy", FEATURES, "y.npy", bytes(1)), "y.npy: truncated inside its npy header");
    assertRefused(
        Map.of("X.npy", FEATURES, "y.npy", npy("|O", "(2,)", new byte[16])),
        "y.npy: npy type '|O', pickled objects");
    assertRefused(
        Map.of("X.npy", FEATURES, "y.npy", npy("|u1", "(3,)", bytes(1, 2, 3))), "3 labels for 2");
  }

  private void assertRefused(Map<String, byte[]> arrays, String problem) {
    assertRefused(file(arrays, true), OPTIONS, problem);
  }

  private static void assertRefused(Path file, ReadOptions options, String problem) {
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> Npz.read(file, options));
    assertTrue(e.getMessage().startsWith(file + ": " + problem), e.getMessage());
  }

  /** Changes the first entry of the directory and its checksum's neighbours. */
  private Path announcing(byte[] zip, int packedSize, int size) {
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int directoryStart = bytes.getInt(zip.length - 6);
    bytes.putInt(directoryStart + 20, packedSize).putInt(directoryStart + 24, size);
    return write(directory, "forged.npz", zip);
  }

  @Test
  void announcedSizesMustBePossibleAndTrue() {
    byte[] claim = npy("<f4", "(500000000, 1)", new byte[0]);
    Map<String, byte[]> arrays = Map.of("X.npy", claim, "y.npy", LABELS);
    assertRefused(
        announcing(zip(new TreeMap<>(arrays), true), 100, claim.length + 2_000_000_000),
        OPTIONS,
        "X.npy: damaged: 100 packed bytes cannot become the 2000000");
    assertRefused(
        announcing(zip(new TreeMap<>(arrays), false), claim.length, claim.length + 2_000_000_000),
        OPTIONS,
        "");
    assertRefused(file(arrays, true), OPTIONS, "X.npy: truncated: its header announces 2000000");
  }

  @Test
  void aZipBombIsRefusedByItsLimits() {
    byte[] bomb = npy("|u1", "(1000, 5000)", new byte[5_000_000]);
    Path file = file(Map.of("X.npy", bomb, "y.npy", LABELS), true);
    Limits limits = Limits.defaults();
    assertRefused(
        file, OPTIONS.limits(limits.memoryBytes(4_999_999)), "X.npy: 5000000 or more bytes of");
    assertRefused(
        file, OPTIONS.limits(limits.unpackedBytes(1_000_000)), "X.npy: 5000128 or more unpacked");
  }

  @Test
  void aDamagedChecksumIsRefused() {
    byte[] zip = zip(new TreeMap<>(Map.of("X.npy", FEATURES, "y.npy", LABELS)), false);
    // The last byte of the stored features: the directory of one entry follows each name.
    int at = 30 + "X.npy".length() + FEATURES.length - 1;
    zip[at] ^= 1;
    Path file = write(directory, "damaged.npz", zip);
    assertRefused(file, OPTIONS, "X.npy: damaged: its content does not agree with its checksum");
  }

  @Test
  void otherContentIsRefused() {
    assertRefused(write(directory, "x.npz", "PK\3\4 no zip file"), OPTIONS, "damaged zip file: ");
    assertRefused(write(directory, "x.npz", ""), OPTIONS, "damaged zip file: ");
    assertThrows(NoSuchFileException.class, () -> Npz.read(directory.resolve("missing"), OPTIONS));
    assertThrows(MalformedFileException.class, () -> Npz.read(directory, OPTIONS));
  }
}
