package io.github.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.InvalidDataException;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.matrix.DoubleMatrix;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The expected numbers are scikit-learn 1.2's ({@code zero_division=0}), ECE is NumPy's. */
@Tag("kernel")
class EvaluationTest {

  /** Sums of ten terms of at most 10, in an order that is not NumPy's. */
  private static final double TOLERANCE = 1e-14;

  /** A row's features are its scores; class 3 is neither there nor predicted. */
  private static final double[] SCORES = {
    2, 1, 0, 0, 0, 3, 1, -1, 1, 1, 0, -2, 0.5, 0, 2, 0, 3, 0, 0, 0, 0, 0, 1.5, 1, 1, 2, 3, 0, -1,
    0.25, 0, 0, 2, 2, 2, 0, 0, 1, -1, 0.5
  };

  private static final int[] LABELS = {0, 1, 1, 2, 0, 2, 1, 0, 2, 1};
  private static final float[] WEIGHTS = {1, 2, 0.5f, 1, 0, 3, 1, 1.5f, 1, 2};
  private static final List<String> NAMES = List.of("a", "b", "c", "d");

  private static Dataset rows() {
    return Dataset.of(Features.of(SCORES, 10, 4), LABELS, NAMES);
  }

  /** Scores are the features. */
  private static LinearModel identity(Loss loss) {
    double[] weights = new double[16];
    for (int c = 0; c < 4; c++) {
      weights[c * 5] = 1;
    }
    return LinearModel.of(weights, new double[4], NAMES, loss, 1);
  }

  private static void assertQuality(
      double precision, double recall, double f1, double support, Evaluation.Quality actual) {
    assertEquals(precision, actual.precision(), TOLERANCE);
    assertEquals(recall, actual.recall(), TOLERANCE);
    assertEquals(f1, actual.f1(), TOLERANCE);
    assertEquals(support, actual.support(), 0);
  }

  @Test
  void metricsOfEqualRows() {
    Evaluation evaluation = Evaluation.of(identity(Loss.softmax()), rows());
    assertEquals(10, evaluation.rows());
    assertEquals(0.6, evaluation.accuracy(), 0);
    assertEquals(0.6, identity(Loss.softmax()).accuracy(rows()), 0);
    assertEquals(0.8, evaluation.topAccuracy(2), 0);
    assertEquals(1, evaluation.topAccuracy(4), 0);
    assertEquals(1, evaluation.topAccuracy(5), 0);
    assertEquals(0.844626930968946, evaluation.logLoss(), TOLERANCE);
    assertEquals(evaluation.logLoss(), evaluation.meanLoss(), 0);
    assertEquals(0.4492927977937889, evaluation.brierScore(), TOLERANCE);
    assertEquals(0.3006814363830786, evaluation.calibrationError(), TOLERANCE);
    assertQuality(0.5, 2 / 3.0, 4 / 7.0, 3, evaluation.quality(0));
    assertQuality(2 / 3.0, 0.5, 4 / 7.0, 4, evaluation.quality(1));
    assertQuality(2 / 3.0, 2 / 3.0, 2 / 3.0, 3, evaluation.quality(2));
    assertQuality(0, 0, 0, 0, evaluation.quality(3));
    assertQuality(0.611111111111111, 0.611111111111111, 0.6031746031746033, 10, evaluation.macro());
    assertQuality(0.6166666666666666, 0.6, 0.6, 10, evaluation.weighted());
    assertQuality(0.6, 0.6, 0.6, 10, evaluation.micro());
    assertConfusion(new double[] {2, 1, 0, 0, 1, 2, 1, 0, 1, 0, 2, 0, 0, 0, 0, 0}, evaluation);
  }

  @Test
  void metricsOfWeightedRows() {
    Evaluation evaluation = Evaluation.of(identity(Loss.softmax()), rows().withWeights(WEIGHTS));
    assertEquals(0.6923076923076923, evaluation.accuracy(), TOLERANCE);
    assertEquals(0.8076923076923077, evaluation.topAccuracy(2), TOLERANCE);
    assertEquals(0.875648954061729, evaluation.logLoss(), TOLERANCE);
    assertEquals(0.45594039718865254, evaluation.brierScore(), TOLERANCE);
    assertEquals(0.35127901585745713, evaluation.calibrationError(), TOLERANCE);
    assertQuality(0.4, 0.4, 0.4, 2.5, evaluation.quality(0));
    assertQuality(8 / 11.0, 8 / 11.0, 8 / 11.0, 5.5, evaluation.quality(1));
    double macro = 0.6424242424242425;
    assertQuality(macro, macro, macro, 13, evaluation.macro());
    double weighted = 0.6923076923076923;
    assertQuality(weighted, weighted, weighted, 13, evaluation.weighted());
    assertConfusion(new double[] {1, 1.5, 0, 0, 0.5, 4, 1, 0, 1, 0, 4, 0, 0, 0, 0, 0}, evaluation);
  }

  private static void assertConfusion(double[] expected, Evaluation evaluation) {
    DoubleMatrix matrix = evaluation.confusionMatrix();
    double[] actual = IntStream.range(0, 16).mapToDouble(i -> matrix.get(i / 4, i % 4)).toArray();
    assertArrayEquals(expected, actual);
  }

