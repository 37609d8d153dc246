package io.github.lanewise.jmh;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Idx;
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
      int row = r;
      columns[r] = IntStream.range(0, d).filter(i -> dataset.features().get(row, i) != 0).toArray();
      values[r] =
          Arrays.stream(columns[r]).mapToDouble(i -> dataset.features().get(row, i)).toArray();
    }
  }

  /**
   * Reads {@code mnist} from the folder that the environment variable {@code LANEWISE_DATA} names,
   * else from ../shared/data.
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
            default -> throw new IllegalArgumentException("data: " + name);
          });
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Throws unless the predictor finds the classes of most of the asked rows. */
  void verify(Predictor predictor, double least) {
    int[] asked = Verify.sample(labels.length, ASKED);
    long right = Arrays.stream(asked).filter(r -> predictor.predict(r) == labels[r]).count();
    double accuracy = (double) right / asked.length;
    if (!(accuracy >= least)) {
      throw new IllegalStateException("accuracy " + accuracy + " is below " + least);
    }
  }

  /** The class that a trained model gives to a training row. */
  interface Predictor {
    int predict(int row);
  }
}
