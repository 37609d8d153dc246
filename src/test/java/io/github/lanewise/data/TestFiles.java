package io.github.lanewise.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Small files for the readers' tests. */
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

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
