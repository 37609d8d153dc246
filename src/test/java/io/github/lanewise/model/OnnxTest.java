package io.github.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.loss.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Exported models against ONNX Runtime, an implementation that shares nothing with this one. */
class OnnxTest {
  private static final int ROWS = 50;

  /** ONNX Runtime's Java binding garbles characters beyond the first 2^16, so there are none. */
  private static final List<String> NAMES = List.of("cat, \"big\"", "naïve", "☂", "7");

  @TempDir Path folder;

  private static LinearModel model(int features, Precision precision, Loss loss) {
    SplittableRandom random = new SplittableRandom(features);
    double[] weights = random.doubles((long) NAMES.size() * features, -1, 1).toArray();
    double[] bias = random.doubles(NAMES.size(), -1, 1).toArray();
    return precision == Precision.DOUBLE
        ? LinearModel.of(weights, bias, NAMES, loss, 0.5)
        : LinearModel.of(Round.toFloat(weights), Round.toFloat(bias), NAMES, loss, 0.5);
  }

  private static double[][] rows(int features) {
    SplittableRandom random = new SplittableRandom(2);
    double[][] rows = new double[ROWS][];
    for (int row = 0; row < ROWS; row++) {
      // Floats, so that both precisions see the same rows.
      rows[row] = Round.toDouble(Round.toFloat(random.doubles(features, -2, 2).toArray()));
    }
    return rows;
  }

  private record Answer(
      double[][] scores, double[][] probabilities, long[] classes, String[] labels) {}

  private Answer run(LinearModel model, double[][] rows) throws IOException, OrtException {
    Path file = folder.resolve("model.onnx");
    Onnx.write(model, file);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Object input = model.precision() == Precision.DOUBLE ? rows : narrow(rows);
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor features = OnnxTensor.createTensor(environment, input);
        OrtSession.Result result = session.run(Map.of("features", features))) {
      return new Answer(
          matrix(result.get("scores").orElseThrow().getValue()),
          result.get("probabilities").isEmpty()
              ? null
              : matrix(result.get("probabilities").get().getValue()),
          (long[]) result.get("class").orElseThrow().getValue(),
          (String[]) result.get("label").orElseThrow().getValue());
    }
  }

  private static float[][] narrow(double[][] rows) {
    float[][] narrow = new float[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      narrow[row] = Round.toFloat(rows[row]);
    }
    return narrow;
  }

  private static double[][] matrix(Object value) {
    if (value instanceof double[][] doubles) {
      return doubles;
    }
    float[][] floats = (float[][]) value;
    double[][] wide = new double[floats.length][];
    for (int row = 0; row < floats.length; row++) {
      wide[row] = Round.toDouble(floats[row]);
    }
    return wide;
  }

  /** Twice the bound of {@link LinearModel}, once for each implementation. */
  private static double bound(LinearModel model, double[] row, int c) {
    double u = model.precision() == Precision.FLOAT ? 0x1p-24 : 0x1p-53;
    double sum = Math.abs(model.bias(c));
    for (int d = 0; d < row.length; d++) {
      sum += Math.abs(model.weight(c, d) * row[d]);
    }
    double steps = (row.length + 1) * u;
    return 2 * steps / (1 - steps) * sum;
  }

  @ParameterizedTest
  @CsvSource({
    "1, FLOAT, softmax",
    "64, FLOAT, softmax",
    "784, FLOAT, hinge",
    "64, DOUBLE, softmax",
    "784, DOUBLE, hinge"
  })
  void onnxRuntimePredictsTheSame(int features, Precision precision, String loss)
      throws IOException, OrtException {
    LinearModel model =
        model(features, precision, loss.equals("hinge") ? Loss.hinge() : Loss.softmax());
    double[][] rows = rows(features);
    Answer answer = run(model, rows);
    assertEquals(loss.equals("softmax"), answer.probabilities != null);
    for (int row = 0; row < ROWS; row++) {
      double[] scores = model.scores(rows[row]);
      int expected = model.predict(rows[row]);
      double largestBound = 0;
      for (int c = 0; c < NAMES.size(); c++) {
        double bound = bound(model, rows[row], c);
        largestBound = Math.max(largestBound, bound);
        assertEquals(scores[c], answer.scores[row][c], bound);
      }
      for (int c = 0; c < NAMES.size(); c++) {
        assertTrue(
            c == expected || scores[expected] - scores[c] > 2 * largestBound,
            "no row is a tie within the error, so the classes must be equal");
      }
      assertEquals(expected, answer.classes[row]);
      assertEquals(NAMES.get(expected), answer.labels[row]);
      if (answer.probabilities != null) {
        assertProbabilities(model, rows[row], answer.probabilities[row], largestBound);
      }
    }
  }

  /**
   * With every score off by at most e, a probability is off by a factor of at most exp(2 e); exp,
   * the sum and the division of either side add a few roundings, fewer than 16 for 4 classes.
   */
  private static void assertProbabilities(
      LinearModel model, double[] row, double[] actual, double e) {
    double u = model.precision() == Precision.FLOAT ? 0x1p-24 : 0x1p-53;
    double[] expected = model.probabilities(row);
    for (int c = 0; c < expected.length; c++) {
      double relative = Math.expm1(2 * e) + 2 * 16 * u;
      assertEquals(expected[c], actual[c], relative * expected[c]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTemperatureIsPartOfTheGraph(Precision precision) throws IOException, OrtException {
    LinearModel plain = model(5, precision, Loss.hinge());
    LinearModel model = plain.withCalibration(Calibration.temperature(plain, heldOut(5)));
    double[][] rows = rows(5);
    Answer answer = run(model, rows);
    for (int row = 0; row < ROWS; row++) {
      // Scores are below 11 here, and the temperature, above 1/4, divides error and rounding.
      assertProbabilities(model, rows[row], answer.probabilities[row], 4 * 2 * 12 * 11 * 0x1p-24);
    }
  }

  @Test
  void otherCalibrationsAreRefusedBeforeAnythingIsWritten() {
    LinearModel plain = model(5, Precision.FLOAT, Loss.hinge());
    LinearModel model = plain.withCalibration(Calibration.platt(plain, heldOut(5)));
    Path file = folder.resolve("model.onnx");
    assertThrows(UnsupportedOperationException.class, () -> Onnx.write(model, file));
    assertFalse(Files.exists(file));
  }

  private static Dataset heldOut(int features) {
    SplittableRandom random = new SplittableRandom(3);
    double[] values = random.doubles(40L * features, -2, 2).toArray();
    int[] labels = random.ints(40, 0, NAMES.size()).toArray();
    return Dataset.of(Features.of(values, 40, features), labels, NAMES);
  }

  @Test
  void theMetadataIsThatOfTheModelFile() throws IOException, OrtException {
    LinearModel model =
        model(3, Precision.FLOAT, Loss.softmax()).withMetadata(Map.of("objective", "0.25"));
    Path file = folder.resolve("model.onnx");
    Onnx.write(model, file);
    byte[] again = Files.readAllBytes(file);
    Onnx.write(model, file);
    assertArrayEquals(again, Files.readAllBytes(file));
    try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file.toString())) {
      Map<String, String> metadata = session.getMetadata().getCustomMetadata();
      assertEquals("0.25", metadata.get("objective"));
      assertEquals("softmax", metadata.get("loss"));
      assertEquals("0.5", metadata.get("feature_scale"));
      assertEquals("[\"cat, \\\"big\\\"\",\"naïve\",\"☂\",\"7\"]", metadata.get("labels"));
    }
  }
}
