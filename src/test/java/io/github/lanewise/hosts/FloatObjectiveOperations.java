// twin: double
package io.github.lanewise.hosts;

import io.github.lanewise.Precision;
import io.github.lanewise.data.ClassWeights;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.optim.Objective;
import io.github.lanewise.verify.Losses;
import java.util.ArrayList;
import java.util.List;

/** Value and gradient over data sets: whole, minibatch, weighted, floats and bytes, threads. */
final class FloatObjectiveOperations {

  /** Rows, features, classes: the dot form, the panel form, and rows of scores in several lanes. */
  private static final int[][] SIZES = {{45, 300, 5}, {60, 37, 11}, {25, 21, 40}};

  /** So long that {@link #BLOCKS_ROWS} of them are several blocks, which threads share. */
  private static final int BLOCKS_FEATURES = 5000;

  private static final int BLOCKS_ROWS = 90;

  /** Rows, features, classes: so many weights that threads share classes rather than rows. */
  private static final int[] WIDE = {5, 8192, 130};

  private static final int[] THREADS = {1, 2, 3, 7, 16};
  private static final double SCALE = 1.0 / 255;
  private static final double L2 = 0.01;

  private FloatObjectiveOperations() {}

  static List<Operation> all() {
    List<Operation> operations = new ArrayList<>();
    for (Loss loss : List.of(Loss.softmax(), Loss.hinge())) {
      for (int[] size : SIZES) {
        addTo(operations, loss, size);
      }
      String one = threads(loss, 1);
      for (int threads : THREADS) {
        operations.add(
            new Operation(
                threads(loss, threads),
                threads == 1 ? null : one,
                () -> evaluate(loss, data(true, BLOCKS_ROWS, BLOCKS_FEATURES, 2), threads)));
      }
    }
    Dataset wide = data(false, WIDE[0], WIDE[1], WIDE[2]);
    String alone = "objective/float softmax, wide";
    operations.add(new Operation(alone, () -> share(wide, 1)));
    operations.add(new Operation(alone + ", threads 3", alone, () -> share(wide, 3)));
    int[] size = SIZES[1];
    Dataset data = data(false, size[0], size[1], size[2]);
    for (Loss loss : Losses.all().toList()) {
      operations.add(
          new Operation(
              "objective/float " + loss + ", balanced",
              () -> evaluate(loss, ClassWeights.balanced().weigh(data), 1)));
    }
    operations.add(
        new Operation(
            "objective/float softmax, soft targets",
            () ->
                evaluate(
                    Loss.softmax(),
                    data.withTargets(Operations.targets(data.rows(), data.classes())),
                    1)));
    return operations;
  }

  private static String threads(Loss loss, int threads) {
    return "objective/float " + loss.name() + ", threads " + threads;
  }

  private static void addTo(List<Operation> operations, Loss loss, int[] size) {
    String name = "objective/float " + loss.name() + " " + size[0] + "x" + size[1] + "x" + size[2];
    Dataset data = data(false, size[0], size[1], size[2]);
    operations.add(new Operation(name, () -> evaluate(loss, data, 1)));
    operations.add(new Operation(name + ", again", name, () -> evaluate(loss, data, 2)));
    operations.add(
        new Operation(
            name + ", bytes",
            name,
            () -> evaluate(loss, data(true, size[0], size[1], size[2]), 1)));
    operations.add(new Operation(name + ", float parameters", () -> nativeForm(loss, data)));
    operations.add(new Operation(name + ", minibatch", () -> minibatch(loss, data)));
    operations.add(
        new Operation(
            name + ", row weights",
            () -> evaluate(loss, data.withWeights(Operations.rowWeights(size[0])), 1)));
  }

  /** The same features, as bytes or as the floats that these stand for. */
  private static Dataset data(boolean asBytes, int rows, int columns, int classes) {
    byte[] bytes = new byte[rows * columns];
    float[] values = new float[bytes.length];
    float[] random = FloatSamples.values(rows, bytes.length, 128);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random[i];
      values[i] = (bytes[i] & 0xff) * (float) SCALE;
    }
    Features features =
        asBytes
            ? Features.ofBytes(bytes, rows, columns, SCALE)
            : Features.of(values, rows, columns);
    return Dataset.of(features, FloatSamples.labels(columns, rows, classes));
  }

  private static Bits evaluate(Loss loss, Dataset data, int threads) {
    try (Objective objective = Objective.of(loss, data, L2, true, Precision.FLOAT, threads)) {
      double[] gradient = new double[objective.parameterCount()];
      double[] parameters = DoubleSamples.values(9, gradient.length, 0.3);
      return new Bits().add(objective.evaluate(parameters, gradient)).add(gradient);
    }
  }

  private static Bits nativeForm(Loss loss, Dataset data) {
    try (Objective objective = Objective.of(loss, data, L2, false, Precision.FLOAT, 1)) {
      float[] gradient = new float[objective.parameterCount()];
      float[] parameters = FloatSamples.values(9, gradient.length, 0.3);
      return new Bits().add(objective.evaluate(parameters, gradient)).add(gradient);
    }
  }

  /** The value, and some elements of a gradient of which all would be too many. */
  private static Bits share(Dataset data, int threads) {
    try (Objective objective =
        Objective.of(Loss.softmax(), data, L2, true, Precision.FLOAT, threads)) {
      float[] gradient = new float[objective.parameterCount()];
      float[] parameters = FloatSamples.values(9, gradient.length, 0.3);
      Bits bits = new Bits().add(objective.evaluate(parameters, gradient));
      for (int i = 0; i < gradient.length; i += 61) {
        bits.add(gradient[i]);
      }
      return bits;
    }
  }

  private static Bits minibatch(Loss loss, Dataset data) {
    int[] order = new int[data.rows()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i * 7 % order.length;
    }
    try (Objective objective = Objective.of(loss, data, L2, true, Precision.FLOAT, 1)) {
      double[] gradient = new double[objective.parameterCount()];
      double[] parameters = DoubleSamples.values(9, gradient.length, 0.3);
      double value = objective.evaluate(parameters, order, 3, 17, gradient);
      return new Bits().add(value).add(gradient);
    }
  }
}
