package io.github.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.function.Executable;

/** Small files for the readers' tests, and what is said of bad ones. */
final class TestFiles {
  private TestFiles() {}

  static Path write(Path directory, String name, byte[] content) {
    try {
      return Files.write(directory.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path write(Path directory, String name, String content) {
    return write(directory, name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Reading fails, and says where: in a line, or in the file if that is 0. */
  static void assertMalformed(Path file, long line, String problem, Executable reading) {
    MalformedFileException e = assertThrows(MalformedFileException.class, reading);
    assertEquals((line == 0 ? file : file + ":" + line) + ": " + problem, e.getMessage());
    assertEquals(file, e.file());
    assertEquals(line, e.line());
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** An IDX file: header for the sizes as given, then the payload as given. */
  static byte[] idx(int type, int[] sizes, byte[] payload) {
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * sizes.length + payload.length);
    file.put((byte) 0).put((byte) 0).put((byte) type).put((byte) sizes.length);
    for (int size : sizes) {
      file.putInt(size);
    }
    return file.put(payload).array();
  }

  /** An npy file of version 1.0: its description as given, then the payload as given. */
  static byte[] npy(String description, byte[] payload) {
    byte[] text = description.getBytes(StandardCharsets.ISO_8859_1);
    int padding = 64 - (10 + text.length + 1) % 64;
    ByteBuffer file =
        ByteBuffer.allocate(10 + text.length + padding + 1 + payload.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1));
    file.putShort((short) (text.length + padding + 1)).put(text);
    file.put(" ".repeat(padding).getBytes(StandardCharsets.ISO_8859_1)).put((byte) '\n');
    return file.put(payload).array();
  }

  /** The description of an array in C order. */
  static byte[] npy(String type, String shape, byte[] payload) {
    return npy(
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape), payload);
  }

  /** A zip file with these entries. */
  static byte[] zip(Map<String, byte[]> entries, boolean packed) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.setMethod(packed ? ZipOutputStream.DEFLATED : ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> content : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(content.getKey());
        CRC32 checksum = new CRC32();
        checksum.update(content.getValue());
        entry.setCrc(checksum.getValue());
        entry.setSize(content.getValue().length);
        out.putNextEntry(entry);
        out.write(content.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Numbers as little-endian floats. */
  static byte[] floats(double... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putFloat((float) value);
    }
    return bytes.array();
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
