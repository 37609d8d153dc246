package io.github.lanewise.cli;

import io.github.lanewise.io.AtomicFile;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** A picture as PNG (ISO/IEC 15948), 8 bits each of red, green and blue. */
final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int BIT_DEPTH = 8;
  private static final int TRUE_COLOUR = 2;

  private final int width;
  private final int height;

  /** Rows of pixels, each with the number of its filter, 0, before it. */
  private final byte[] rows;

  /** A white picture. */
  Png(int width, int height) {
    this.width = width;
    this.height = height;
    rows = new byte[Math.multiplyExact(height, 1 + 3 * width)];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        set(x, y, 0xffffff);
      }
    }
  }

  /** Gives a pixel a colour, 0xRRGGBB. */
  void set(int x, int y, int colour) {
    int at = y * (1 + 3 * width) + 1 + 3 * x;
    rows[at] = (byte) (colour >> 16);
    rows[at + 1] = (byte) (colour >> 8);
    rows[at + 2] = (byte) colour;
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(SIGNATURE);
      ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
      chunk(out, "IHDR", header.put((byte) BIT_DEPTH).put((byte) TRUE_COLOUR).array());
      chunk(out, "IDAT", deflated());
      chunk(out, "IEND", new byte[0]);
    } catch (IOException neverInMemory) {
      throw new UncheckedIOException(neverInMemory);
    }
    return bytes.toByteArray();
  }

  void write(Path file) throws IOException {
    AtomicFile.write(file, bytes());
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(data);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) checksum.getValue());
  }

  private byte[] deflated() {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(rows);
      deflater.finish();
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      byte[] block = new byte[1 << 16];
      while (!deflater.finished()) {
        packed.write(block, 0, deflater.deflate(block));
      }
      return packed.toByteArray();
    } finally {
      deflater.end();
    }
  }
}
