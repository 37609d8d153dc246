package io.github.lanewise.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Reads the binary version of CIFAR-10 and CIFAR-100, plain or packed with gzip (recognised by
 * content).
 *
 * <p>A record is the label, one byte (CIFAR-10), or the coarse and the fine label, one byte each
 * (CIFAR-100), then 3,072 unsigned bytes, which become the features: 32 x 32 of red row by row,
 * then of green, then of blue. Nothing separates records, so the length of a file must be a
 * multiple of theirs. Pixels stay bytes in memory and are scaled by 1/255 unless the options say
 * otherwise. Classes are named by their numbers. Format: A. Krizhevsky, "Learning Multiple Layers
 * of Features from Tiny Images", 2009, and the page of the data sets.
 */
public final class Cifar {
  private static final int PIXELS = 3 * 32 * 32;

  /** The records that are held while a file is converted. */
  private static final int BATCH = 256;

  private static final Kind TEN = new Kind(new int[] {10}, 0);

  private Cifar() {}

  /** The label bytes of a record, each with that many classes, and which of them is taken. */
  private record Kind(int[] classes, int taken) {
    int recordBytes() {
      return classes.length + PIXELS;
    }

    LabelColumn labels(ReadOptions options) {
      List<String> known = options.labelNames();
      return new LabelColumn(known == null ? numbers(classes[taken]) : known);
    }
  }

  /**
   * Reads CIFAR-10: 10 classes.
   *
   * @param files the files, at least one; their rows follow each other in this order. Not modified
   * @param options scale, known labels and limits
   * @return the data set; all its classes are there even if no row has one of them
   * @throws java.nio.file.NoSuchFileException if a file is missing
   * @throws MalformedFileException if a file is unacceptable: empty, not whole records, with a
   *     label that is out of range or not a known one, or beyond a limit; names the record, counted
   *     from 0 in its file
   * @throws InvalidDataException if there are no files, or the known labels are unacceptable
   * @throws IOException if reading fails
   */
  public static Dataset read10(List<Path> files, ReadOptions options) throws IOException {
    return read(files, TEN, options);
  }

  /**
   * Reads CIFAR-100: 100 fine classes, or 20 coarse ones if {@link ReadOptions#label} is {@code
   * coarse}.
   *
   * @param files the files, at least one; their rows follow each other in this order. Not modified
   * @param options which label, scale, known labels and limits
   * @return the data set; all its classes are there even if no row has one of them
   * @throws java.nio.file.NoSuchFileException if a file is missing
   * @throws MalformedFileException if a file is unacceptable, as for {@link #read10}
   * @throws InvalidDataException if there are no files, the label is neither {@code fine} nor
   *     {@code coarse}, or the known labels are unacceptable
   * @throws IOException if reading fails
   */
  public static Dataset read100(List<Path> files, ReadOptions options) throws IOException {
    return read(files, hundred(options), options);
  }

  private static Kind hundred(ReadOptions options) {
    String label = options.label() == null ? "fine" : options.label();
    if (!label.equals("fine") && !label.equals("coarse")) {
      throw new InvalidDataException("label: \"" + label + "\"; must be fine or coarse");
    }
    return new Kind(new int[] {20, 100}, label.equals("fine") ? 1 : 0);
  }

