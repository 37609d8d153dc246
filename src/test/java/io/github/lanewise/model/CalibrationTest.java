package io.github.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.InvalidDataException;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.loss.Softmax;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
class CalibrationTest {

  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final double OVERCONFIDENCE = 4;

  /** Labels drawn from the softmax of the features. */
  private static Dataset draw(long seed, int rows) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * 3];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      float[] x = new float[3];
      for (int d = 0; d < 3; d++) {
        x[d] = (float) random.nextDouble(-2, 2);
      }
      System.arraycopy(x, 0, values, row * 3, 3);
      float[] p = Softmax.probabilities(x);
      double drawn = random.nextDouble();
      labels[row] = drawn < p[0] ? 0 : drawn < p[0] + p[1] ? 1 : 2;
    }
    return Dataset.of(Features.of(values, rows, 3), labels, NAMES);
  }

  /** Its scores are four times the logits that the labels were drawn from. */
  private static LinearModel overconfident(Loss loss) {
    double[] weights = new double[9];
    for (int c = 0; c < 3; c++) {
      weights[c * 4] = OVERCONFIDENCE;
    }
    return LinearModel.of(weights, new double[3], NAMES, loss, 1);
  }

  @Test
  void temperatureRepairsOverconfidence() {
    LinearModel model = overconfident(Loss.softmax());
    Dataset heldOut = draw(1, 4000);
    LinearModel calibrated = model.withCalibration(Calibration.temperature(model, heldOut));
    for (Dataset data : List.of(heldOut, draw(2, 4000))) {
      Evaluation before = Evaluation.of(model, data);
      Evaluation after = Evaluation.of(calibrated, data);
      assertTrue(after.logLoss() < before.logLoss(), after + "\n" + before);
      assertTrue(after.brierScore() < before.brierScore(), after + "\n" + before);
      assertTrue(after.calibrationError() < before.calibrationError() / 4, after + "\n" + before);
      assertEquals(before.accuracy(), after.accuracy(), 0);
      assertEquals(before.meanLoss(), after.meanLoss(), 0);
    }
    assertEquals(model.sha256(), calibrated.sha256());
  }

  @Test
  void temperatureMinimisesTheLogLoss() {
    LinearModel model = overconfident(Loss.softmax());
    Dataset heldOut = draw(3, 500).withWeights(weights(500));
    Calibration fitted = Calibration.temperature(model, heldOut);
    double t = temperature(fitted);
    double best = Evaluation.of(model.withCalibration(fitted), heldOut).logLoss();
    for (double other : new double[] {t * 0.99, t * 1.01, 1}) {
      LinearModel moved = model.withCalibration(new Temperature(other));
      assertTrue(best < Evaluation.of(moved, heldOut).logLoss(), "T = " + other);
    }
  }

  private static double temperature(Calibration fitted) {
    return Double.parseDouble(fitted.toString().split(" ")[1]);
  }

  /** Where every row is right, no temperature is low enough; where all scores are equal, any is. */
  @Test
  void temperatureStaysInItsRange() {
    float[] apart = {9, 0, 0, 0, 9, 0, 0, 0, 9};
    Dataset separable = Dataset.of(Features.of(apart, 3, 3), new int[] {0, 1, 2}, NAMES);
    LinearModel model = overconfident(Loss.softmax());
    LinearModel sharpened = model.withCalibration(Calibration.temperature(model, separable));
    assertTrue(Evaluation.of(sharpened, separable).logLoss() <= 1e-12);
    Dataset wrong = Dataset.of(Features.of(apart, 3, 3), new int[] {1, 2, 0}, NAMES);
    LinearModel flattened = model.withCalibration(Calibration.temperature(model, wrong));
    double logLoss = Evaluation.of(flattened, wrong).logLoss();
    assertTrue(logLoss < Evaluation.of(model, wrong).logLoss() && logLoss < 1.2, "" + logLoss);
    Dataset equal = Dataset.of(Features.of(new float[9], 3, 3), new int[] {0, 1, 2}, NAMES);
    assertEquals(
        StrictMath.log(3),
        Evaluation.of(model.withCalibration(Calibration.temperature(model, equal)), equal)
            .logLoss(),
        1e-15);
  }

  /** Of infinities, NaN is the answer of {@link Softmax}, too. */
  @Test
  void temperatureBearsScoresOfEverySize() {
    for (double t : new double[] {0x1p-10, 1, 0x1p10, Double.MIN_VALUE, Double.MAX_VALUE}) {
      Calibration calibration = new Temperature(t);
      double huge = Double.MAX_VALUE;
      for (double[] s : new double[][] {{huge, huge, -huge}, {huge, huge, 0}}) {
        double third = StrictMath.exp((s[2] - huge) / t);
        double half = 1 / (2 + third);
        assertArrayEquals(
            new double[] {half, half, third * half}, calibration.probabilities(s), 1e-15);
      }
      assertTrue(Double.isNaN(calibration.probabilities(new double[] {Double.NaN, 0})[1]));
    }
    assertArrayEquals(
        new double[] {0, 1}, new Temperature(0x1p-10).probabilities(new double[] {1e306, 2e306}));
  }

  @Test
  void scoresTooLargeToFitToAreRefused() {
    Dataset rows = Dataset.of(Features.of(new float[6], 2, 3), new int[] {0, 1}, NAMES);
    LinearModel beyond = biased(-2e120);
    for (Executable fit :
        List.<Executable>of(
            () -> Calibration.temperature(beyond, rows), () -> Calibration.platt(beyond, rows))) {
      assertEquals(
          "heldOut: row 0 has the score -2.0E120 for class 1; must be at most 1.0E120 in size",
          assertThrows(InvalidDataException.class, fit).getMessage());
    }
    LinearModel just = biased(-1e120);
    // The last step of the search is within 1e-12 of 1 / T.
    assertEquals(1024, temperature(Calibration.temperature(just, rows)), 2e-12 * 1024);
    for (double p : Calibration.platt(just, rows).probabilities(new double[] {0, -1e120, 0})) {
      assertTrue(p > 0 && p < 1, "" + p);
    }
  }

  private static LinearModel biased(double bias) {
    return LinearModel.of(new double[9], new double[] {0, bias, 0}, NAMES, Loss.softmax(), 1);
  }

  @Test
  void plattGivesSupportVectorMachinesProbabilities() {
    LinearModel model = overconfident(Loss.hinge());
    assertFalse(model.hasProbabilities());
    assertThrows(UnsupportedOperationException.class, () -> model.probabilities(new double[3]));
    LinearModel calibrated = model.withCalibration(Calibration.platt(model, draw(4, 4000)));
    double[] p = calibrated.probabilities(new double[] {1, -1, 0});
    assertEquals(1, p[0] + p[1] + p[2], 4e-16);
    assertTrue(p[0] > p[2] && p[2] > p[1]);
    Dataset fresh = draw(5, 4000);
    Evaluation after = Evaluation.of(calibrated, fresh);
    Evaluation plain = Evaluation.of(overconfident(Loss.softmax()), fresh);
    assertTrue(after.logLoss() < plain.logLoss(), after + "\n" + plain);
    assertTrue(after.calibrationError() < plain.calibrationError() / 2, after + "\n" + plain);
  }

  @Test
  void plattMinimisesItsCrossEntropy() {
    Dataset heldOut = draw(6, 300).withWeights(weights(300));
    int[] labels = heldOut.labels();
    float[] given = heldOut.weights();
    double[] scores = new double[300];
    double[] weights = new double[300];
    double own = 0;
    double other = 0;
    for (int row = 0; row < 300; row++) {
      scores[row] = OVERCONFIDENCE * heldOut.features().get(row, 1);
      weights[row] = given[row];
      own += labels[row] == 1 ? given[row] : 0;
      other += labels[row] == 1 ? 0 : given[row];
    }
    double high = (own + 1) / (own + 2);
    double low = 1 / (other + 2);
    DoubleBinaryOperator crossEntropy =
        (a, b) -> {
          double sum = 0;
          for (int row = 0; row < 300; row++) {
            double q = 1 / (1 + Math.exp(a * scores[row] + b));
            double t = labels[row] == 1 ? high : low;
            sum -= weights[row] * (t * Math.log(q) + (1 - t) * Math.log(1 - q));
          }
          return sum;
        };
    Sigmoid fitted = Sigmoid.fit(scores, labels, 1, weights);
    assertTrue(fitted.slope() < 0);
    double best = crossEntropy.applyAsDouble(fitted.slope(), fitted.offset());
    for (double[] step : new double[][] {{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {-1, 1}}) {
      double moved =
          crossEntropy.applyAsDouble(
              fitted.slope() + step[0] * 1e-4, fitted.offset() + step[1] * 1e-4);
      assertTrue(best < moved, step[0] + ", " + step[1]);
    }
  }

  /** A strong penalty makes scores tiny, unscaled features make them huge. */
  @Test
  void plattDoesNotDependOnTheSizeOfScores() {
    SplittableRandom random = new SplittableRandom(8);
    double[] scores = random.doubles(300, -2, 2).toArray();
    int[] labels =
        Arrays.stream(scores).mapToInt(s -> random.nextDouble(-2, 2) < s ? 1 : 0).toArray();
    double[] weights = new double[300];
    Arrays.fill(weights, 1);
    Sigmoid expected = Sigmoid.fit(scores, labels, 1, weights);
    for (int shift : new int[] {-600, -30, 30, 500}) {
      double[] scaled = Arrays.stream(scores).map(s -> Math.scalb(s, shift)).toArray();
      Sigmoid fitted = Sigmoid.fit(scaled, labels, 1, weights);
      assertEquals(expected.offset(), fitted.offset());
      assertEquals(expected.slope(), Math.scalb(fitted.slope(), shift));
    }
  }

  /** A class without held-out rows, and scores that are all equal. */
  @Test
  void plattBearsDegenerateRows() {
    LinearModel model = overconfident(Loss.hinge());
    Dataset two = Dataset.of(Features.of(new float[12], 4, 3), new int[] {0, 1, 0, 1}, NAMES);
    LinearModel calibrated = model.withCalibration(Calibration.platt(model, two));
    double[] p = calibrated.probabilities(new double[3]);
    // Targets 3/4 and 1/4 for two classes, 1/6 for the one without rows.
    assertArrayEquals(new double[] {3 / 7.0, 3 / 7.0, 1 / 7.0}, p, 1e-9);
  }

  private static float[] weights(int rows) {
    float[] weights = new float[rows];
    for (int row = 0; row < rows; row++) {
      weights[row] = row % 4 / 2f;
    }
    return weights;
  }

  @Test
  void modelFilesKeepTheCalibration(@TempDir Path folder) throws IOException {
    LinearModel model = overconfident(Loss.hinge());
    Dataset heldOut = draw(7, 200);
    double[] row = {0.3, -0.7, 1.9};
    for (Calibration calibration :
        List.of(Calibration.platt(model, heldOut), Calibration.temperature(model, heldOut))) {
      Path file = folder.resolve("model");
      ModelFile.write(model.withCalibration(calibration), file);
      LinearModel read = ModelFile.read(file);
      assertEquals(calibration.toString(), read.calibration().orElseThrow().toString());
      assertArrayEquals(
          model.withCalibration(calibration).probabilities(row), read.probabilities(row));
      ModelFile.write(model, file);
      assertTrue(ModelFile.read(file).calibration().isEmpty());
    }
  }

  @Test
  void readsNothingElse() {
    for (String bad :
        List.of(
            "{}",
            "[]",
            "{\"temperature\":0}",
            "{\"temperature\":\"1\"}",
            "{\"temperature\":1,\"slopes\":[]}",
            "{\"slopes\":[1,2],\"offsets\":[1,2,3]}",
            "{\"slopes\":[1,2,null],\"offsets\":[1,2,3]}",
            "{\"slopes\":[1,2,3]}")) {
      assertThrows(IllegalArgumentException.class, () -> Calibration.parse(bad, 3), bad);
    }
  }

  @Test
  void refusesOtherSizes() {
    LinearModel model = overconfident(Loss.hinge());
    Calibration platt = Calibration.platt(model, draw(8, 50));
    assertThrows(InvalidDataException.class, () -> platt.probabilities(new double[4]));
    LinearModel two =
        LinearModel.of(new float[2], new float[2], List.of("a", "b"), Loss.hinge(), 1);
    assertThrows(InvalidDataException.class, () -> two.withCalibration(platt));
    assertThrows(InvalidDataException.class, () -> Calibration.temperature(two, draw(8, 50)));
  }

  /** Both precisions, rows and batches agree; a float model rounds to float. */
  @Test
  void batchesAreRows() {
    Dataset data = draw(9, 40);
    float[] weights = {4, 0, 0, 0, 4, 0, 0, 0, 4};
    LinearModel model = LinearModel.of(weights, new float[3], NAMES, Loss.softmax(), 1);
    LinearModel calibrated = model.withCalibration(Calibration.platt(model, data));
    for (LinearModel each : List.of(model, calibrated, overconfident(Loss.softmax()))) {
      var batch = each.probabilities(data.features(), 5, 20);
      for (int r = 0; r < 20; r++) {
        double[] row = new double[3];
        for (int d = 0; d < 3; d++) {
          row[d] = data.features().get(5 + r, d);
        }
        double[] p = each.probabilities(row);
        for (int c = 0; c < 3; c++) {
          assertEquals(p[c], batch.get(r, c), 0);
        }
      }
    }
    assertNotEquals(
        model.probabilities(new float[] {1, 0, 0})[0],
        calibrated.probabilities(new float[] {1, 0, 0})[0]);
  }
}
