package io.github.lanewise.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Reads data files of any supported format. The format is recognised by content, except that of
 * CIFAR, which has no signature, by the usual names:
 *
 * <ul>
 *   <li>{@link MappedFile}: begins with "LANEROWS"
 *   <li>{@link Npy}: begins with "\x93NUMPY"
 *   <li>{@link Npz}: begins like a zip file
 *   <li>{@link Cifar}: named {@code data_batch_1.bin} and so on or {@code test_batch.bin}
 *       (CIFAR-10), {@code train.bin} or {@code test.bin} (CIFAR-100)
 *   <li>{@link Idx}: begins with two zero bytes
 *   <li>{@link Svmlight}: its first row with features is a label and {@code index:value} pairs
 *   <li>{@link Csv}: everything else
 * </ul>
 *
 * All but mapped and npz files may be packed with gzip. The scale that was applied is {@link
 * Features#scale}.
 */
public final class DataFiles {

  private static final UnaryOperator<String> NPY_LABELS = name -> name.replaceFirst("^X", "y");

  private static final UnaryOperator<String> IDX_LABELS =
      name -> name.replace("images", "labels").replace("idx3", "idx1");

  /** In the order of asking: what has a signature first, what takes any text last. */
  private static final List<Format> FORMATS =
      List.of(
          new Format(
              start -> start.begins("LANEROWS"),
              counted(MappedFile::readFeatures),
              labelsWithin("a mapped", MappedFile::read),
              written(labelsWithin("a mapped", MappedFile::read)),
              false),
          new Format(
              start -> start.begins(NpyHeader.MAGIC),
              counted(Npy::readFeatures),
              labelsBeside(Npy::readFeatures, NPY_LABELS),
              written(labelsBeside(Npy::passing, NPY_LABELS)),
              false),
          new Format(
              start -> start.begins("PK\3\4"),
              counted(Npz::readFeatures),
              labelsWithin("an npz", Npz::read),
              written(labelsWithin("an npz", Npz::passing)),
              false),
          new Format(
              start -> start.isNamed("(data_batch_\\d+|test_batch)\\.bin"),
              counted((file, options) -> Cifar.read10(List.of(file), options).features()),
              labelsWithin("a CIFAR-10", (file, options) -> Cifar.read10(List.of(file), options)),
              labelsWithin("a CIFAR-10", Cifar::convert10),
              false),
          new Format(
              start -> start.isNamed("(train|test)\\.bin"),
              counted((file, options) -> Cifar.read100(List.of(file), options).features()),
              labelsWithin("a CIFAR-100", (file, options) -> Cifar.read100(List.of(file), options)),
              labelsWithin("a CIFAR-100", Cifar::convert100),
              false),
          new Format(
              start -> start.begins("\0\0"),
              counted(Idx::features),
              labelsBeside(Idx::features, IDX_LABELS),
              written(labelsBeside(Idx::passing, IDX_LABELS)),
              false),
          new Format(
              Svmlight::recognises,
              (file, columns, options) -> Svmlight.readFeatures(file, options.columns(columns)),
              labelsWithin("an svmlight", Svmlight::read),
              labelsWithin("an svmlight", Svmlight::convert),
              true),
          new Format(
              start -> true,
              Csv::readFeatures,
              labelsWithin("a CSV", Csv::read),
              labelsWithin("a CSV", Csv::convert),
              true));

  private DataFiles() {}

  /** One format: how it is recognised and read. */
  private record Format(
      Predicate<FileStart> recognises,
      FeaturesReader features,
      DatasetReader dataset,
      Converter converter,
      boolean isText) {}

  private interface Reader<T> {
    T read(Path file, ReadOptions options) throws IOException;
  }

  private interface FeaturesReader {
    /** Reads features; the file has {@code columns} of them, and perhaps labels besides. */
    Features read(Path file, int columns, ReadOptions options) throws IOException;
  }

  private interface DatasetReader {
    /** Reads features and labels; the file of the labels is null where none was named. */
    Dataset read(Path file, Path labels, ReadOptions options) throws IOException;
  }

  private interface Converter {
    /** Writes features and labels to a mapped file. */
    void convert(Path file, Path labels, ReadOptions options, Path target, IntConsumer progress)
        throws IOException;
  }

  private interface OwnConverter {
    void convert(Path file, ReadOptions options, Path target, IntConsumer progress)
        throws IOException;
  }

  /**
   * Reads features and labels.
   *
   * @param data the file of the features, and of the labels unless it is IDX or npy
   * @param labels the IDX or npy file of the labels of such a file; null for the one beside it,
   *     whose name says {@code labels} and {@code idx1} where that of IDX images says {@code
   *     images} and {@code idx3}, or begins with {@code y} where that of npy features begins with
   *     {@code X}
   * @param options how to read them
   * @return the data set
   * @throws NoSuchFileException if a file is missing
   * @throws MalformedFileException if a file is unacceptable, as for the reader of its format
   * @throws InvalidDataException if the known labels are unacceptable, or a labels file is given
   *     for a file that holds its labels
   * @throws IOException if reading fails
   */
  public static Dataset read(Path data, Path labels, ReadOptions options) throws IOException {
    return format(data, options).dataset().read(data, labels, options);
  }

  /**
   * Reads files that are parts of one data set, for {@link Dataset#join}. A file may have rows of a
   * single class, if others have rows of another one; it is read twice then, as the classes are
   * known only when all files have been read.
   *
   * @param data the files of the features, at least one
   * @param labels the files of the labels, as for {@link #read}, one for each of {@code data}, each
   *     null or a file
   * @param options how to read them
   * @return a data set for each file; its classes are those of this file, or of all
   * @throws NoSuchFileException if a file is missing
   * @throws MalformedFileException if a file is unacceptable, as for {@link #read}, or all rows of
   *     all files have the same label
   * @throws InvalidDataException as for {@link #read}, or if there are not as many files of labels
   *     as of data
   * @throws IOException if reading fails
   */
  public static List<Dataset> readParts(List<Path> data, List<Path> labels, ReadOptions options)
      throws IOException {
    if (labels.size() != data.size()) {
      throw new InvalidDataException(
          "labels: %s files for %s of data; one for each is needed, or null"
              .formatted(labels.size(), data.size()));
    }
    List<Dataset> parts = new ArrayList<>();
    Set<String> names = new HashSet<>();
    OneClassException last = null;
    for (int i = 0; i < data.size(); i++) {
      try {
        parts.add(read(data.get(i), labels.get(i), options));
        names.addAll(parts.get(i).labelNames());
      } catch (OneClassException oneClass) {
        parts.add(null);
        names.add(oneClass.label());
        last = oneClass;
      }
    }
    if (last != null && names.size() == 1) {
      throw last;
    }
    ReadOptions known = options.labelNames(LabelColumn.sorted(names));
    for (int i = 0; i < data.size(); i++) {
      if (parts.get(i) == null) {
        parts.set(i, read(data.get(i), labels.get(i), known));
      }
    }
    return parts;
  }

  /**
   * Reads features, for prediction.
   *
   * @param data the file; if it holds labels they are ignored
   * @param columns the number of features D, at least 1
   * @param options how to read them
   * @return its rows, at least one
   * @throws NoSuchFileException if the file is missing
   * @throws MalformedFileException if the file is unacceptable, as for the reader of its format, or
   *     has another number of features
   * @throws IOException if reading fails
   */
  public static Features readFeatures(Path data, int columns, ReadOptions options)
      throws IOException {
    return format(data, options).features().read(data, columns, options);
  }

  /**
   * Converts a file to a mapped file. Memory holds only the labels and a few rows at a time: about
   * 20 bytes for every row of the file. An npy array in Fortran order, also in npz, is read as a
   * whole.
   *
   * @param data the file of the features
   * @param labels the file of the labels, as for {@link #read}
   * @param options how to read them
   * @param target the file to create or to replace, atomically
   * @param progress is told how many rows have been written, now and then
   * @throws NoSuchFileException if a file is missing
   * @throws MalformedFileException if a file is unacceptable, as for {@link #read}
   * @throws InvalidDataException as for {@link #read} and {@link MappedFile#write}
   * @throws IOException if reading or writing fails
   */
  public static void convert(
      Path data, Path labels, ReadOptions options, Path target, IntConsumer progress)
      throws IOException {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(progress, "progress");
    format(data, options).converter().convert(data, labels, options, target, progress);
  }

  /**
   * How large a text file is: read once for that, to know what {@link #convert} needs before it
   * begins.
   *
   * @param data the file of the features
   * @param options how to read them
   * @return its size if it is CSV or svmlight, else nothing
   * @throws NoSuchFileException if the file is missing
   * @throws MalformedFileException if a line is longer than 16 MiB, or the labels of so many rows
   *     need more than {@link Limits#memoryBytes}
   * @throws IOException if reading fails
   */
  public static Optional<TextSize> textSize(Path data, ReadOptions options) throws IOException {
    return format(data, options).isText()
        ? Optional.of(TextSize.of(data, options.limits()))
        : Optional.empty();
  }

  private static Format format(Path data, ReadOptions options) throws IOException {
    FileStart start = FileStart.of(Objects.requireNonNull(data, "data"), options.limits());
    return FORMATS.stream().filter(format -> format.recognises().test(start)).findFirst().get();
  }

  /** Makes a reader refuse files with another number of features than expected. */
  private static FeaturesReader counted(Reader<Features> reader) {
    return (file, columns, options) -> {
      Features features = reader.read(file, options);
      if (features.columns() != columns) {
        throw new MalformedFileException(
            file, 0, features.columns() + " features per row; " + columns + " are needed");
      }
      return features;
    };
  }

  /** Makes a reader of files that hold their labels refuse a file of labels. */
  private static DatasetReader labelsWithin(String what, Reader<Dataset> reader) {
    return (file, labels, options) -> {
      refuseLabels(file, labels, what);
      return reader.read(file, options);
    };
  }

  /** Makes a converter of files that hold their labels refuse a file of labels. */
  private static Converter labelsWithin(String what, OwnConverter converter) {
    return (file, labels, options, target, progress) -> {
      refuseLabels(file, labels, what);
      converter.convert(file, options, target, progress);
    };
  }

  private static void refuseLabels(Path file, Path labels, String what) {
    if (labels != null) {
      throw new InvalidDataException(
          "labels: " + labels + " given for " + file + ", " + what + " file, which holds its own");
    }
  }

  /** Makes a converter that writes what a reader has read, or what passes by once. */
  private static Converter written(DatasetReader reader) {
    return (file, labels, options, target, progress) -> {
      Dataset data = reader.read(file, labels, options);
      try {
        MappedFile.write(data, target, progress);
      } catch (UncheckedIOException reading) {
        throw reading.getCause();
      } finally {
        if (data.features() instanceof Closeable passing) {
          passing.close();
        }
      }
    };
  }

  /** Gives features the labels of a file of its own, by default that with the name beside. */
  private static DatasetReader labelsBeside(
      Reader<Features> reader, UnaryOperator<String> nameBeside) {
    return (file, labels, options) -> {
      Path labelsFile = labels == null ? beside(file, nameBeside) : labels;
      Features features = reader.read(file, options);
      return FileStart.of(labelsFile, options.limits()).begins(NpyHeader.MAGIC)
          ? Npy.labelled(features, labelsFile, options)
          : Idx.labelled(file, features, labelsFile, options);
    };
  }

  private static Path beside(Path file, UnaryOperator<String> nameBeside) throws IOException {
    Path labels = file.resolveSibling(nameBeside.apply(file.getFileName().toString()));
    if (labels.equals(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "holds no labels, and no file of labels was given");
    }
    if (Files.notExists(labels)) {
      throw new NoSuchFileException(
          labels.toString(), null, "no such file, and no other labels for " + file + " were given");
    }
    return labels;
  }
}