  private static Dataset read(List<Path> files, Kind kind, ReadOptions options) throws IOException {
    Objects.requireNonNull(options, "options");
    if (files.isEmpty()) {
      throw new InvalidDataException("files: none; at least one is needed");
    }
    int[] counts = new int[files.size()];
    long rows = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = records(files.get(i), kind.recordBytes(), options.limits());
      rows += counts[i];
      check(files.get(i), rows, options.limits());
    }
    LabelColumn labels = kind.labels(options);
    byte[] pixels = new byte[(int) rows * PIXELS];
    int row = 0;
    for (int i = 0; i < counts.length; i++) {
      try (FileContent content = FileContent.open(files.get(i), options.limits())) {
        for (int j = 0; j < counts[i]; j++, row++) {
          readRecord(j, kind, content, labels, pixels, row * PIXELS);
        }
        end(content);
      }
    }
    Features features = new ByteFeatures(pixels, (int) rows, PIXELS, scale(options));
    return labels.dataset(features, files.get(0));
  }

  /** Like {@link #read10}, but into a mapped file, of which memory holds little. */
  static void convert10(Path file, ReadOptions options, Path target, IntConsumer progress)
      throws IOException {
    convert(file, TEN, options, target, progress);
  }

  /** Like {@link #read100}, but into a mapped file, of which memory holds little. */
  static void convert100(Path file, ReadOptions options, Path target, IntConsumer progress)
      throws IOException {
    convert(file, hundred(options), options, target, progress);
  }

  private static void convert(
      Path file, Kind kind, ReadOptions options, Path target, IntConsumer progress)
      throws IOException {
    int rows = records(file, kind.recordBytes(), options.limits());
    checkSizes(file, rows, Math.min(rows, BATCH), options.limits());
    LabelColumn labels = kind.labels(options);
    byte[] pixels = new byte[Math.min(rows, BATCH) * PIXELS];
    try (FileContent content = FileContent.open(file, options.limits())) {
      MappedFile.write(
          target,
          channel -> {
            MappedWriter writer = new MappedWriter(channel, RowType.BYTE, List.of());
            int done = 0;
            while (done < rows) {
              int count = Math.min(BATCH, rows - done);
              for (int i = 0; i < count; i++) {
                readRecord(done + i, kind, content, labels, pixels, i * PIXELS);
              }
              writer.append(new ByteFeatures(pixels, count, PIXELS, scale(options)), progress);
              done += count;
            }
            end(content);
            List<String> names = labels.names();
            return writer.finish(PIXELS, scale(options), labels.labels(names), names);
          });
    }
  }

  private static double scale(ReadOptions options) {
    return options.scale() == null ? Elements.BYTE_SCALE : options.scale();
  }

  private static int records(Path file, int record, Limits limits) throws IOException {
    try (FileContent content = FileContent.open(file, limits)) {
      long length = content.length();
      if (length == 0 || length % record != 0) {
        throw content.problem(
            length + " bytes; CIFAR records have " + record + ", and at least one is needed");
      }
      limits.checkRows(length / record, content::problem);
      return (int) (length / record);
    }
  }

  private static void check(Path file, long rows, Limits limits) throws MalformedFileException {
    checkSizes(file, rows, rows, limits);
    if (rows * PIXELS > Limits.ELEMENTS) {
      throw new MalformedFileException(
          file, 0, rows + " rows in all; the limit is " + Limits.ELEMENTS / PIXELS);
    }
  }

  /** Checks the sizes, and the memory for so many rows at a time. */
  private static void checkSizes(Path file, long rows, long held, Limits limits)
      throws MalformedFileException {
    limits.checkRows(rows, problem -> new MalformedFileException(file, 0, problem));
    limits.checkColumns(PIXELS, problem -> new MalformedFileException(file, 0, problem));
    limits.checkMemory(held * PIXELS, problem -> new MalformedFileException(file, 0, problem));
  }

  /** Reads the next record, whose number in its file is {@code record}. */
  private static void readRecord(
      int record, Kind kind, FileContent content, LabelColumn labels, byte[] pixels, int offset)
      throws IOException {
    addLabel(record, labelBytes(content, record, kind.classes())[kind.taken()], labels, content);
    readFully(content, pixels, offset, PIXELS);
  }

  private static void end(FileContent content) throws IOException {
    if (content.read() >= 0) {
      throw content.problem("it became longer while it was read");
    }
  }

  private static byte[] labelBytes(FileContent content, int record, int[] classes)
      throws IOException {
    byte[] labels = new byte[classes.length];
    readFully(content, labels, 0, labels.length);
    for (int i = 0; i < labels.length; i++) {
      if ((labels[i] & 0xff) >= classes[i]) {
        throw content.problem(
            "record "
                + record
                + " has label "
                + (labels[i] & 0xff)
                + "; must be 0 to "
                + (classes[i] - 1));
      }
    }
    return labels;
  }

  private static void addLabel(int record, int label, LabelColumn labels, FileContent content)
      throws MalformedFileException {
    if (!labels.add(Integer.toString(label))) {
      throw content.problem(
          "record " + record + " has label " + label + ", which is not one of the known labels");
    }
  }

  private static void readFully(FileContent content, byte[] target, int offset, int length)
      throws IOException {
    if (content.readNBytes(target, offset, length) < length) {
      throw content.problem("truncated: it ends inside a record");
    }
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }
}
