package io.github.lanewise.hosts;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.FeatureHasher;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.SparseFeatures;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.model.LinearModel;
import io.github.lanewise.optim.Fit;
import io.github.lanewise.optim.Objective;
import io.github.lanewise.optim.Solver;
import io.github.lanewise.optim.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Objectives and scores of sparse rows, which have the bits of the same rows dense. */
final class SparseOperations {

  /** Rows, features, classes: lane sums, chains, several slots. */
  private static final int[][] SIZES = {{45, 300, 5}, {60, 37, 11}, {25, 21, 40}, {90, 5000, 13}};

  private SparseOperations() {}

  static List<Operation> all() {
    List<Operation> operations = new ArrayList<>();
    for (int[] size : SIZES) {
      String shape = size[0] + "x" + size[1] + "x" + size[2];
      for (Loss loss : List.of(Loss.softmax(), Loss.hinge())) {
        for (Precision precision : Precision.values()) {
          String name = "sparse/" + precision + " " + loss.name() + " " + shape;
          operations.add(
              new Operation(name + ", dense", () -> evaluate(loss, precision, false, size, 1)));
          for (int threads : new int[] {1, 3}) {
            operations.add(
                new Operation(
                    name + ", threads " + threads,
                    name + ", dense",
                    () -> evaluate(loss, precision, true, size, threads)));
          }
        }
      }
      String scores = "sparse/scores " + shape;
      operations.add(new Operation(scores + ", dense", () -> scores(false, size)));
      operations.add(new Operation(scores, scores + ", dense", () -> scores(true, size)));
    }
    for (Precision precision : Precision.values()) {
      String name = "sparse/%s descent without momentum".formatted(precision);
      operations.add(new Operation(name + ", dense", () -> descend(precision, false)));
      operations.add(new Operation(name, name + ", dense", () -> descend(precision, true)));
      String ascent = "sparse/%s dual ascent".formatted(precision);
      operations.add(new Operation(ascent + ", dense", () -> ascend(precision, false)));
      operations.add(new Operation(ascent, ascent + ", dense", () -> ascend(precision, true)));
    }
    // More parameters than a block of their sums has.
    for (int threads : new int[] {1, 3}) {
      operations.add(
          new Operation(
              "sparse/training, threads " + threads,
              threads == 1 ? null : "sparse/training, threads 1",
              () -> train(threads)));
    }
    operations.add(new Operation("sparse/hashed tokens", SparseOperations::hashed));
    return operations;
  }

  /** Rows of which a seventh is not zero, stored sparse or dense. */
  static Dataset data(boolean sparse, int rows, int columns, int classes) {
    float[] dense = FloatSamples.values(rows, rows * columns, 7);
    int[] indices = new int[dense.length];
    float[] values = new float[dense.length];
    long[] pointers = new long[rows + 1];
    int stored = 0;
    for (int i = 0; i < dense.length; i++) {
      if (Math.abs(dense[i]) > 1) {
        dense[i] = 0;
      } else {
        indices[stored] = i % columns;
        values[stored++] = dense[i];
      }
      pointers[i / columns + 1] = stored;
    }
    Features features =
        sparse
            ? SparseFeatures.of(
                pointers, Arrays.copyOf(indices, stored), Arrays.copyOf(values, stored), columns)
            : Features.of(dense, rows, columns);
    return Dataset.of(features, FloatSamples.labels(columns, rows, classes));
  }

  private static Bits evaluate(
      Loss loss, Precision precision, boolean sparse, int[] size, int threads) {
    Dataset data = data(sparse, size[0], size[1], size[2]);
    try (Objective objective = Objective.of(loss, data, 0.01, true, precision, threads)) {
      double[] gradient = new double[objective.parameterCount()];
      double[] parameters = DoubleSamples.values(9, gradient.length, 0.3);
      return new Bits().add(objective.evaluate(parameters, gradient)).add(gradient);
    }
  }

  private static Bits scores(boolean sparse, int[] size) {
    Dataset data = data(sparse, size[0], size[1], size[2]);
    LinearModel model =
        LinearModel.of(
            FloatSamples.values(3, data.columns() * data.classes(), 1),
            FloatSamples.values(4, data.classes(), 1),
            data.labelNames(),
            Loss.softmax(),
            1);
    return new Bits()
        .add(model.scores(data.features(), 0, data.rows()).values())
        .add(model.predict(data.features()));
  }

  private static Bits descend(Precision precision, boolean sparse) {
    Trainer trainer = Trainer.of(Loss.hinge()).precision(precision).solver(Solver.SGD).momentum(0);
    Dataset data = data(sparse, 60, 37, 11);
    return new Bits().addHex(trainer.l2(0.5).epochs(3).batch(16).fit(data).model().sha256());
  }

  private static Bits ascend(Precision precision, boolean sparse) {
    Trainer trainer = Trainer.of(Loss.hinge()).precision(precision).solver(Solver.DUAL);
    Fit fit = trainer.l2(0.01).maxIterations(20).fit(data(sparse, 60, 37, 11));
    return new Bits().add(fit.objective(), fit.dualityGap()).addHex(fit.model().sha256());
  }

  private static Bits train(int threads) {
    Trainer trainer = Trainer.of(Loss.softmax()).threads(threads).l2(0.01).maxIterations(5);
    return new Bits().addHex(trainer.fit(data(true, 90, 5000, 13)).model().sha256());
  }

  private static Bits hashed() {
    SparseFeatures features =
        new FeatureHasher(50, 3).features(List.of(List.of("a", "b", "a"), List.of("größer", "")));
    Bits bits = new Bits();
    for (int column = 0; column < features.columns(); column++) {
      bits.add(features.get(0, column)).add(features.get(1, column));
    }
    return bits;
  }
}
