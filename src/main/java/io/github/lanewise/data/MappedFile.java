package io.github.lanewise.data;

import io.github.lanewise.io.AtomicFile;
import io.github.lanewise.io.Sink;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Mapped files: labelled rows in binary that need not fit in memory. Reading one maps its rows and
 * copies none; only the labels, 4 bytes a row, go to the heap.
 *
 * <p>Everything is little-endian, and the parts after the header begin at multiples of 64:
 *
 * <pre>
 *   0   8  "LANEROWS"
 *   8   4  version: 1
 *  12   4  type of the rows: 1 unsigned bytes, 2 floats, 3 doubles, 4 sparse floats
 *  16   8  N, rows: 1 to 2^31 - 1
 *  24   4  D, columns
 *  28   4  C, classes: at least 1
 *  32   8  scale, a double: bytes become features when multiplied by it; floats and doubles are
 *          features, which it has made of other numbers
 *  40   4  bytes of label names
 *  44   8  non-zeros of sparse rows; 0 of the others
 *  52  32  SHA-256 of everything after the header but the feature names
 *  84   4  CRC-32C of everything before it
 *  88   4  bytes of feature names; 0 if there are none
 *  92   4  CRC-32C of the feature names
 *  96  32  0
 * 128      rows, without gaps: D elements each, or, if they are sparse, the columns of the
 *          non-zeros, 4 bytes each and increasing, and then their values, 4 bytes each
 *          row pointers, only of sparse rows: (N + 1) x 8 bytes, the non-zeros before each row and
 *          in all
 *          labels: N x 4 bytes, each 0 to C - 1
 *          label names: C times 4 bytes, the length in bytes, then UTF-8
 *          feature names: D such names or none, without a gap
 * </pre>
 *
 * <p>A file is written atomically. While it is read it must not be made shorter: what then happens
 * is up to the virtual machine.
 */
public final class MappedFile {
  private static final int LABEL_BLOCK = 1 << 16;

  private static final int VIEW_BLOCK = 256;

  private MappedFile() {}

  /**
   * Opens a file. Its rows are mapped; all but bytes are read once, to see that they are finite,
   * and sparse ones well formed.
   *
   * @param file the file
   * @return the data set, with the classes that the file names
   * @throws java.nio.file.NoSuchFileException if the file is missing
   * @throws MalformedFileException if the file is unacceptable: no mapped file, of an unknown
   *     version, damaged, truncated, oversized, with a value that is not finite, a column or a
   *     label that is out of range, or a single class
   * @throws IOException if reading fails
   */
  public static Dataset read(Path file) throws IOException {
    return read(file, ReadOptions.defaults());
  }

  /**
   * Opens a file, for classes and features that may be known, and a scale that bytes may be given
   * and that floats and doubles must have.
   */
  static Dataset read(Path file, ReadOptions options) throws IOException {
    try (FileChannel channel = open(file)) {
      MappedHeader header = header(channel, file).scaled(options.scale(), file);
      List<String> names = names(channel, header);
      if (names.size() == 1 && options.labelNames() == null && !options.oneClass()) {
        throw new OneClassException(file, names.get(0));
      }
      List<String> featureNames = featureNames(channel, header, options.featureNames());
      Features features = MappedFeatures.open(channel, header);
      Dataset data =
          Dataset.of(features, labels(channel, header), names).withFeatureNames(featureNames);
      return options.labelNames() == null ? data : data.withLabelNames(options.labelNames());
    } catch (InvalidDataException | BufferUnderflowException | CharacterCodingException e) {
      throw malformed(file, e);
    }
  }

  /**
   * Opens the features of a file and leaves its labels alone, otherwise like {@link #read(Path)}.
   *
   * @param file the file
   * @return its rows
   * @throws java.nio.file.NoSuchFileException if the file is missing
   * @throws MalformedFileException if the file is unacceptable
   * @throws IOException if reading fails
   */
  public static Features readFeatures(Path file) throws IOException {
    return readFeatures(file, ReadOptions.defaults());
  }

  /** Opens the features, as for {@link #read(Path, ReadOptions)}. */
  static Features readFeatures(Path file, ReadOptions options) throws IOException {
    try (FileChannel channel = open(file)) {
      MappedHeader header = header(channel, file).scaled(options.scale(), file);
      featureNames(channel, header, options.featureNames());
      return MappedFeatures.open(channel, header);
    } catch (InvalidDataException | BufferUnderflowException | CharacterCodingException e) {
      throw malformed(file, e);
    }
  }

  /**
   * The SHA-256 digest that a file's header has of the rows, the labels and the label names. It was
   * computed when the file was written and is not checked.
   *
   * @param file the file
   * @return 64 hexadecimal digits
   * @throws java.nio.file.NoSuchFileException if the file is missing
   * @throws MalformedFileException if the header is unacceptable
   * @throws IOException if reading fails
   */
  public static String sha256(Path file) throws IOException {
    try (FileChannel channel = open(file)) {
      return HexFormat.of().formatHex(header(channel, file).sha256());
    }
  }

  /**
   * The digest that {@link #sha256(Path)} finds in the file that {@link #write} makes of a data
   * set: it tells its rows, labels and label names, whatever file they came from.
   *
   * @param data the rows. Not modified; all of them are read
   * @return 64 hexadecimal digits
   * @throws InvalidDataException as for {@link #write}
   */
  public static String sha256(Dataset data) {
    try {
      MappedHeader header = write(data, stored(data), List.of(), new Sink(bytes -> {}), done -> {});
      return HexFormat.of().formatHex(header.sha256());
    } catch (IOException never) {
      throw new UncheckedIOException(never);
    }
  }

