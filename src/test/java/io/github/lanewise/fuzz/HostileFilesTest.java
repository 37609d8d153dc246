package io.github.lanewise.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.data.MalformedFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every reader on damaged files: what it accepts is still valid, everything else is a {@link
 * MalformedFileException}. The files are in {@code fuzz/READER} among the resources: one named
 * {@code valid}, and inputs that fuzzing has found.
 */
class HostileFilesTest {
  /** At most about so many places of a file are damaged. */
  private static final int PLACES = 300;

  /** A low bit, a high bit, all bits. */
  private static final int[] MASKS = {1, 64, 255};

  @TempDir Path directory;

  private static Path corpus(Reader reader) {
    try {
      return Path.of(HostileFilesTest.class.getResource(reader.name()).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] valid(Reader reader) throws IOException {
    return Files.readAllBytes(corpus(reader).resolve("valid"));
  }

  /** Reads content, or returns null if it is refused in the documented way. */
  private String read(Reader reader, byte[] content) throws IOException {
    Path file = Files.write(directory.resolve("file"), content);
    try {
      return reader.read(file);
    } catch (MalformedFileException e) {
      assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
      return null;
    }
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(600)
  void theCorpusIsReadOrRefused(Reader reader) throws IOException {
    try (Stream<Path> inputs = Files.list(corpus(reader))) {
      for (Path input : inputs.sorted().toList()) {
        Path file = Files.write(directory.resolve("file"), Files.readAllBytes(input));
        try {
          reader.read(file);
        } catch (MalformedFileException | NoSuchFileException documented) {
          assertTrue(!input.endsWith("valid"), () -> reader + ": " + documented.getMessage());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyTruncationIsRefusedOrStillValid(Reader reader) throws IOException {
    byte[] whole = valid(reader);
    for (int length = 0; length < whole.length; length += step(whole)) {
      byte[] part = Arrays.copyOf(whole, length);
      String content = read(reader, part);
      if (content != null) {
        assertTrue(isText(reader), reader + " truncated to " + length + " bytes is " + content);
        assertIsPrefix(reader, new String(part, StandardCharsets.UTF_8));
      }
    }
    byte[] packed = gzip(whole);
    for (int length = 0; length < packed.length; length += step(packed)) {
      byte[] part = Arrays.copyOf(packed, length);
      assertEquals(null, read(reader, part), reader + " packed, truncated to " + length);
    }
  }

  private static boolean isText(Reader reader) {
    return reader.form() == Reader.Form.TEXT || reader.form() == Reader.Form.PLAIN_TEXT;
  }

  /** What is left of a text was read whole: as if nothing had ever followed it. */
  private void assertIsPrefix(Reader reader, String part) throws IOException {
    if (reader.form() == Reader.Form.TEXT) {
      int rows = part.strip().split("\n").length - 1;
      String read = read(reader, part.getBytes(StandardCharsets.UTF_8));
      assertTrue(read.contains("]" + rows + "x"), rows + " rows expected: " + read);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyDamagedByteIsRefusedOrStillValid(Reader reader) throws IOException {
    byte[] whole = valid(reader);
    String expected = read(reader, whole);
    for (int i = 0; i < whole.length; i += step(whole)) {
      for (int mask : MASKS) {
        String content = read(reader, damaged(whole, i, mask));
        if (content != null && reader.form() == Reader.Form.CHECKED) {
          assertEquals(expected, content, reader + ", byte " + i);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.MATCH_ANY,
      names = {"CIFAR", "CSV", "IDX", "NPY", "ANY"})
  void everyDamagedByteOfAPackedFileIsRefusedOrChangesNothing(Reader reader) throws IOException {
    byte[] packed = gzip(valid(reader));
    String expected = read(reader, packed);
    for (int i = 0; i < packed.length; i += step(packed)) {
      for (int mask : MASKS) {
        String content = read(reader, damaged(packed, i, mask));
        if (content != null) {
          assertEquals(expected, content, reader + ", byte " + i);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void bytesAfterTheEndAreRefused(Reader reader) throws IOException {
    byte[] whole = valid(reader);
    if (!isText(reader)) {
      byte[] longer = Arrays.copyOf(whole, whole.length + 1);
      assertEquals(null, read(reader, longer), reader + " and a byte");
    }
    byte[] packed = gzip(whole);
    assertEquals(null, read(reader, Arrays.copyOf(packed, packed.length + 1)));
  }

  private static int step(byte[] content) {
    return Math.ceilDiv(content.length, PLACES);
  }

  private static byte[] damaged(byte[] whole, int index, int mask) {
    byte[] damaged = whole.clone();
    damaged[index] ^= (byte) mask;
    return damaged;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void otherFormatsAreRefusedInTheSameWay(Reader reader) throws IOException {
    for (Reader other : Reader.values()) {
      Path file = Files.write(directory.resolve("file"), valid(other));
      try {
        reader.read(file);
      } catch (MalformedFileException | NoSuchFileException documented) {
        assertTrue(other != reader, () -> reader + ": " + documented.getMessage());
      }
    }
    assertThrows(NoSuchFileException.class, () -> reader.read(directory.resolve("missing")));
  }
}