  /** Certainty is in the same bin as all that is above 14/15: (1 + 1.95 of confidence, 1 right). */
  @Test
  void certaintyIsInTheLastBin() {
    double almost = Math.log(0.95 / 0.05);
    double[] scores = {1000, 0, 0, 0, almost, 0, -1000, -1000};
    Dataset two = Dataset.of(Features.of(scores, 2, 4), new int[] {1, 0}, NAMES);
    Evaluation evaluation = Evaluation.of(identity(Loss.softmax()), two);
    assertEquals(Math.abs(1 - 1.95) / 2, evaluation.calibrationError(), TOLERANCE);
  }

  /** 1/3 is 5/15, the end of a bin, and 0.35 is in the next one: one is right, one is wrong. */
  @Test
  void binsOfConfidenceEndWithTheirUpperBound() {
    double more = Math.log(0.35 / (0.65 / 3));
    double[] scores = {0, 0, 0, -1000, more, 0, 0, 0};
    Dataset two = Dataset.of(Features.of(scores, 2, 4), new int[] {0, 1}, NAMES);
    Evaluation evaluation = Evaluation.of(identity(Loss.softmax()), two);
    assertEquals((2 / 3.0 + 0.35) / 2, evaluation.calibrationError(), TOLERANCE);
  }

  /** Class 1 is predicted and never true, class 3 is neither: two classes count for the mean. */
  @Test
  void macroCountsClassesThatArePredictedOnly() {
    double[] scores = {1, 0, 0, 0, 0, 1, 0, 0};
    Dataset two = Dataset.of(Features.of(scores, 2, 4), new int[] {0, 0}, NAMES);
    Evaluation evaluation = Evaluation.of(identity(Loss.softmax()), two);
    assertQuality(0.5, 0.25, 1 / 3.0, 2, evaluation.macro());
  }

  @Test
  void hingeModelsHaveWhatScoresAllow() {
    Evaluation evaluation = Evaluation.of(identity(Loss.hinge()), rows());
    assertEquals(0.6, evaluation.accuracy(), 0);
    assertEquals(1.225, evaluation.meanLoss(), TOLERANCE);
    assertFalse(evaluation.hasProbabilities());
    assertThrows(UnsupportedOperationException.class, evaluation::logLoss);
    assertThrows(UnsupportedOperationException.class, evaluation::brierScore);
    assertThrows(UnsupportedOperationException.class, evaluation::calibrationError);
    assertFalse(evaluation.toString().contains("ECE"));
  }

  /** Rows 3 and 9 have ties: of the first two classes, and of the first three. */
  @Test
  void theFirstOfEqualScoresComesFirst() {
    Dataset tied = rows().select(new int[] {2, 8});
    Evaluation evaluation = Evaluation.of(identity(Loss.softmax()), tied);
    assertEquals(0, evaluation.accuracy(), 0);
    assertEquals(0.5, evaluation.topAccuracy(2), 0);
    assertEquals(1, evaluation.topAccuracy(3), 0);
  }

  /** Three tiles, and a row whose weight is 0 although its loss is infinite. */
  @Test
  void weightsCountLikeCopies() {
    int rows = 2500;
    double[] values = new double[rows * 4];
    int[] labels = new int[rows];
    float[] weights = new float[rows];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(SCORES, row % 10 * 4, values, row * 4, 4);
      labels[row] = LABELS[row % 10];
      weights[row] = row % 3;
    }
    values[0] = -1e308;
    values[1] = 1e308;
    Dataset all = Dataset.of(features(values, rows), labels, NAMES);
    int[] copies =
        IntStream.range(0, rows)
            .flatMap(row -> IntStream.range(0, row % 3).map(copy -> row))
            .toArray();
    LinearModel model = identity(Loss.softmax());
    Evaluation weighted = Evaluation.of(model, all.withWeights(weights));
    Evaluation copied = Evaluation.of(model, all.select(copies));
    assertEquals(copied.toString(), weighted.toString());
    // Chains of 2,500 sums of like terms.
    assertEquals(copied.logLoss(), weighted.logLoss(), 2500 * 0x1p-52);
    assertEquals(copied.brierScore(), weighted.brierScore(), 2500 * 0x1p-52);
    assertEquals(copied.accuracy(), weighted.accuracy(), 0);
  }

  private static Features features(double[] values, int rows) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.clamp(values[i], -3e38, 3e38);
    }
    return Features.of(values, rows, 4);
  }

  @Test
  void refusesWhatDoesNotFit() {
    LinearModel model = identity(Loss.softmax());
    Evaluation evaluation = Evaluation.of(model, rows());
    assertThrows(IllegalArgumentException.class, () -> evaluation.topAccuracy(0));
    assertThrows(IndexOutOfBoundsException.class, () -> evaluation.quality(4));
    Dataset otherNames =
        Dataset.of(Features.of(SCORES, 10, 4), LABELS, List.of("a", "b", "c", "e"));
    assertThrows(InvalidDataException.class, () -> Evaluation.of(model, otherNames));
    Dataset narrow = Dataset.of(Features.of(new float[20], 10, 2), LABELS, NAMES);
    assertThrows(InvalidDataException.class, () -> Evaluation.of(model, narrow));
  }

  @Test
  void theTableHasALineForEachClass() {
    String table = Evaluation.of(identity(Loss.softmax()), rows()).toString();
    assertTrue(table.startsWith("accuracy  0.6000"), table);
    assertEquals(13, table.lines().count(), table);
    assertTrue(table.contains("a            0.5000     0.6667     0.5714          3"), table);
  }
}
