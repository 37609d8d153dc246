package io.github.lanewise.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads data files of any supported format, recognised by content: {@link MappedFile} if the file
 * starts with "LANEROWS", {@link Idx} if it starts with two zero bytes, else {@link Csv}; the latter
 * two may be packed with gzip.
 *
 * <p>The scale that was applied is {@link Features#scale}.
 */
public final class DataFiles {
  private DataFiles() {}

  /**
   * Reads features and labels.
   *
   * @param data the file of the features, which for CSV also holds the labels
   * @param labels the IDX file of the labels; null to look beside IDX images for the file whose
   *     name says {@code labels} and {@code idx1} where theirs says {@code images} and {@code idx3}
   * @param scale multiplies every feature: finite and above 0, also as a float; null for the usual
   *     scale of the format, which is 1/255 for IDX unsigned bytes and 1 for everything else
   * @param labelNames the names of the classes, for instance those of a model, among which all
   *     labels must be; null for the classes that the file has
   * @return the data set
   * @throws NoSuchFileException if a file is missing
   * @throws MalformedFileException if a file is unacceptable, as for {@link Idx} and {@link Csv}
   * @throws InvalidDataException if the scale or the names are unacceptable, or a labels file is
   *     given for a CSV file
   * @throws IOException if reading fails
   */
  public static Dataset read(Path data, Path labels, Double scale, List<String> labelNames)
      throws IOException {
    if (MappedFile.isMapped(data)) {
      if (labels != null) {
        throw new InvalidDataException(
            "labels: " + labels + " given for " + data + ", a mapped file, which holds the labels");
      }
      return MappedFile.read(data, scale, labelNames);
    }
    if (isIdx(data)) {
      return Idx.read(data, labels == null ? labelsBeside(data) : labels, scale, labelNames);
    }
    if (labels != null) {
      throw new InvalidDataException(
          "labels: "
              + labels
              + " given for "
              + data
              + ", a CSV file, whose last column holds the labels");
    }
    double factor = scale == null ? 1 : scale;
    return labelNames == null ? Csv.read(data, factor) : Csv.read(data, factor, labelNames);
  }

  /**
   * Reads features, for prediction.
   *
   * @param data the file; a CSV file may have labels, which are ignored
   * @param columns the number of features D, at least 1
   * @param scale multiplies every feature: finite and above 0, also as a float; null for the usual
   *     scale of the format, which is 1/255 for IDX unsigned bytes and 1 for everything else
   * @return its rows, at least one
   * @throws NoSuchFileException if the file is missing
   * @throws MalformedFileException if the file is unacceptable, as for {@link Idx} and {@link Csv},
   *     or has another number of features
   * @throws InvalidDataException if the scale is out of range
   * @throws IOException if reading fails
   */
  public static Features readFeatures(Path data, int columns, Double scale) throws IOException {
    if (MappedFile.isMapped(data)) {
      return checkedColumns(MappedFile.readFeatures(data, scale), columns, data);
    }
    if (!isIdx(data)) {
      return Csv.readFeatures(data, columns, scale == null ? 1 : scale);
    }
    return checkedColumns(Idx.features(data, scale), columns, data);
  }

  private static Features checkedColumns(Features features, int columns, Path data)
      throws MalformedFileException {
    if (features.columns() != columns) {
      throw new MalformedFileException(
          data, 0, features.columns() + " features per row; " + columns + " are needed");
    }
    return features;
  }

  private static boolean isIdx(Path file) throws IOException {
    try (FileContent content = FileContent.open(file)) {
      return content.read() == 0 && content.read() == 0;
    }
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
