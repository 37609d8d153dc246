package io.github.lanewise.hosts;

import io.github.lanewise.data.Csv;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.optim.ColumnStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Every family of public operations, in both precisions. */
final class Operations {

  /** Every ninth digit: enough for all of a training's code, little enough for an emulator. */
  private static final int SHARE = 9;

  private Operations() {}

  static List<Operation> all(Path digitsFile) throws IOException {
    Dataset digits = Csv.read(digitsFile, 1.0 / 16);
    Dataset some =
        digits.select(IntStream.range(0, digits.rows()).filter(row -> row % SHARE == 0).toArray());
    List<Operation> operations = new ArrayList<>();
    operations.add(new Operation("data/digits of the file", () -> features(digits)));
    operations.add(new Operation("data/split", () -> features(some.split(0.3, 5).test())));
    operations.add(new Operation("data/column statistics", () -> statistics(some)));
    operations.addAll(FloatProductOperations.all());
    operations.addAll(DoubleProductOperations.all());
    operations.addAll(FloatLossOperations.all());
    operations.addAll(DoubleLossOperations.all());
    operations.addAll(FloatObjectiveOperations.all());
    operations.addAll(DoubleObjectiveOperations.all());
    operations.addAll(SparseOperations.all());
    operations.addAll(TrainingOperations.all(some));
    operations.addAll(SelectionOperations.all(some));
    operations.addAll(FloatPredictionOperations.all());
    operations.addAll(DoublePredictionOperations.all());
    return operations;
  }

  /** Weights of rows are float in either precision. */
  static float[] rowWeights(int rows) {
    float[] weights = new float[rows];
    for (int i = 0; i < rows; i++) {
      weights[i] = i % 7 * 0.3f;
    }
    return weights;
  }

  /** Every fifth feature, and all labels. */
  private static Bits features(Dataset data) {
    Bits bits = new Bits().add(data.labels());
    for (int row = 0; row < data.rows(); row++) {
      for (int column = row % 5; column < data.columns(); column += 5) {
        bits.add(data.features().get(row, column));
      }
    }
    return bits;
  }

  private static Bits statistics(Dataset data) {
    ColumnStatistics statistics = ColumnStatistics.of(data.withWeights(rowWeights(data.rows())));
    Bits bits = new Bits().add(statistics.least(), statistics.most(), statistics.nonZeros());
    for (int column = 0; column < data.columns(); column++) {
      bits.add(statistics.variance(column));
    }
    return bits;
  }

  /** Two classes share each row. */
  static float[] targets(int rows, int classes) {
    float[] targets = new float[rows * classes];
    for (int row = 0; row < rows; row++) {
      targets[row * classes + row % classes] += 0.625f;
      targets[row * classes + row * 7 % classes] += 0.375f;
    }
    return targets;
  }
}
