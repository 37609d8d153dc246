package io.github.lanewise.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** What the format of a file is recognised by: its name and its first bytes, unpacked. */
record FileStart(Path file, byte[] bytes) {
  private static final int LENGTH = 1 << 13;

  static FileStart of(Path file, Limits limits) throws IOException {
    try (FileContent content = FileContent.open(file, limits)) {
      return new FileStart(file, content.readNBytes(LENGTH));
    }
  }

  /** Whether the content begins with these characters, each a byte. */
  boolean begins(String magic) {
    byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
    return bytes.length >= expected.length
        && Arrays.equals(bytes, 0, expected.length, expected, 0, expected.length);
  }

  /** Whether the whole name, but for the ending of gzip, has a form. */
  boolean isNamed(String form) {
    return file.getFileName().toString().replaceFirst("\\.gz$", "").matches(form);
  }
}
