package io.github.lanewise.optim;

import io.github.lanewise.data.MalformedFileException;
import io.github.lanewise.model.io.AtomicFile;
import io.github.lanewise.model.io.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

  /** Writes the state if a step has the right number. Not modified: state. */
  void write(int step, List<double[]> state) {
    if (step == 0 || step % every != 0) {
      return;
    }
    byte[] header = header(state, digest(state));
    try {
      AtomicFile.write(
          file,
          channel -> {
            ByteBuffer length = buffer(Long.BYTES).putLong(header.length).flip();
            writeFully(channel, length);
            writeFully(channel, ByteBuffer.wrap(header));
            for (double[] array : state) {
              writeFully(channel, bytes(array));
            }
          });
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
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
    try {
      byte[] content = Files.readAllBytes(file);
      ByteBuffer data = checkedData(content, state);
      for (double[] array : state) {
        data.asDoubleBuffer().get(array);
        data.position(data.position() + array.length * Double.BYTES);
      }
      return true;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** The numbers of a file that is a state of this run. */
  private ByteBuffer checkedData(byte[] content, List<double[]> state)
      throws MalformedFileException {
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    long length = content.length < Long.BYTES ? -1 : bytes.getLong();
    if (length < 2 || length > Math.min(MAX_HEADER_BYTES, bytes.remaining())) {
      throw malformed("no header");
    }
    String text = new String(content, Long.BYTES, (int) length, StandardCharsets.UTF_8);
    ByteBuffer data =
        bytes.position(Long.BYTES + (int) length).slice().order(ByteOrder.LITTLE_ENDIAN);
    Map<?, ?> metadata = metadata(text);
    MessageDigest digest = newDigest();
    digest.update(data.duplicate());
    if (!HexFormat.of().formatHex(digest.digest()).equals(metadata.get("sha256"))) {
      throw malformed("damaged: its numbers do not have the digest that its header states");
    }
    run.forEach((option, value) -> checkOption(option, value, metadata.get(option)));
    long elements = state.stream().mapToLong(array -> array.length).sum();
    if (data.remaining() != elements * Double.BYTES) {
      throw malformed(
          "%s bytes of numbers, this run needs %s"
              .formatted(data.remaining(), elements * Double.BYTES));
    }
    return data;
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

  private static String digest(List<double[]> state) {
    MessageDigest digest = newDigest();
    for (double[] array : state) {
      digest.update(bytes(array));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static ByteBuffer bytes(double[] array) {
    ByteBuffer bytes = buffer(Math.multiplyExact(array.length, Double.BYTES));
    bytes.asDoubleBuffer().put(array);
    return bytes;
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
