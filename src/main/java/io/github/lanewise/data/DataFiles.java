package io.github.lanewise.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads data files of any supported format, recognised by content: {@link MappedFile} if the file
 * starts with "LANEROWS", {@link Idx} if it starts with two zero bytes, else {@link Csv}; the
 * latter two may be packed with gzip.
 *
 * <p>The scale that was applied is {@link Features#scale}.
 */
public final class DataFiles {

  /** In the order of asking: what has a signature first, what takes any text last. */
  private static final List<Format> FORMATS =
      List.of(
          new Format(
              start -> start.begins("LANEROWS"),
              counted((file, options) -> MappedFile.readFeatures(file, options.scale())),
              labelsWithin(
                  "a mapped",
                  (file, options) -> MappedFile.read(file, options.scale(), options.labelNames()))),
          new Format(
              start -> start.begins("\0\0"), counted(Idx::features), DataFiles::idxWithLabels),
          new Format(start -> true, Csv::readFeatures, labelsWithin("a CSV", Csv::read)));

  private DataFiles() {}

  /** One format: how it is recognised and read. */
  private record Format(
      Predicate<FileStart> recognises, FeaturesReader features, DatasetReader dataset) {}

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

  /**
   * Reads features and labels.
   *
   * @param data the file of the features, which for CSV also holds the labels
   * @param labels the IDX file of the labels; null to look beside IDX images for the file whose
   *     name says {@code labels} and {@code idx1} where theirs says {@code images} and {@code idx3}
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

  private static Format format(Path file, ReadOptions options) throws IOException {
    FileStart start = FileStart.of(file, options.limits());
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
      if (labels != null) {
        throw new InvalidDataException(
            "labels: "
                + labels
                + " given for "
                + file
                + ", "
                + what
                + " file, which holds its own");
      }
      return reader.read(file, options);
    };
  }

  private static Dataset idxWithLabels(Path images, Path labels, ReadOptions options)
      throws IOException {
    return Idx.read(images, labels == null ? labelsBeside(images) : labels, options);
  }

  private static Path labelsBeside(Path images) throws IOException {
    String name = images.getFileName().toString();
    Path labels = images.resolveSibling(name.replace("images", "labels").replace("idx3", "idx1"));
    if (labels.equals(images) || Files.notExists(labels)) {
      throw new NoSuchFileException(
          labels.toString(),
          null,
          "no such file, and no other labels for " + images + " were given");
    }
    return labels;
  }
}
