package io.github.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.InvalidDataException;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.loss.Softmax;
import io.github.lanewise.matrix.DoubleMatrix;
import io.github.lanewise.matrix.FloatMatrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

@Tag("kernel")
class LinearModelTest {

  private static final List<String> AB = List.of("a", "b");

  private static List<String> names(int classes) {
    return IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
  }

  private static float[] randomFloats(SplittableRandom random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-2, 2);
    }
    return values;
  }

  private static LinearModel random(SplittableRandom random, int classes, int features) {
    return LinearModel.of(
        randomFloats(random, classes * features),
        randomFloats(random, classes),
        names(classes),
        Loss.softmax(),
        1);
  }

  /** The same numbers in double precision. */
  private static LinearModel widened(LinearModel model) {
    double[] weights = new double[model.classes() * model.features()];
    double[] bias = new double[model.classes()];
    for (int c = 0; c < model.classes(); c++) {
      bias[c] = model.bias(c);
      for (int d = 0; d < model.features(); d++) {
        weights[c * model.features() + d] = model.weight(c, d);
      }
    }
    return LinearModel.of(weights, bias, model.labelNames(), model.loss(), model.featureScale());
  }

  @Test
  void classesAndProbabilitiesAreThoseOfTwoPasses() {
    SplittableRandom random = new SplittableRandom(5);
    LinearModel floats = random(random, 11, 37);
    Features rows = Features.of(randomFloats(random, 90 * 37), 90, 37);
    for (LinearModel model : List.of(floats, widened(floats))) {
      DoubleMatrix probabilities = new DoubleMatrix(50, 11);
      int[] classes = model.predict(rows, 30, probabilities);
      assertArrayEquals(Arrays.copyOfRange(model.predict(rows), 30, 80), classes);
      assertArrayEquals(model.probabilities(rows, 30, 50).values(), probabilities.values());
    }
    assertThrows(
        InvalidDataException.class, () -> floats.predict(rows, 0, new DoubleMatrix(50, 10)));
    assertThrows(
        IndexOutOfBoundsException.class, () -> floats.predict(rows, 41, new DoubleMatrix(50, 11)));
  }

  @Test
  void scoresAreWithinTheirBoundOfTheExactSum() {
    SplittableRandom random = new SplittableRandom(1);
    for (int features : new int[] {1, 2, 15, 16, 17, 64, 255, 300, 784}) {
      for (int classes : new int[] {2, 3, 10, 13, 70}) {
        LinearModel floats = random(random, classes, features);
        LinearModel doubles = widened(floats);
        float[] row = randomFloats(random, features);
        float[] scores = floats.scores(row);
        double[] wideScores = doubles.scores(Round.toDouble(row));
        for (int c = 0; c < classes; c++) {
          double exact = floats.bias(c);
          double size = Math.abs(exact);
          for (int d = 0; d < features; d++) {
            exact += floats.weight(c, d) * row[d];
            size += Math.abs(floats.weight(c, d) * row[d]);
          }
          assertEquals(exact, scores[c], size * gamma(features + 1, 0x1p-24));
          // The reference sum is in double, too: it has the same bound.
          assertEquals(exact, wideScores[c], 2 * size * gamma(features + 1, 0x1p-53));
        }
      }
    }
  }

  private static double gamma(int operations, double u) {
    return operations * u / (1 - operations * u);
  }

  @Test
  void oneRowAndEveryKindOfBatchGiveTheSameBits() {
    SplittableRandom random = new SplittableRandom(2);
    int features = 37;
    int rows = 300;
    float[] values = randomFloats(random, rows * features);
    LinearModel model = random(random, 11, features);
    FloatMatrix batch = model.scores(FloatMatrix.of(values, rows, features));
    DoubleMatrix chunk = model.scores(Features.of(values, rows, features), 5, rows - 5);
    int[] predicted = model.predict(Features.of(values, rows, features));
    for (int r = 0; r < rows; r++) {
      float[] row = Arrays.copyOfRange(values, r * features, (r + 1) * features);
      float[] alone = model.scores(row);
      for (int c = 0; c < 11; c++) {
        assertEquals(alone[c], batch.get(r, c));
        if (r >= 5) {
          assertEquals((double) alone[c], chunk.get(r - 5, c));
        }
      }
      assertEquals(model.predict(row), predicted[r]);
      assertArrayEquals(Softmax.probabilities(alone), model.probabilities(row));
    }
  }

  @Test
  void batchesMayHaveOffsetsAndStrides() {
    LinearModel model =
        LinearModel.of(new float[] {1, 2, 3, 4}, new float[] {10, 20}, AB, Loss.hinge(), 1);
    float nan = Float.NaN;
    float[] values = {nan, 1, 1, nan, 2, 0, nan};
    FloatMatrix scores = model.scores(FloatMatrix.of(values, 1, 2, 2, 3));
    assertArrayEquals(new float[] {13, 27, 12, 26}, scores.values());
  }

  @Test
  void theOtherPrecisionIsRounded() {
    SplittableRandom random = new SplittableRandom(3);
    LinearModel floats = random(random, 4, 9);
    LinearModel doubles = widened(floats);
    double[] row = random.doubles(9).toArray();
    assertArrayEquals(Round.toDouble(floats.scores(Round.toFloat(row))), floats.scores(row));
    float[] narrow = Round.toFloat(row);
    assertArrayEquals(
        Round.toFloat(doubles.scores(Round.toDouble(narrow))), doubles.scores(narrow));
    assertArrayEquals(
        Round.toFloat(doubles.probabilities(Round.toDouble(narrow))),
        doubles.probabilities(narrow));
    assertArrayEquals(
        doubles.scores(Round.toDouble(narrow)),
        doubles.scores(DoubleMatrix.of(Round.toDouble(narrow), 1, 9)).values());
    assertArrayEquals(
        doubles.scores(narrow), doubles.scores(FloatMatrix.of(narrow, 1, 9)).values());
    assertArrayEquals(floats.scores(row), floats.scores(DoubleMatrix.of(row, 1, 9)).values());
  }

  @Test
  void equalScoresPredictTheFirstClass() {
    LinearModel model =
        LinearModel.of(new float[] {1, 3, 3, -1}, new float[4], names(4), Loss.hinge(), 1);
    assertEquals(1, model.predict(new float[] {1}));
    assertEquals(0, model.predict(new float[] {0}));
    assertEquals(3, model.predict(new double[] {-1}));
    assertEquals(1, widened(model).predict(new float[] {1}));
    assertArrayEquals(
        new int[] {1, 0, 3}, model.predict(Features.of(new float[] {1, 0, -1}, 3, 1)));
    assertArrayEquals(
        new int[] {1, 0, 3}, widened(model).predict(Features.of(new double[] {1, 0, -1}, 3, 1)));
  }

  @Test
  void aScoreThatIsNotANumberIsNoPrediction() {
    LinearModel model = LinearModel.of(new float[] {1, 2}, new float[2], AB, Loss.softmax(), 1);
    assertThrows(InvalidDataException.class, () -> model.predict(new float[] {Float.NaN}));
    assertTrue(Float.isNaN(model.scores(new float[] {Float.NaN})[1]));
  }

  /** 2^20 rows of 2^11 scores: one more than an array may have. */
  @Test
  void scoresBeyondAnArrayAreRefused() {
    int rows = 1 << 20;
    LinearModel model = random(new SplittableRandom(1), 1 << 11, 1);
    float[] values = new float[rows];
    Features features = Features.of(values, rows, 1);
    for (Executable scoring :
        List.<Executable>of(
            () -> model.scores(FloatMatrix.of(values, rows, 1)),
            () -> model.scores(features, 0, rows),
            () -> model.probabilities(features, 0, rows))) {
      assertEquals(
          "a matrix of 1048576 x 2048: 2147483648 elements, the limit is 2147483647",
          assertThrows(ArithmeticException.class, scoring).getMessage());
    }
  }

  @Test
  void accuracyIsTheShareOfRowsPredictedRight() {
    LinearModel model = LinearModel.of(new float[] {-1, 1}, new float[2], AB, Loss.hinge(), 1);
    float[] values = {-1, 1, 2, -3};
    Dataset data = Dataset.of(Features.of(values, 4, 1), new int[] {0, 1, 0, 0}, AB);
    assertEquals(0.75, model.accuracy(data));
    assertEquals(0.75, widened(model).accuracy(data));
  }

  @Test
  void bytesAreScaledInTheModelsPrecision() {
    LinearModel model =
        LinearModel.of(new float[] {1, -1}, new float[2], AB, Loss.softmax(), 1.0 / 255);
    Features bytes = Features.ofBytes(new byte[] {(byte) 200, 3}, 2, 1, 1.0 / 255);
    float expected = model.scores(new float[] {200 * (float) (1.0 / 255)})[0];
    assertEquals((double) expected, model.scores(bytes, 0, 2).get(0, 0));
  }

  @Test
  void otherSizesAreNamed() {
    LinearModel model = random(new SplittableRandom(4), 3, 5);
    Features narrow = Features.of(new float[] {1, 2, 3, 4}, 1, 4);
    List<Throwable> refused = new ArrayList<>();
    refused.add(assertThrows(InvalidDataException.class, () -> model.scores(new float[4])));
    refused.add(assertThrows(InvalidDataException.class, () -> model.scores(new double[4])));
    refused.add(assertThrows(InvalidDataException.class, () -> model.predict(new float[4])));
    refused.add(assertThrows(InvalidDataException.class, () -> model.predict(narrow)));
    refused.add(assertThrows(InvalidDataException.class, () -> model.scores(narrow, 0, 1)));
    FloatMatrix matrix = new FloatMatrix(2, 4);
    refused.add(assertThrows(InvalidDataException.class, () -> model.scores(matrix)));
    for (Throwable problem : refused) {
      assertTrue(problem.getMessage().contains("4 features, the model has 5"), problem::toString);
    }
    Dataset twoClasses = Dataset.of(Features.of(new float[10], 2, 5), new int[] {0, 1});
    Throwable classes = assertThrows(InvalidDataException.class, () -> model.accuracy(twoClasses));
    assertTrue(classes.getMessage().contains("2 classes, the model has 3"), classes::toString);
  }

  @Test
  void otherClassNamesAreRefused() {
    LinearModel model = LinearModel.of(new float[] {-1, 1}, new float[2], AB, Loss.hinge(), 1);
    Dataset swapped =
        Dataset.of(Features.of(new float[] {1}, 1, 1), new int[] {0}, List.of("b", "a"));
    Throwable problem = assertThrows(InvalidDataException.class, () -> model.accuracy(swapped));
    assertTrue(problem.getMessage().contains("class 0 is \"b\""), problem::toString);
  }

  @Test
  void theHingeLossHasNoProbabilities() {
    LinearModel model = LinearModel.of(new float[2], new float[2], AB, Loss.hinge(), 1);
    String message =
        assertThrows(UnsupportedOperationException.class, () -> model.probabilities(new float[1]))
            .getMessage();
    assertTrue(message.contains("hinge"), message);
    assertThrows(UnsupportedOperationException.class, () -> model.probabilities(new double[1]));
  }

  @Test
  void nobodyCanModifyAModel() {
    float[] weights = {1, 2};
    float[] bias = {3, 4};
    List<String> labels = new ArrayList<>(AB);
    LinearModel model = LinearModel.of(weights, bias, labels, Loss.softmax(), 1);
    weights[0] = 9;
    bias[0] = 9;
    labels.set(0, "changed");
    assertEquals(1, model.weight(0, 0));
    assertEquals(3, model.bias(0));
    assertEquals(AB, model.labelNames());
    assertArrayEquals(new float[] {4, 6}, model.scores(new float[] {1}));
    assertThrows(UnsupportedOperationException.class, () -> model.labelNames().set(0, "changed"));
  }

  @Test
  void describesItself() {
    LinearModel model = random(new SplittableRandom(5), 3, 5);
    assertEquals("softmax model, 3 classes x 5 features, float", model.toString());
    assertEquals(Precision.FLOAT, model.precision());
    assertEquals(Precision.DOUBLE, widened(model).precision());
    assertThrows(IndexOutOfBoundsException.class, () -> model.weight(0, 5));
    assertThrows(IndexOutOfBoundsException.class, () -> model.weight(3, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> model.bias(-1));
  }

  @Test
  void unacceptablePartsAreRefused() {
    float[] w = {1, 2};
    float[] b = {3, 4};
    refused("at least 2 classes", () -> LinearModel.of(w, new float[1], AB, Loss.softmax(), 1));
    refused("length 3", () -> LinearModel.of(new float[3], b, AB, Loss.softmax(), 1));
    refused("length 0", () -> LinearModel.of(new float[0], b, AB, Loss.softmax(), 1));
    refused(
        "weights[1][0] is NaN",
        () -> LinearModel.of(new float[] {1, Float.NaN}, b, AB, Loss.softmax(), 1));
    refused(
        "bias[0] is Infinity",
        () -> LinearModel.of(new double[2], new double[] {1 / 0.0, 0}, AB, Loss.softmax(), 1));
    refused("1 names", () -> LinearModel.of(w, b, List.of("a"), Loss.softmax(), 1));
    refused("empty", () -> LinearModel.of(w, b, List.of("a", ""), Loss.softmax(), 1));
    refused("twice", () -> LinearModel.of(w, b, List.of("a", "a"), Loss.softmax(), 1));
    for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      refused("featureScale", () -> LinearModel.of(w, b, AB, Loss.softmax(), scale));
    }
  }

  private static void refused(String expected, Runnable maker) {
    String message = assertThrows(IllegalArgumentException.class, maker::run).getMessage();
    assertTrue(message.contains(expected), message);
  }

  @Test
  void theDigestIsThatOfTheLittleEndianBytes() throws Exception {
    SplittableRandom random = new SplittableRandom(6);
    // More than one block of 64 KiB, and not a whole number of them.
    LinearModel model = random(random, 7, 3000);
    ByteBuffer floats = ByteBuffer.allocate(7 * 3001 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer doubles =
        ByteBuffer.allocate(7 * 3001 * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int c = 0; c < 7; c++) {
      for (int d = 0; d < 3000; d++) {
        floats.putFloat((float) model.weight(c, d));
        doubles.putDouble(model.weight(c, d));
      }
    }
    for (int c = 0; c < 7; c++) {
      floats.putFloat((float) model.bias(c));
      doubles.putDouble(model.bias(c));
    }
    assertEquals(sha256(floats.array()), model.sha256());
    assertEquals(sha256(doubles.array()), widened(model).sha256());
  }

  @Test
  void theDigestOfAKnownModelIsKnown() {
    // sha256sum of the bytes of 1f, -2f, 0.5f, 0f.
    LinearModel model =
        LinearModel.of(new float[] {1, -2}, new float[] {0.5f, 0}, AB, Loss.softmax(), 1);
    assertEquals(
        "c16372899a2906d5f8ddcbd6371a6e2315909b9a7195368ed55793904e9b33d3", model.sha256());
    Thread.currentThread().interrupt();
    String interrupted = model.sha256();
    assertTrue(Thread.interrupted());
    assertEquals(model.sha256(), interrupted);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
