package io.github.lanewise.jmh;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.DoubleSparseTile;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.Idx;
import io.github.lanewise.data.SparseFeatures;
import io.github.lanewise.data.Svmlight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Rows to learn from: as the library reads them, and their non-zeros for the libraries beside it.
 */
final class LearningRows {

  /** Of training rows, at equal distances, for which the accuracy is asked. */
  private static final int ASKED = 5000;

  /** What every trainer here passes with ease, and a wrong model does not. */
  private static final double LEAST_ACCURACY = 0.5;

  final Dataset dataset;
  final int d;
  final int c;
  final int[] labels;

  /** Of each row: the columns of its non-zeros, ascending, and the non-zeros. */
  final int[][] columns;

  final double[][] values;

  private LearningRows(Dataset dataset) {
    this.dataset = dataset;
    d = dataset.columns();
    c = dataset.classes();
    labels = dataset.labels();
    columns = new int[labels.length][];
    values = new double[labels.length][];
    for (int r = 0; r < labels.length; r++) {
      if (dataset.features() instanceof SparseFeatures sparse) {
        copy(sparse, r);
      } else {
        copy(dataset.features(), r);
      }
    }
  }

  private void copy(SparseFeatures features, int row) {
    DoubleSparseTile tile = new DoubleSparseTile(1, d);
    features.read(row, 1, tile);
    columns[row] = Arrays.copyOfRange(tile.indices(), tile.starts()[0], tile.ends()[0]);
    values[row] = Arrays.copyOfRange(tile.values(), tile.starts()[0], tile.ends()[0]);
  }

  private void copy(Features features, int row) {
    columns[row] = IntStream.range(0, d).filter(i -> features.get(row, i) != 0).toArray();
    values[row] = Arrays.stream(columns[row]).mapToDouble(i -> features.get(row, i)).toArray();
  }

  /**
   * Reads {@code mnist} or {@code debian-sections} from the folder that the environment variable
   * {@code LANEWISE_DATA} names, else from ../shared/data.
   */
  static LearningRows of(String name) {
    String folder = System.getenv().getOrDefault("LANEWISE_DATA", "../shared/data");
    Path data = Path.of(folder, name);
    try {
      return new LearningRows(
          switch (name) {
            case "mnist" ->
                Idx.read(
                    data.resolve("train-images-idx3-ubyte.gz"),
                    data.resolve("train-labels-idx1-ubyte.gz"));
            case "debian-sections" -> Svmlight.read(data.resolve("debian-sections.train.svm.gz"));
            default -> throw new IllegalArgumentException("data: " + name);
          });
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Throws unless the learner knows the classes of most of the asked rows. */
  void verify(Learner learner) {
    int[] asked = Verify.sample(labels.length, ASKED);
    int[] predicted = learner.predict(asked);
    long right = IntStream.range(0, ASKED).filter(i -> predicted[i] == labels[asked[i]]).count();
    double accuracy = (double) right / asked.length;
    if (!(accuracy >= LEAST_ACCURACY)) {
      throw new IllegalStateException("accuracy " + accuracy + " is below " + LEAST_ACCURACY);
    }
  }
}
