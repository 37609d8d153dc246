package io.github.lanewise.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The content of a file, unpacked if it starts like gzip, with errors that name the file. */
final class FileContent extends InputStream {
  private static final int BUFFER = 1 << 16;

  /** No deflate stream unpacks to more than this many bytes per byte (zlib technical details). */
  private static final int MAX_DEFLATE_RATIO = 1032;

  private final Path file;
  private final InputStream in;

  private FileContent(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  static FileContent open(Path file) throws IOException {
    if (Files.notExists(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file");
    }
    if (!Files.isRegularFile(file)) {
      throw new MalformedFileException(file, 0, "not a regular file");
    }
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      return new FileContent(file, isGzip(raw) ? new GZIPInputStream(raw, BUFFER) : raw);
    } catch (EOFException | ZipException e) {
      raw.close();
      throw damaged(file, e);
    }
  }

  /**
   * Throws unless the unpacked content has exactly the expected length. It costs no memory, so a
   * header's claim can be checked before anything is allocated for it.
   */
  static void checkLength(Path file, long expected) throws IOException {
    long actual = length(file, expected);
    if (actual != expected) {
      throw new MalformedFileException(
          file,
          0,
          (actual < expected ? "truncated" : "oversized")
              + ": its header announces "
              + expected
              + " bytes, it has "
              + (actual < expected ? "" : "at least ")
              + actual);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return in.read(target, offset, length);
    } catch (EOFException | ZipException e) {
      throw damaged(file, e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private static boolean isGzip(InputStream in) throws IOException {
    in.mark(2);
    boolean magic = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return magic;
  }

  private static long length(Path file, long expected) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (!isGzip(file)) {
        return size;
      }
      return packedLengthAgrees(channel, expected) ? expected : count(file, expected + 1);
    }
  }

  private static boolean isGzip(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return isGzip(in);
    }
  }

  // A gzip file ends with the length of what was packed, modulo 2^32. A forged length is limited by
  // the file's own size, and reading finds it out.
  private static boolean packedLengthAgrees(FileChannel channel, long expected) throws IOException {
    ByteBuffer trailer = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    long size = channel.size();
    return size >= trailer.capacity()
        && expected <= size * MAX_DEFLATE_RATIO
        && channel.read(trailer, size - trailer.capacity()) == trailer.capacity()
        && trailer.getInt(0) == (int) expected;
  }

  /** Counts the unpacked bytes, stopping at the limit or a little later. */
  private static long count(Path file, long limit) throws IOException {
    try (FileContent content = open(file)) {
      byte[] buffer = new byte[BUFFER];
      long count = 0;
      int read = 0;
      while (read >= 0 && count < limit) {
        count += read;
        read = content.read(buffer, 0, BUFFER);
      }
      return count;
    }
  }

  private static MalformedFileException damaged(Path file, IOException cause) {
    String problem =
        cause instanceof EOFException
            ? "truncated: its gzip data ends early"
            : "damaged gzip data: " + cause.getMessage();
    MalformedFileException failure = new MalformedFileException(file, 0, problem);
    failure.initCause(cause);
    return failure;
  }
}