  /**
   * Writes a data set: bytes stay bytes, floats floats, doubles doubles and sparse rows sparse, so
   * that training on the file gives the same model bit for bit. Weights of rows and soft targets
   * are not written. An old file stays until the new one is complete.
   *
   * @param data the rows. Not modified
   * @param file the file to create or to replace
   * @param progress is told how many rows have been written, now and then
   * @throws InvalidDataException if the rows are of a storage that is not this library's, or the
   *     names of the labels or of the features need more than 16 MiB
   * @throws IOException if writing fails
   */
  public static void write(Dataset data, Path file, IntConsumer progress) throws IOException {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(progress, "progress");
    StoredFeatures rows = stored(data);
    write(file, channel -> write(data, rows, data.featureNames(), channel, progress));
  }

  private static MappedHeader write(
      Dataset data,
      StoredFeatures rows,
      List<String> featureNames,
      WritableByteChannel target,
      IntConsumer progress)
      throws IOException {
    MappedWriter writer = new MappedWriter(target, rows.type(), featureNames);
    if (data.features() instanceof RowView view) {
      append(view, writer, progress);
    } else {
      writer.append(rows, progress);
    }
    return writer.finish(rows.columns(), rows.scale(), data.labels(), data.labelNames());
  }

  /** Writes the rows of a view, of which memory holds a few at a time. */
  private static void append(RowView view, MappedWriter writer, IntConsumer progress)
      throws IOException {
    int done = 0;
    while (done < view.rows()) {
      int end = done + Math.min(VIEW_BLOCK, view.rows() - done);
      Features copy = view.select(IntStream.range(done, end).toArray());
      writer.append((StoredFeatures) copy, progress);
      done = end;
    }
  }

  /** Writes all of a file that comes after its header, and returns that. */
  interface Content {
    MappedHeader writeTo(WritableByteChannel channel) throws IOException;
  }

  /** Writes a file atomically, its header last, when everything in it is known. */
  static void write(Path file, Content content) throws IOException {
    AtomicFile.write(
        file,
        channel -> {
          channel.position(MappedHeader.BYTES);
          ByteBuffer header = content.writeTo(channel).encode();
          channel.position(0);
          while (header.hasRemaining()) {
            channel.write(header);
          }
        });
  }

  /** The features of a data set, or those that they are a view of. */
  private static StoredFeatures stored(Dataset data) {
    Features features = data.features() instanceof RowView view ? view.all() : data.features();
    if (features instanceof StoredFeatures stored) {
      return stored;
    }
    throw new InvalidDataException(
        "features: a " + data.features().getClass().getName() + "; cannot be written to a file");
  }

  private static FileChannel open(Path file) throws IOException {
    FileContent.requireFile(file);
    return FileChannel.open(file);
  }

  private static MappedHeader header(FileChannel channel, Path file) throws IOException {
    if (channel.size() < MappedHeader.BYTES) {
      throw new MalformedFileException(
          file, 0, "truncated: " + channel.size() + " bytes are no header of a mapped file");
    }
    ByteBuffer bytes = read(channel, 0, MappedHeader.BYTES);
    return MappedHeader.decode(bytes, channel.size(), file);
  }

  private static int[] labels(FileChannel channel, MappedHeader header) throws IOException {
    int[] labels = new int[header.rows()];
    for (int done = 0; done < labels.length; done += LABEL_BLOCK) {
      int count = Math.min(LABEL_BLOCK, labels.length - done);
      long position = header.labelsAt() + (long) done * Integer.BYTES;
      read(channel, position, count * Integer.BYTES).asIntBuffer().get(labels, done, count);
    }
    return labels;
  }

  private static List<String> names(FileChannel channel, MappedHeader header) throws IOException {
    ByteBuffer bytes = read(channel, header.namesAt(), header.nameBytes());
    return MappedNames.decode("label", bytes, header.classes());
  }

  /** The names of the features, none if the file has none, which must not contradict known ones. */
  private static List<String> featureNames(
      FileChannel channel, MappedHeader header, List<String> known) throws IOException {
    if (header.featureNameBytes() == 0) {
      return List.of();
    }
    ByteBuffer bytes = read(channel, header.featureNamesAt(), header.featureNameBytes());
    if (MappedNames.checksum(bytes) != header.featureNameChecksum()) {
      throw new InvalidDataException("damaged: the checksum of its feature names does not match");
    }
    List<String> names = MappedNames.decode("feature", bytes, header.columns());
    for (int i = 0; known != null && i < Math.min(names.size(), known.size()); i++) {
      if (!names.get(i).equals(known.get(i))) {
        throw new InvalidDataException(
            "feature %s is \"%s\"; the feature \"%s\" is needed there"
                .formatted(i, CsvRows.shortened(names.get(i)), CsvRows.shortened(known.get(i))));
      }
    }
    return names;
  }

  private static ByteBuffer read(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    return bytes.flip();
  }

  private static MalformedFileException malformed(Path file, Exception cause) {
    String problem =
        cause instanceof InvalidDataException
            ? cause.getMessage()
            : "damaged: its names are unreadable";
    MalformedFileException failure = new MalformedFileException(file, 0, problem);
    failure.initCause(cause);
    return failure;
  }
}
