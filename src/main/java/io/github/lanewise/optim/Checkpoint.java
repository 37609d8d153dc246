package io.github.lanewise.optim;

import io.github.lanewise.data.MalformedFileException;
import io.github.lanewise.io.AtomicFile;
import io.github.lanewise.io.Json;
import io.github.lanewise.io.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of a run in a file, as safetensors like a model's (see {@link
 * io.github.lanewise.model.ModelFile}):
 *
 * <pre>
 * 8 bytes    N, the header's length, little-endian
 * N bytes    JSON, padded with spaces to a multiple of 8: tensors "0", "1" and so on, each F64 with
 *            its shape [n] and data_offsets; "__metadata__": format "lanewise checkpoint", version
 *            "1", sha256 of all numbers, and the options of the run, each by its name
 * the rest   the numbers, little-endian
 * </pre>
 *
 * <p>It is written atomically: whenever the process dies, the file holds one whole state.
 *
 * @param file where
 * @param every after how many steps it is written again
 * @param resume whether to go on from the file if there is one
 * @param run the options and the data that decide the run's bits; a state of another run is refused
 */
record Checkpoint(Path file, int every, boolean resume, Map<String, String> run) {

  private static final int MAX_HEADER_BYTES = 16 << 20;

  /** Values in a header: six for each of a few dozen arrays, and the options. */
  private static final int MAX_VALUES = 10_000;

  /** Numbers that are written or read at a time. */
  private static final int BLOCK = 1 << 16;

  private static final int BLOCK_BYTES = BLOCK * Double.BYTES;

  /**
   * Writes the state if the last steps have reached or passed a multiple of {@link #every}:
   * smoothing makes many at a time. Not modified: state.
   *
   * @param before how many steps there were when this was last called
   * @param step how many there are now
   */
  void write(int before, int step, List<double[]> state) {
    if (step / every == before / every) {
      return;
    }
    byte[] header = header(state, Sha256.of(channel -> writeNumbers(state, channel)));
    uninterrupted(() -> AtomicFile.write(file, channel -> writeTo(channel, header, state)));
  }

  private static void writeTo(FileChannel channel, byte[] header, List<double[]> state)
      throws IOException {
    ByteBuffer length = buffer(Long.BYTES).putLong(header.length).flip();
    writeFully(channel, length);
    writeFully(channel, ByteBuffer.wrap(header));
    writeNumbers(state, channel);
  }

  /** What is done with the file, as often as an interrupt breaks it off. */
  private interface Access {
    void run() throws IOException;
  }

