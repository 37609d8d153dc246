package io.github.lanewise.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads npz files, which NumPy's {@code savez} and {@code savez_compressed} write: zip files of npy
 * arrays, each as {@link Npy} has it, with checksums that are compared.
 *
 * <p>The features are the array X and the labels the array y, in either case. Without these names
 * the file must have exactly two arrays, of which the one with a single dimension holds the labels;
 * features alone may also be the only array.
 */
public final class Npz {
  private Npz() {}

  /**
   * Reads features and labels.
   *
   * @param file the file
   * @param options scale, known labels and limits
   * @return the data set
   * @throws java.nio.file.NoSuchFileException if the file is missing
   * @throws MalformedFileException if the file is unacceptable: not npz, damaged, without these
   *     arrays, an array is unacceptable, the counts disagree, all labels are the same, or a label
   *     is not a known one
   * @throws InvalidDataException if the known labels are unacceptable
   * @throws IOException if reading fails
   */
  public static Dataset read(Path file, ReadOptions options) throws IOException {
    try (ZipArrays arrays = ZipArrays.open(file, options.limits())) {
      Pair pair = Pair.of(arrays);
      return pair.labels.labels(options).dataset(pair.features.features(options), file);
    }
  }

  /** The same data set, its features to pass by once if they are in C order. */
  static Dataset passing(Path file, ReadOptions options) throws IOException {
    try (ZipArrays arrays = ZipArrays.open(file, options.limits())) {
      Pair pair = Pair.of(arrays);
      LabelColumn labels = pair.labels.labels(options);
      Elements.Source source = () -> openFeatures(file, options);
      return labels.dataset(pair.features.passing(options, source), file);
    }
  }

  /** To be closed by whoever reads them. */
  private static Elements openFeatures(Path file, ReadOptions options) throws IOException {
    return Pair.of(ZipArrays.open(file, options.limits())).features.elements();
  }

  /** The two arrays of a data set. */
  private record Pair(NpyArray features, NpyArray labels) {

    static Pair of(ZipArrays arrays) throws IOException {
      NpyArray features = arrays.find("X");
      NpyArray labels = arrays.find("y");
      if (features != null && labels != null) {
        return new Pair(features, labels);
      }
      List<NpyArray> both = arrays.all(2);
      boolean labelsFirst = isColumn(both.get(0));
      if (labelsFirst == isColumn(both.get(1))) {
        throw arrays.problem(
            "two arrays, neither named X and y, of which not exactly one has one dimension");
      }
      return new Pair(both.get(labelsFirst ? 1 : 0), both.get(labelsFirst ? 0 : 1));
    }
  }

  /**
   * Reads features.
   *
   * @param file the file; if it holds labels they are ignored
   * @param options scale and limits
   * @return its rows, at least one
   * @throws java.nio.file.NoSuchFileException if the file is missing
   * @throws MalformedFileException if the file is unacceptable: not npz, damaged, without such an
   *     array, or the array is unacceptable
   * @throws IOException if reading fails
   */
  public static Features readFeatures(Path file, ReadOptions options) throws IOException {
    try (ZipArrays arrays = ZipArrays.open(file, options.limits())) {
      NpyArray features = arrays.find("X");
      if (features == null) {
        List<NpyArray> all = arrays.all(arrays.count() == 1 ? 1 : 2);
        features = all.size() == 2 && isColumn(all.get(0)) ? all.get(1) : all.get(0);
      }
      return features.features(options);
    }
  }

  private static boolean isColumn(NpyArray array) {
    return array.header().dimensions() == 1;
  }
}
