package io.github.lanewise.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Reads IDX files, the format of MNIST, plain or packed with gzip (recognised by content).
 *
 * <p>A file of n x a x b x ... elements becomes n rows of a b ... features. Unsigned bytes stay
 * bytes in memory. The other types become the narrower of float and double that holds them exactly.
 * A header is believed only after the length of the file has confirmed it. Format: Y. LeCun, C.
 * Cortes, C. Burges, "The MNIST database of handwritten digits".
 */
public final class Idx {
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
    return read(images, labels, ReadOptions.defaults());
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
    return features(images, ReadOptions.defaults());
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
    return features(images, ReadOptions.defaults().scale(scale));
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
    return readLabels(labels, classes, Limits.defaults());
  }

  static Dataset read(Path images, Path labels, ReadOptions options) throws IOException {
    Objects.requireNonNull(labels, "labels");
    return labelled(images, features(images, options), labels, options);
  }

  /** Gives features of any file the labels of an IDX file. */
  static Dataset labelled(Path images, Features features, Path labels, ReadOptions options)
      throws IOException {
    int[] numbers = readLabels(labels, Dataset.MAX_NUMBERED_CLASSES, options.limits());
    List<String> labelNames = options.labelNames();
    if (numbers.length != features.rows()) {
      throw new MalformedFileException(
          labels, 0, numbers.length + " labels for the " + features.rows() + " rows of " + images);
    }
    if (labelNames != null) {
      return Dataset.of(features, find(labels, numbers, labelNames), labelNames);
    }
    if (Arrays.stream(numbers).anyMatch(number -> number != numbers[0])) {
      return Dataset.of(features, numbers);
    }
    String only = Integer.toString(numbers[0]);
    if (!options.oneClass()) {
      throw new OneClassException(labels, only);
    }
    return Dataset.of(features, new int[numbers.length], List.of(only));
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

  static Features features(Path images, ReadOptions options) throws IOException {
    Objects.requireNonNull(images, "images");
    try (FileContent content = FileContent.open(images, options.limits())) {
      IdxHeader header = IdxHeader.read(content);
      return header.elements(content).features(header.layout(), options);
    }
  }

  /** The same features, to pass by once. */
  static Features passing(Path images, ReadOptions options) throws IOException {
    try (FileContent content = FileContent.open(images, options.limits())) {
      IdxHeader header = IdxHeader.read(content);
      return header
          .elements(content)
          .passing(header.layout(), options, () -> elements(images, options.limits()));
    }
  }

  private static Elements elements(Path images, Limits limits) throws IOException {
    FileContent content = FileContent.open(images, limits);
    return IdxHeader.read(content).elements(content);
  }

  private static int[] readLabels(Path labels, int classes, Limits limits) throws IOException {
    Objects.requireNonNull(labels, "labels");
    try (FileContent content = FileContent.open(labels, limits)) {
      IdxHeader header = IdxHeader.read(content);
      if (header.dimensions() != 1 || !header.type().isIntegral()) {
        throw content.problem(
            "not a file of labels: it has "
                + header.dimensions()
                + " dimensions of type "
                + header.type());
      }
      limits.checkRows(header.rows(), content::problem);
      limits.checkMemory((long) header.rows() * Integer.BYTES, content::problem);
      Elements elements = header.elements(content);
      int[] values = new int[header.rows()];
      for (int i = 0; i < values.length; i++) {
        values[i] = label(i, elements.nextInteger(), classes, content);
      }
      elements.end();
      return values;
    }
  }

  private static int label(int element, long label, int classes, FileContent content)
      throws MalformedFileException {
    if (label < 0 || label >= classes) {
      throw content.problem(
          "element " + element + " is label " + label + "; must be 0 to " + (classes - 1));
    }
    return (int) label;
  }
}
