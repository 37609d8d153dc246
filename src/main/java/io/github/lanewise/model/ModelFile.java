package io.github.lanewise.model;

import io.github.lanewise.Precision;
import io.github.lanewise.data.MalformedFileException;
import io.github.lanewise.io.AtomicFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Models on disk, as <a href="https://github.com/huggingface/safetensors">safetensors</a>: weights
 * and a description, nothing that could run when it is read.
 *
 * <pre>
 * 8 bytes    N, the header's length, little-endian
 * N bytes    JSON, padded with spaces so that the data begins at a multiple of 8:
 *              "weight" and "bias": dtype F32 or F64, shape [C, D] and [C], data_offsets
 *              "__metadata__": format "lanewise", version "1", loss (see Loss.of), labels (a JSON array as text),
 *              feature_scale (a number as text) and, of a calibrated model, calibration (a JSON
 *              object as text: "temperature", or the "slopes" and "offsets" of Platt scaling);
 *              other texts are remarks, see {@link LinearModel#metadata}
 * the rest   the numbers, little-endian, row by row
 * </pre>
 */
public final class ModelFile {

  /** Room for hundreds of thousands of label names, and far below what could exhaust memory. */
  private static final int MAX_HEADER_BYTES = 16 << 20;

  private static final int MAX_MESSAGE = 300;

  private ModelFile() {}

  /**
   * Writes a model, atomically: the file holds its old content or all of the new one, whatever goes
   * wrong.
   *
   * @param model the model. Not modified.
   * @param file the file to create or to replace
   * @throws IOException if it cannot be written; an existing file is then unchanged
   * @throws IllegalArgumentException if label names and metadata are so long that no reader would
   *     accept them
   */
  public static void write(LinearModel model, Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    byte[] header = ModelHeader.of(model).encode();
    if (header.length > MAX_HEADER_BYTES) {
      throw new IllegalArgumentException(
          "label names, metadata: a header of %s bytes, the limit is %s"
              .formatted(header.length, MAX_HEADER_BYTES));
    }
    AtomicFile.write(
        file,
        channel -> {
          writeFully(channel, lengthPrefix(header.length));
          writeFully(channel, ByteBuffer.wrap(header));
          model.parameters().writeWeights(channel);
          model.parameters().writeBias(channel);
        });
  }

  /**
   * Whether a file looks like a model file: safetensors with a JSON header.
   *
   * @param file any file. Not modified.
   * @return whether it begins like one; false if there is no such file, or it is a folder
   * @throws IOException if the file cannot be read
   */
  public static boolean isModel(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() < Long.BYTES + 1) {
        return false;
      }
      ByteBuffer start = readFully(channel, Long.BYTES + 1);
      long length = start.getLong(0);
      return length > 0 && length < channel.size() && start.get(Long.BYTES) == '{';
    }
  }

  /**
   * Reads a model. Every part of the file is checked before memory is allocated for it.
   *
   * @param file the file. Not modified.
   * @return the model, bit for bit as it was written
   * @throws MalformedFileException if the file is no model of this kind, saying what is wrong
   * @throws NoSuchFileException if there is no such file
   * @throws IOException if the file cannot be read
   */
  public static LinearModel read(Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    if (Files.notExists(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file");
    }
    if (Files.isDirectory(file)) {
      throw new MalformedFileException(file, 0, "is a folder, not a model file");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return read(channel);
    } catch (IllegalArgumentException | ArithmeticException | EOFException problem) {
      throw new MalformedFileException(file, 0, "not a Lanewise model: " + excerpt(problem));
    }
  }

  /** One line of bearable length, whatever text of the file the message quotes. */
  private static String excerpt(Exception problem) {
    String line = problem.getMessage().replaceAll("\\p{Cntrl}", " ");
    return line.length() <= MAX_MESSAGE ? line : line.substring(0, MAX_MESSAGE) + "...";
  }

  private static LinearModel read(FileChannel channel) throws IOException {
    int headerLength = checkedHeaderLength(channel);
    byte[] text = readFully(channel, headerLength).array();
    long dataStart = channel.position();
    ModelHeader header = ModelHeader.decode(text, channel.size() - dataStart);
    long weightsAt = dataStart + header.weight().begin();
    long biasAt = dataStart + header.bias().begin();
    LinearModel model =
        LinearModel.of(
                readParameters(channel, header, weightsAt, biasAt),
                header.labelNames(),
                header.loss(),
                header.featureScale())
            .withMetadata(header.remarks());
    return header.calibration().map(model::withCalibration).orElse(model);
  }

  private static int checkedHeaderLength(FileChannel channel) throws IOException {
    long length = readFully(channel, Long.BYTES).getLong(0);
    long available = channel.size() - Long.BYTES;
    if (length < 2 || length > Math.min(available, MAX_HEADER_BYTES)) {
      throw new IllegalArgumentException(
          "no safetensors, or damaged: a header of %s bytes, the limit is %s and the file has %s more"
              .formatted(Long.toUnsignedString(length), MAX_HEADER_BYTES, available));
    }
    return (int) length;
  }

  private static Parameters readParameters(
      FileChannel channel, ModelHeader header, long weightsAt, long biasAt) throws IOException {
    int classes = header.classes();
    int weights = classes * header.features();
    if (header.precision() == Precision.FLOAT) {
      return new FloatParameters(
          FloatParameters.read(channel.position(weightsAt), weights),
          FloatParameters.read(channel.position(biasAt), classes));
    }
    return new DoubleParameters(
        DoubleParameters.read(channel.position(weightsAt), weights),
        DoubleParameters.read(channel.position(biasAt), classes));
  }

  private static ByteBuffer lengthPrefix(long length) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(length).flip();
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static ByteBuffer readFully(FileChannel channel, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException("the file ends after " + channel.size() + " bytes");
      }
    }
    return bytes;
  }
}
