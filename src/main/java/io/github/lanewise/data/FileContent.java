package io.github.lanewise.data;

import io.github.lanewise.io.AtomicFile;
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
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The content of a file, unpacked if it starts like gzip, with errors that name the file. */
class FileContent extends InputStream {
  private static final int BUFFER = 1 << 16;

  /** No deflate stream unpacks to more than this many bytes per byte (zlib technical details). */
  static final int MAX_DEFLATE_RATIO = 1032;

  private final Path file;
  private final InputStream in;
  private final Limits limits;
  private final String packing;
  private long count;

  /** Wraps a stream of bytes that were packed, for instance by gzip; null if they were not. */
  FileContent(Path file, InputStream in, Limits limits, String packing) {
    this.file = file;
    this.in = in;
    this.limits = limits;
    this.packing = packing;
  }

  /** Throws unless there is a regular file: of other content nobody knows the length. */
  static void requireFile(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    if (Files.notExists(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file");
    }
    if (Files.isDirectory(file)) {
      throw new MalformedFileException(file, 0, "is a folder, not a file");
    }
    if (!Files.isRegularFile(file)) {
      throw new MalformedFileException(
          file, 0, "is a pipe or a device, which has no length; write its content to a file first");
    }
  }

  static FileContent open(Path file, Limits limits) throws IOException {
    requireFile(file);
    return of(file, new BufferedInputStream(Files.newInputStream(file), BUFFER), limits);
  }

  /** The content of any stream; errors name the file. */
  static FileContent of(Path file, BufferedInputStream raw, Limits limits) throws IOException {
    try {
      return isGzip(raw)
          ? new FileContent(file, new StrictGzip(raw), limits, "gzip")
          : new FileContent(file, raw, limits, null);
    } catch (EOFException | ZipException e) {
      raw.close();
      throw damaged(file, "gzip", e);
    } catch (IOException e) {
      raw.close();
      throw AtomicFile.named(file, e);
    }
  }

  /**
   * Throws unless the unpacked content has exactly the expected length. It costs no memory, so a
   * header's claim can be checked before anything is allocated for it.
   */
  void checkLength(long expected) throws IOException {
    long actual = length(expected);
    if (actual != expected) {
      throw problem(
          (actual < expected ? "truncated" : "oversized")
              + ": its header announces "
              + expected
              + " bytes, it has "
              + (actual < expected ? "" : "at least ")
              + actual);
    }
  }

  /** The exception for a problem that no line has. */
  MalformedFileException problem(String problem) {
    return new MalformedFileException(file, 0, problem);
  }

  /**
   * Refuses bytes after the last member, which the JDK's class ignores: they may be a damaged
   * member.
   */
  private static final class StrictGzip extends GZIPInputStream {
    private static final int TRAILER = 8;

    StrictGzip(InputStream in) throws IOException {
      super(in, BUFFER);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      if (read < 0 && (inf.getRemaining() > TRAILER || in.read() >= 0)) {
        throw new ZipException("bytes follow its end");
      }
      return read;
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
      int read = in.read(target, offset, length);
      count += Math.max(read, 0);
      if (packing != null) {
        limits.checkUnpacked(count, this::problem);
      }
      return read;
    } catch (EOFException | ZipException e) {
      throw damaged(file, packing, e);
    } catch (IOException e) {
      throw AtomicFile.named(file, e);
    }
  }

  @Override
  public int available() throws IOException {
    return in.available();
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

  /** The length of the content. It costs no memory, but time if it is packed. */
  long length() throws IOException {
    return packing == null ? Files.size(file) : count(Long.MAX_VALUE);
  }

  /** The length of the content; beyond the expected one perhaps too small. */
  long length(long expected) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      if (packing == null) {
        return channel.size();
      }
      limits.checkUnpacked(expected, this::problem);
      return packedLengthAgrees(channel, expected) ? expected : count(expected + 1);
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
  private long count(long limit) throws IOException {
    try (FileContent content = open(file, limits)) {
      byte[] buffer = new byte[BUFFER];
      long bytes = 0;
      int read = 0;
      while (read >= 0 && bytes < limit) {
        bytes += read;
        read = content.read(buffer, 0, BUFFER);
      }
      return bytes;
    }
  }

  private static MalformedFileException damaged(Path file, String packing, IOException cause) {
    String problem =
        cause instanceof EOFException
            ? "truncated: its " + packing + " data ends early"
            : "damaged " + packing + " data: " + cause.getMessage();
    MalformedFileException failure = new MalformedFileException(file, 0, problem);
    failure.initCause(cause);
    return failure;
  }
}
