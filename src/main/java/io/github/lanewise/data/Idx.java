package io.github.lanewise.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads IDX files, the format of MNIST, plain or packed with gzip (recognised by content).
 *
 * <p>A file of n x a x b x ... elements becomes n rows of a b ... features. Unsigned bytes stay
 * bytes in memory. The other types become the narrower of float and double that holds them exactly.
 * A header is believed only after the length of the file has confirmed it. Format: Y. LeCun, C.
 * Cortes, C. Burges, "The MNIST database of handwritten digits".
 */
public final class Idx {
  /** What unsigned bytes are multiplied by unless the caller says otherwise: 255 becomes 1. */
  static final double BYTE_SCALE = 1.0 / 255;

  private Idx() {}

  /**
   * Reads features and labels; unsigned bytes are scaled by 1/255.
   *
   * @param images the file of the features
   * @param labels the file of the labels, with as many elements as {@code images} has rows
   * @return the data set, its classes named "0" to the largest label
   * @throws java.nio.file.NoSuchFileException if a file is missing
   * @throws MalformedFileException if a file is unacceptable, the counts disagree, or all labels
   *     are the same
   * @throws IOException if reading fails
   */
  public static Dataset read(Path images, Path labels) throws IOException {
    return read(images, labels, null, null);
  }

  /**
   * Reads features; unsigned bytes are scaled by 1/255.
   *
   * @param images the file
   * @return its rows, at least one
   * @throws java.nio.file.NoSuchFileException if the file is missing
   * @throws MalformedFileException if the file is unacceptable: not IDX, truncated, oversized, too
   *     large, empty, or with a value that is not finite
   * @throws IOException if reading fails
   */
  public static Features readFeatures(Path images) throws IOException {
    return features(images, null);
  }

  /**
   * Reads features and scales them.
   *
   * @param images the file
   * @param scale multiplies every feature: finite and above 0, also as a float
   * @return its rows, at least one
   * @throws java.nio.file.NoSuchFileException if the file is missing
   * @throws MalformedFileException if the file is unacceptable: not IDX, truncated, oversized, too
   *     large, empty, or with a value that is not finite
   * @throws InvalidDataException if the scale is out of range
   * @throws IOException if reading fails
   */
  public static Features readFeatures(Path images, double scale) throws IOException {
    return features(images, scale);
  }

  /**
   * Reads labels.
   *
   * @param labels a file of one dimension and an integer type
   * @return its elements, each 0 to 2^20 - 1
   * @throws java.nio.file.NoSuchFileException if the file is missing
   * @throws MalformedFileException if the file is unacceptable
   * @throws IOException if reading fails
   */
  public static int[] readLabels(Path labels) throws IOException {
    return readLabels(labels, Dataset.MAX_NUMBERED_CLASSES);
  }

  /**
   * Reads labels of a known number of classes.
   *
   * @param labels a file of one dimension and an integer type
   * @param classes the number of classes C
   * @return its elements, each 0 to C - 1
   * @throws java.nio.file.NoSuchFileException if the file is missing
   * @throws MalformedFileException if the file is unacceptable; names the element, counted from 0,
   *     and the label that is out of range
   * @throws IOException if reading fails
   */
  public static int[] readLabels(Path labels, int classes) throws IOException {
    try (FileContent content = FileContent.open(labels)) {
      IdxHeader header = IdxHeader.read(labels, content);
      if (header.dimensions() != 1 || !header.type().isIntegral()) {
        throw new MalformedFileException(
            labels,
            0,
            "not a file of labels: it has "
                + header.dimensions()
                + " dimensions of type "
                + header.type());
      }
      int[] values = new IdxElements(labels, content, header).ints();
      for (int i = 0; i < values.length; i++) {
        if (values[i] < 0 || values[i] >= classes) {
          throw new MalformedFileException(
              labels,
              0,
              "element " + i + " is label " + values[i] + "; must be 0 to " + (classes - 1));
        }
      }
      return values;
    }
  }

  /**
   * Reads features and labels; null for the usual scale, and for the classes that the labels have.
   */
  static Dataset read(Path images, Path labels, Double scale, List<String> labelNames)
      throws IOException {
    Features features = features(images, scale);
    int[] numbers = readLabels(labels);
    if (numbers.length != features.rows()) {
      throw new MalformedFileException(
          labels, 0, numbers.length + " labels for the " + features.rows() + " rows of " + images);
    }
    if (labelNames != null) {
      return Dataset.of(features, find(labels, numbers, labelNames), labelNames);
    }
    try {
      return Dataset.of(features, numbers);
    } catch (InvalidDataException e) {
      throw new MalformedFileException(labels, 0, e.getMessage());
    }
  }

  /** The class of each label among names that may not be "0", "1" and so on. */
  private static int[] find(Path file, int[] numbers, List<String> labelNames)
      throws MalformedFileException {
    LabelColumn column = new LabelColumn(labelNames);
    for (int i = 0; i < numbers.length; i++) {
      if (!column.add(Integer.toString(numbers[i]))) {
        throw new MalformedFileException(
            file,
            0,
            "element " + i + " is label " + numbers[i] + ", which is not one of the known labels");
      }
    }
    return column.labels(labelNames);
  }

  /** Reads features; null for the usual scale. */
  static Features features(Path images, Double givenScale) throws IOException {
    if (givenScale != null) {
      Checks.scale(givenScale);
    }
    try (FileContent content = FileContent.open(images)) {
      IdxHeader header = IdxHeader.read(images, content);
      if (header.rows() == 0) {
        throw new MalformedFileException(images, 0, "no rows; at least one is needed");
      }
      if (header.columns() == 0) {
        throw new MalformedFileException(
            images, 0, "rows without features; at least one is needed");
      }
      try {
        return features(new IdxElements(images, content, header), header, givenScale);
      } catch (InvalidDataException e) {
        throw new MalformedFileException(images, 0, e.getMessage());
      }
    }
  }

  private static Features features(IdxElements elements, IdxHeader header, Double givenScale)
      throws IOException {
    int rows = header.rows();
    int columns = header.columns();
    if (header.type() == IdxType.UNSIGNED_BYTE) {
      double scale = givenScale == null ? BYTE_SCALE : givenScale;
      return new ByteFeatures(elements.bytes(), rows, columns, scale);
    }
    double scale = givenScale == null ? 1 : givenScale;
    if (header.type().fitsFloat()) {
      float[] values = elements.floats(scale);
      Checks.finite(values, columns);
      return new FloatFeatures(values, rows, columns, scale);
    }
    double[] values = elements.doubles(scale);
    Checks.finite(values, columns);
    return new DoubleFeatures(values, rows, columns, scale);
  }
}
