// twin: double
package io.github.lanewise.hosts;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.loss.Softmax;
import io.github.lanewise.matrix.DoubleMatrix;
import io.github.lanewise.matrix.FloatMatrix;
import io.github.lanewise.model.Calibration;
import io.github.lanewise.model.Evaluation;
import io.github.lanewise.model.LinearModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Scores, probabilities and classes: a batch, its rows one by one, strided, and as bytes. */
final class FloatPredictionOperations {

  /** Features, classes: the dot form, the panel form, and several panels. */
  private static final int[][] SIZES = {{300, 5}, {37, 11}, {21, 75}};

  private static final int ROWS = 35;
  private static final double SCALE = 1.0 / 255;

  private FloatPredictionOperations() {}

  static List<Operation> all() {
    List<Operation> operations = new ArrayList<>();
    for (int[] size : SIZES) {
      addTo(operations, size[0], size[1]);
    }
    return operations;
  }

  private static void addTo(List<Operation> operations, int features, int classes) {
    String shape = " " + features + "x" + classes;
    LinearModel model =
        LinearModel.of(
            FloatSamples.values(3, features * classes, 1),
            FloatSamples.values(4, classes, 1),
            IntStream.range(0, classes).mapToObj(Integer::toString).toList(),
            Loss.softmax(),
            SCALE);
    byte[] bytes = bytes(features);
    FloatMatrix rows = FloatMatrix.of(floats(bytes), ROWS, features);
    Features asFloats = Features.of(rows.values(), ROWS, features);
    Features asBytes = Features.ofBytes(bytes, ROWS, features, SCALE);

    String scores = "prediction/float scores" + shape;
    operations.add(new Operation(scores, () -> bits(model.scores(rows))));
    operations.add(
        new Operation(
            scores + ", strided", scores, () -> bits(model.scores(FloatSamples.strided(rows)))));
    operations.add(new Operation(scores + ", row by row", scores, () -> rowScores(model, rows)));
    String read = scores + " of features";
    operations.add(
        new Operation(read, () -> new Bits().add(model.scores(asFloats, 0, ROWS).values())));
    operations.add(
        new Operation(
            read + ", bytes", read, () -> new Bits().add(model.scores(asBytes, 0, ROWS).values())));

    String probabilities = "prediction/float probabilities" + shape;
    operations.add(new Operation(probabilities, () -> probabilities(model, rows)));
    operations.add(
        new Operation(
            probabilities + ", batch", probabilities, () -> batchProbabilities(model, rows)));

    String classesOf = "prediction/float classes" + shape;
    operations.add(new Operation(classesOf, () -> new Bits().add(model.predict(asFloats))));
    operations.add(
        new Operation(
            classesOf + ", bytes", classesOf, () -> new Bits().add(model.predict(asBytes))));
    operations.add(
        new Operation(classesOf + ", row by row", classesOf, () -> rowClasses(model, rows)));

    operations.add(
        new Operation(
            "prediction/float classes and probabilities" + shape,
            () -> classesAndProbabilities(model, asFloats)));

    Dataset data = Dataset.of(asFloats, FloatSamples.labels(5, ROWS, classes), model.labelNames());
    operations.add(
        new Operation(
            "metrics/float accuracy" + shape, () -> new Bits().add(model.accuracy(data))));
    operations.add(new Operation("metrics/float evaluation" + shape, () -> metrics(model, data)));
    operations.add(
        new Operation(
            "metrics/float temperature" + shape,
            () -> metrics(model.withCalibration(Calibration.temperature(model, data)), data)));
    operations.add(
        new Operation(
            "metrics/float Platt" + shape,
            () -> metrics(model.withCalibration(Calibration.platt(model, data)), data)));
    operations.add(
        new Operation("model/float sha256" + shape, () -> new Bits().addHex(model.sha256())));
  }

  private static Bits metrics(LinearModel model, Dataset data) {
    Evaluation evaluation = Evaluation.of(model, data.withWeights(Operations.rowWeights(ROWS)));
    Evaluation.Quality macro = evaluation.macro();
    return new Bits()
        .add(evaluation.accuracy(), evaluation.topAccuracy(3), evaluation.meanLoss())
        .add(evaluation.logLoss(), evaluation.brierScore(), evaluation.calibrationError())
        .add(macro.precision(), macro.recall(), macro.f1(), evaluation.weighted().f1())
        .add(evaluation.confusionMatrix().values())
        .add(model.probabilities(data.features(), 0, ROWS).values());
  }

  private static byte[] bytes(int features) {
    float[] random = FloatSamples.values(6, ROWS * features, 128);
    byte[] bytes = new byte[random.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random[i];
    }
    return bytes;
  }

  private static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i] = (bytes[i] & 0xff) * (float) SCALE;
    }
    return values;
  }

  private static Bits bits(FloatMatrix matrix) {
    Bits bits = new Bits();
    FloatSamples.add(matrix, bits);
    return bits;
  }

  private static Bits rowScores(LinearModel model, FloatMatrix rows) {
    Bits bits = new Bits();
    for (int row = 0; row < ROWS; row++) {
      bits.add(model.scores(FloatSamples.row(rows, row)));
    }
    return bits;
  }

  private static Bits probabilities(LinearModel model, FloatMatrix rows) {
    Bits bits = new Bits();
    for (int row = 0; row < ROWS; row++) {
      bits.add(model.probabilities(FloatSamples.row(rows, row)));
    }
    return bits;
  }

  private static Bits batchProbabilities(LinearModel model, FloatMatrix rows) {
    FloatMatrix scores = model.scores(rows);
    Softmax.probabilities(scores);
    return bits(scores);
  }

  private static Bits classesAndProbabilities(LinearModel model, Features rows) {
    DoubleMatrix probabilities = new DoubleMatrix(ROWS, model.classes());
    return new Bits().add(model.predict(rows, 0, probabilities)).add(probabilities.values());
  }

  private static Bits rowClasses(LinearModel model, FloatMatrix rows) {
    Bits bits = new Bits();
    for (int row = 0; row < ROWS; row++) {
      bits.add(model.predict(FloatSamples.row(rows, row)));
    }
    return bits;
  }
}
