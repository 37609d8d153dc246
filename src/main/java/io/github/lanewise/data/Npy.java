package io.github.lanewise.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Reads npy files, the format of NumPy's arrays, plain or packed with gzip (recognised by content).
 *
 * <p>Versions 1.0 to 3.0, either byte order, C order in any number of dimensions and Fortran order
 * in one or two. An array of n x a x b x ... elements is n rows of a b ... features, as {@code
 * reshape(n, -1)} has them. Types are u1, u2, u4, i1 to i8, f2, f4 and f8: unsigned bytes stay
 * bytes in memory, the others become the narrower of float and double that holds them exactly;
 * integers beyond 2^53 are rounded. Arrays of objects are pickles, which can run code when they are
 * read, and refused. A header is believed only after the length of the file has confirmed it.
 *
 * <p>Labels are one column of integers, or of text (types U and S). Classes are named and ordered
 * as {@link Csv} does it.
 */
public final class Npy {
  private Npy() {}

  /**
   * Reads features and labels.
   *
   * @param features the file of the features
   * @param labels the file of the labels, with as many elements as {@code features} has rows
   * @param options scale, known labels and limits
   * @return the data set
   * @throws java.nio.file.NoSuchFileException if a file is missing
   * @throws MalformedFileException if a file is unacceptable, the counts disagree, all labels are
   *     the same, or a label is not a known one
   * @throws InvalidDataException if the known labels are unacceptable
   * @throws IOException if reading fails
   */
  public static Dataset read(Path features, Path labels, ReadOptions options) throws IOException {
    Objects.requireNonNull(features, "features");
    Objects.requireNonNull(labels, "labels");
    return labelled(readFeatures(features, options), labels, options);
  }

  /**
   * Reads features.
   *
   * @param file the file
   * @param options scale and limits
   * @return its rows, at least one
   * @throws java.nio.file.NoSuchFileException if the file is missing
   * @throws MalformedFileException if the file is unacceptable: not npy, of another type,
   *     truncated, oversized, empty, beyond a limit, or with a value that is not finite
   * @throws IOException if reading fails
   */
  public static Features readFeatures(Path file, ReadOptions options) throws IOException {
    try (FileContent content = FileContent.open(file, options.limits())) {
      return NpyArray.open(content).features(options);
    }
  }

  /** The same features, to pass by once if they are in C order. */
  static Features passing(Path file, ReadOptions options) throws IOException {
    try (FileContent content = FileContent.open(file, options.limits())) {
      return NpyArray.open(content)
          .passing(
              options, () -> NpyArray.open(FileContent.open(file, options.limits())).elements());
    }
  }

  /** Gives features of any file the labels of an npy file. */
  static Dataset labelled(Features features, Path labels, ReadOptions options) throws IOException {
    try (FileContent content = FileContent.open(labels, options.limits())) {
      return NpyArray.open(content).labels(options).dataset(features, labels);
    }
  }
}