  /**
   * Writes or reads the file although the thread is, or will be, interrupted, which closes a
   * channel: an interrupt may be how a caller ends a run ({@link Trainer#cancelWhen}), and stays
   * set.
   */
  private static void uninterrupted(Access access) {
    boolean interrupted = Thread.interrupted();
    boolean done = false;
    try {
      while (!done) {
        try {
          access.run();
          done = true;
        } catch (ClosedByInterruptException again) {
          interrupted |= Thread.interrupted();
        }
      }
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Reads the state back, if that is wanted and there is a file; returns whether it has. Modified:
   * state, unless that fails.
   */
  boolean read(List<double[]> state) {
    if (!resume || !Files.exists(file)) {
      return false;
    }
    uninterrupted(() -> readInto(state));
    return true;
  }

  private void readInto(List<double[]> state) throws IOException {
    try (FileChannel channel = open()) {
      Map<?, ?> metadata = metadata(header(channel));
      run.forEach((option, value) -> checkOption(option, value, metadata.get(option)));
      long start = channel.position();
      checkLength(channel.size() - start, state);
      checkDigest(channel, metadata.get("sha256"));
      channel.position(start);
      for (double[] array : state) {
        readNumbers(channel, array);
      }
    }
  }

  private FileChannel open() throws IOException {
    if (Files.isDirectory(file)) {
      throw malformed("a folder");
    }
    return FileChannel.open(file);
  }

  private String header(FileChannel channel) throws IOException {
    ByteBuffer prefix = buffer(Long.BYTES);
    long length = fill(channel, prefix) ? prefix.getLong(0) : -1;
    if (length < 2 || length > Math.min(MAX_HEADER_BYTES, channel.size() - Long.BYTES)) {
      throw malformed("no header");
    }
    ByteBuffer header = buffer((int) length);
    fill(channel, header);
    return new String(header.array(), StandardCharsets.UTF_8);
  }

  private void checkLength(long bytes, List<double[]> state) throws MalformedFileException {
    long needed = Double.BYTES * state.stream().mapToLong(array -> array.length).sum();
    if (bytes != needed) {
      throw malformed("%s bytes of numbers, this run needs %s".formatted(bytes, needed));
    }
  }

  /** Before any number is believed, all are read once. */
  private void checkDigest(FileChannel channel, Object expected) throws IOException {
    MessageDigest digest = Sha256.begin();
    ByteBuffer block = buffer(BLOCK_BYTES);
    while (channel.read(block) >= 0) {
      digest.update(block.flip());
      block.clear();
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(expected)) {
      throw malformed("damaged: its numbers do not have the digest that its header states");
    }
  }

  private void readNumbers(FileChannel channel, double[] array) throws IOException {
    ByteBuffer block = buffer(BLOCK_BYTES);
    for (int done = 0, count; done < array.length; done += count) {
      count = Math.min(BLOCK, array.length - done);
      block.clear().limit(count * Double.BYTES);
      if (!fill(channel, block)) {
        throw malformed("it became shorter while it was read");
      }
      block.flip().asDoubleBuffer().get(array, done, count);
    }
  }

  /** Fills the rest of a buffer, or returns false at the end of the file. */
  private static boolean fill(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        return false;
      }
    }
    return true;
  }

  private Map<?, ?> metadata(String text) throws MalformedFileException {
    try {
      if (Json.parse(text.stripTrailing(), MAX_VALUES) instanceof Map<?, ?> header
          && header.get("__metadata__") instanceof Map<?, ?> metadata
          && "lanewise checkpoint".equals(metadata.get("format"))
          && "1".equals(metadata.get("version"))) {
        return metadata;
      }
    } catch (IllegalArgumentException noJson) {
      throw malformed(noJson.getMessage());
    }
    throw malformed("its format is another, or its version");
  }

  private void checkOption(String option, String wanted, Object found) {
    if (!wanted.equals(found)) {
      throw new IllegalArgumentException(
          "%s: %s, but the checkpoint %s has %s".formatted(option, wanted, file, found));
    }
  }

  private MalformedFileException malformed(String problem) {
    return new MalformedFileException(file, 0, "not a checkpoint of Lanewise: " + problem);
  }

  private byte[] header(List<double[]> state, String digest) {
    Map<String, Object> header = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "lanewise checkpoint");
    metadata.put("version", "1");
    metadata.put("sha256", digest);
    metadata.putAll(run);
    header.put("__metadata__", metadata);
    long begin = 0;
    for (int i = 0; i < state.size(); i++) {
      long length = state.get(i).length;
      long end = begin + length * Double.BYTES;
      header.put(
          Integer.toString(i),
          Map.of("dtype", "F64", "shape", List.of(length), "data_offsets", List.of(begin, end)));
      begin = end;
    }
    String text = Json.write(header);
    int unpadded = text.getBytes(StandardCharsets.UTF_8).length;
    return (text + " ".repeat(Math.floorMod(-unpadded, Long.BYTES)))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A block at a time: a state may have more bytes than a buffer can. */
  private static void writeNumbers(List<double[]> state, WritableByteChannel target)
      throws IOException {
    ByteBuffer block = buffer(BLOCK_BYTES);
    for (double[] array : state) {
      for (int done = 0, count; done < array.length; done += count) {
        count = Math.min(BLOCK, array.length - done);
        block.clear().limit(count * Double.BYTES);
        block.asDoubleBuffer().put(array, done, count);
        writeFully(target, block);
      }
    }
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
