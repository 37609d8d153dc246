package io.github.lanewise.model;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.InvalidDataException;
import io.github.lanewise.io.Sha256;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.loss.Softmax;
import io.github.lanewise.loss.SoftmaxLoss;
import io.github.lanewise.matrix.DoubleMatrix;
import io.github.lanewise.matrix.FloatMatrix;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A trained classifier: scores s = W x + b with W [C x D] and b [C], and the names of its C
 * classes.
 *
 * <p>Every score is computed in the model's {@link #precision()}: a row or a result of the other
 * precision is rounded to the nearest, so that {@code scores(float[])} of a double model differs
 * from {@code scores(double[])} by that rounding only. With unit roundoff u (2^-24 or 2^-53), a
 * score is within (D + 1) u / (1 - (D + 1) u) of sum_d |w_cd x_d| + |b_c| of its exact value.
 *
 * <p>Immutable and safe for any number of threads. Which row lies beside which, and how many, does
 * not change a bit of any score.
 */
public final class LinearModel {

  private final Parameters parameters;
  private final List<String> labelNames;
  private final Loss loss;
  private final double featureScale;
  private final Calibration calibration;
  private final Map<String, String> metadata;

  private LinearModel(
      Parameters parameters,
      List<String> labelNames,
      Loss loss,
      double featureScale,
      Calibration calibration,
      Map<String, String> metadata) {
    this.parameters = parameters;
    this.metadata = metadata;
    this.calibration = calibration;
    this.loss = Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(labelNames, "labelNames");
    this.labelNames = checkedNames(labelNames, parameters.classes());
    if (!(featureScale > 0 && Double.isFinite(featureScale))) {
      throw new IllegalArgumentException(
          "featureScale: " + featureScale + " is not finite and above 0");
    }
    this.featureScale = featureScale;
  }

  /**
   * A model that computes in single precision.
   *
   * @param weights W [C x D], row by row. Not modified, copied.
   * @param bias b [C]. Not modified, copied.
   * @param labelNames the names of classes 0 to C - 1. Not modified, copied.
   * @param loss the loss that the parameters were trained with
   * @param featureScale the factor by which stored features were multiplied before training, 1 for
   *     none
   * @return the model
   * @throws IllegalArgumentException if there are fewer than two classes or no features, sizes do
   *     not match, a weight or bias is not finite, a label name is empty or occurs twice, or the
   *     scale is not finite and above 0
   */
  public static LinearModel of(
      float[] weights, float[] bias, List<String> labelNames, Loss loss, double featureScale) {
    return of(new FloatParameters(weights.clone(), bias.clone()), labelNames, loss, featureScale);
  }

  /**
   * A model that computes in double precision.
   *
   * @param weights W [C x D], row by row. Not modified, copied.
   * @param bias b [C]. Not modified, copied.
   * @param labelNames the names of classes 0 to C - 1. Not modified, copied.
   * @param loss the loss that the parameters were trained with
   * @param featureScale the factor by which stored features were multiplied before training, 1 for
   *     none
   * @return the model
   * @throws IllegalArgumentException if there are fewer than two classes or no features, sizes do
   *     not match, a weight or bias is not finite, a label name is empty or occurs twice, or the
   *     scale is not finite and above 0
   */
  public static LinearModel of(
      double[] weights, double[] bias, List<String> labelNames, Loss loss, double featureScale) {
    return of(new DoubleParameters(weights.clone(), bias.clone()), labelNames, loss, featureScale);
  }

  /** For parameters that nobody else can modify. */
  static LinearModel of(
      Parameters parameters, List<String> labelNames, Loss loss, double featureScale) {
    return new LinearModel(parameters, labelNames, loss, featureScale, null, Map.of());
  }

  /**
   * The same model with other probabilities. Scores, classes and {@link #sha256} stay.
   *
   * @param calibration fitted to this model's scores
   * @return the calibrated model, sharing everything else with this one
   * @throws InvalidDataException if it was fitted to another number of classes
   */
  public LinearModel withCalibration(Calibration calibration) {
    calibration.checkClasses(classes());
    return new LinearModel(parameters, labelNames, loss, featureScale, calibration, metadata);
  }

  /**
   * The same model with other remarks on where it comes from: of what data, by which options, how
   * well. They change nothing and stay with the model in its file.
   *
   * @param metadata at most 1,000 texts by keys; none of the keys that {@link ModelFile} uses
   *     itself. Not modified, copied.
   * @return the model with these remarks alone, sharing everything else with this one
   * @throws IllegalArgumentException if a key is used by the model file, or there are more texts
   * @throws NullPointerException if a key or a text is null
   */
  public LinearModel withMetadata(Map<String, String> metadata) {
    if (metadata.size() > ModelHeader.MAX_REMARKS) {
      throw new IllegalArgumentException(
          "metadata: " + metadata.size() + " texts; the limit is " + ModelHeader.MAX_REMARKS);
    }
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      if (ModelHeader.OWN_KEYS.contains(entry.getKey())) {
        throw new IllegalArgumentException(
            "metadata: the key \"" + entry.getKey() + "\" belongs to the model file");
      }
      Objects.requireNonNull(entry.getValue(), () -> "metadata: " + entry.getKey());
    }
    // Sorted, so that a file's bytes do not depend on the order in a map.
    Map<String, String> sorted = Collections.unmodifiableMap(new TreeMap<>(metadata));
    return new LinearModel(parameters, labelNames, loss, featureScale, calibration, sorted);
  }

  private static List<String> checkedNames(List<String> labelNames, int classes) {
    List<String> names = List.copyOf(labelNames);
    if (names.size() != classes) {
      throw new IllegalArgumentException(
          "labelNames: " + names.size() + " names for " + classes + " classes");
    }
    Set<String> seen = new HashSet<>();
    for (int c = 0; c < classes; c++) {
      if (names.get(c).isEmpty()) {
        throw new IllegalArgumentException("labelNames[" + c + "] is empty");
      }
      if (!seen.add(names.get(c))) {
        throw new IllegalArgumentException(
            "labelNames[" + c + "]: \"" + names.get(c) + "\" occurs twice");
      }
    }
    return names;
  }

  /**
   * The format of the weights, and of the arithmetic.
   *
   * @return the precision
   */
  public Precision precision() {
    return parameters instanceof FloatParameters ? Precision.FLOAT : Precision.DOUBLE;
  }

  /**
   * The number of classes, C.
   *
   * @return at least 2
   */
  public int classes() {
    return parameters.classes();
  }

  /**
   * The number of features, D.
   *
   * @return at least 1
   */
  public int features() {
    return parameters.features();
  }

  /**
   * One element of W.
   *
   * @param c the class, 0 to C - 1
   * @param d the feature, 0 to D - 1
   * @return W_cd
   * @throws IndexOutOfBoundsException if there is no such class or feature
   */
  public double weight(int c, int d) {
    Objects.checkIndex(c, classes());
    Objects.checkIndex(d, features());
    return parameters.weight(c, d);
  }

  /**
   * One element of b.
   *
   * @param c the class, 0 to C - 1
   * @return b_c
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public double bias(int c) {
    Objects.checkIndex(c, classes());
    return parameters.bias(c);
  }

  /**
   * The names of the classes.
   *
   * @return C distinct names, unmodifiable
   */
  public List<String> labelNames() {
    return labelNames;
  }

  /**
   * The loss that the parameters were trained with.
   *
   * @return the loss
   */
  public Loss loss() {
    return loss;
  }

  /**
   * What stored features have to be multiplied by before this model sees them.
   *
   * @return the scale, such as 1/255 for images kept as bytes
   */
  public double featureScale() {
    return featureScale;
  }

  /**
   * What turns scores into probabilities where softmax alone does not.
   *
   * @return the calibration, empty if the model was not calibrated
   */
  public Optional<Calibration> calibration() {
    return Optional.ofNullable(calibration);
  }

  /**
   * Remarks on where the model comes from, see {@link #withMetadata}.
   *
   * @return texts by keys, in the order of the keys, unmodifiable
   */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * Whether {@link #probabilities(float[])} works.
   *
   * @return true if the model was trained with softmax, or was calibrated
   */
  public boolean hasProbabilities() {
    return calibration != null || loss instanceof SoftmaxLoss;
  }

  /**
   * The scores of one row: s_c = sum_d W_cd x_d + b_c. A NaN in the row gives NaN.
   *
   * @param row x [D]. Not modified.
   * @return s [C], a new array
   * @throws InvalidDataException if the row has another length than D
   */
  public float[] scores(float[] row) {
    checkFeatures("row", row.length);
    if (parameters instanceof FloatParameters floats) {
      float[] scores = new float[classes()];
      floats.scores(row, 0, features(), 1, scores, 0, classes());
      return scores;
    }
    return Round.toFloat(scores(Round.toDouble(row)));
  }

  /**
   * The scores of one row: s_c = sum_d W_cd x_d + b_c. A NaN in the row gives NaN.
   *
   * @param row x [D]. Not modified.
   * @return s [C], a new array
   * @throws InvalidDataException if the row has another length than D
   */
  public double[] scores(double[] row) {
    checkFeatures("row", row.length);
    if (parameters instanceof DoubleParameters doubles) {
      double[] scores = new double[classes()];
      doubles.scores(row, 0, features(), 1, scores, 0, classes());
      return scores;
    }
    return Round.toDouble(scores(Round.toFloat(row)));
  }

  /**
   * The scores of a batch: S = X W^T + b.
   *
   * @param rows X [B x D]. Not modified.
   * @return S [B x C], a new matrix
   * @throws InvalidDataException if the rows have another length than D
   * @throws ArithmeticException if B x C passes 2^31 - 1
   */
  public FloatMatrix scores(FloatMatrix rows) {
    checkFeatures("rows", rows.columns());
    if (parameters instanceof FloatParameters floats) {
      FloatMatrix scores = new FloatMatrix(rows.rows(), classes());
      floats.scores(
          rows.values(), rows.offset(), rows.stride(), rows.rows(), scores.values(), 0, classes());
      return scores;
    }
    return Round.toFloat(scores(Round.toDouble(rows)));
  }

  /**
   * The scores of a batch: S = X W^T + b.
   *
   * @param rows X [B x D]. Not modified.
   * @return S [B x C], a new matrix
   * @throws InvalidDataException if the rows have another length than D
   * @throws ArithmeticException if B x C passes 2^31 - 1
   */
  public DoubleMatrix scores(DoubleMatrix rows) {
    checkFeatures("rows", rows.columns());
    if (parameters instanceof DoubleParameters doubles) {
      DoubleMatrix scores = new DoubleMatrix(rows.rows(), classes());
      doubles.scores(
          rows.values(), rows.offset(), rows.stride(), rows.rows(), scores.values(), 0, classes());
      return scores;
    }
    return Round.toDouble(scores(Round.toFloat(rows)));
  }

  /**
   * The scores of consecutive rows of a data set, which is read tile by tile and never copied.
   *
   * @param features X [N x D]. Not modified.
   * @param from the first row
   * @param count the number of rows, B
   * @return S [B x C], a new matrix: computed in the model's precision, which double can express
   * @throws InvalidDataException if the rows have another length than D
   * @throws IndexOutOfBoundsException if the rows do not exist
   * @throws ArithmeticException if B x C passes 2^31 - 1
   */
  public DoubleMatrix scores(Features features, int from, int count) {
    checkFeatures("features", features.columns());
    Objects.checkFromIndexSize(from, count, features.rows());
    DoubleMatrix scores = new DoubleMatrix(count, classes());
    parameters.scores(features, from, count, scores);
    return scores;
  }

  /**
   * The probabilities of one row: the calibrated ones, rounded to the model's precision, if the
   * model has a calibration, else softmax's, see {@link Softmax#probabilities(float[])}. A NaN in
   * the row makes all of them NaN, and an infinity may; {@link #predict(float[])} refuses such
   * scores.
   *
   * @param row x [D]. Not modified.
   * @return P [C], a new array
   * @throws InvalidDataException if the row has another length than D
   * @throws UnsupportedOperationException if the model has no calibration and was trained with the
   *     hinge loss, whose scores are no logarithms of probabilities
   */
  public float[] probabilities(float[] row) {
    checkProbabilities();
    if (parameters instanceof DoubleParameters) {
      return Round.toFloat(probabilities(Round.toDouble(row)));
    }
    return fromScores(scores(row));
  }

  /**
   * The probabilities of one row, as {@link #probabilities(float[])}.
   *
   * @param row x [D]. Not modified.
   * @return P [C], a new array
   * @throws InvalidDataException if the row has another length than D
   * @throws UnsupportedOperationException if the model has no calibration and was trained with the
   *     hinge loss, whose scores are no logarithms of probabilities
   */
  public double[] probabilities(double[] row) {
    checkProbabilities();
    if (parameters instanceof FloatParameters) {
      return Round.toDouble(probabilities(Round.toFloat(row)));
    }
    return fromScores(scores(row));
  }

  /**
   * The probabilities of consecutive rows of a data set, as {@link #probabilities(float[])}.
   *
   * @param features X [N x D]. Not modified.
   * @param from the first row
   * @param count the number of rows, B
   * @return P [B x C], a new matrix: in the model's precision, which double can express
   * @throws InvalidDataException if the rows have another length than D
   * @throws IndexOutOfBoundsException if the rows do not exist
   * @throws ArithmeticException if B x C passes 2^31 - 1
   * @throws UnsupportedOperationException if the model has no calibration and was trained with the
   *     hinge loss, whose scores are no logarithms of probabilities
   */
  public DoubleMatrix probabilities(Features features, int from, int count) {
    checkProbabilities();
    DoubleMatrix matrix = scores(features, from, count);
    for (int r = 0; r < count; r++) {
      fromScores(matrix, r);
    }
    return matrix;
  }

  /** Makes probabilities of the scores of a row. */
  private void fromScores(DoubleMatrix matrix, int r) {
    double[] row = new double[classes()];
    int start = matrix.offset() + r * matrix.stride();
    System.arraycopy(matrix.values(), start, row, 0, row.length);
    double[] p =
        parameters instanceof FloatParameters
            ? Round.toDouble(fromScores(Round.toFloat(row)))
            : fromScores(row);
    System.arraycopy(p, 0, matrix.values(), start, p.length);
  }

  private float[] fromScores(float[] scores) {
    return calibration == null
        ? Softmax.probabilities(scores)
        : Round.toFloat(calibration.probabilities(Round.toDouble(scores)));
  }

  private double[] fromScores(double[] scores) {
    return calibration == null ? Softmax.probabilities(scores) : calibration.probabilities(scores);
  }

  /** z with P = softmax(z), in double, for the scores of a row in this model's precision. */
  double[] logits(double[] scores) {
    return calibration == null ? scores : calibration.logits(scores);
  }

  /**
   * The class with the largest score; the first one of equals.
   *
   * @param row x [D]. Not modified.
   * @return the class, 0 to C - 1
   * @throws InvalidDataException if the row has another length than D or gives a score that is NaN
   */
  public int predict(float[] row) {
    checkFeatures("row", row.length);
    return parameters instanceof FloatParameters floats
        ? floats.predict(row)
        : predict(Round.toDouble(row));
  }

  /**
   * The class with the largest score; the first one of equals.
   *
   * @param row x [D]. Not modified.
   * @return the class, 0 to C - 1
   * @throws InvalidDataException if the row has another length than D or gives a score that is NaN
   */
  public int predict(double[] row) {
    checkFeatures("row", row.length);
    return parameters instanceof DoubleParameters doubles
        ? doubles.predict(row)
        : predict(Round.toFloat(row));
  }

  /**
   * The class with the largest score, for every row; the first one of equals. The rows are read
   * tile by tile and never copied.
   *
   * @param features X [N x D]. Not modified.
   * @return N classes, each 0 to C - 1
   * @throws InvalidDataException if the rows have another length than D or a score is NaN
   */
  public int[] predict(Features features) {
    checkFeatures("features", features.columns());
    return parameters.predict(features);
  }

  /**
   * The classes and the probabilities of consecutive rows of a data set, which are scored once:
   * what {@link #predict(Features)} and {@link #probabilities(Features, int, int)} give, bit for
   * bit.
   *
   * @param features X [N x D]. Not modified.
   * @param from the first row
   * @param probabilities P [B x C] of B rows. Modified.
   * @return B classes, each 0 to C - 1
   * @throws InvalidDataException if the rows have another length than D, the matrix another number
   *     of columns than C, or a score is NaN, which leaves the matrix modified
   * @throws IndexOutOfBoundsException if the rows do not exist
   * @throws UnsupportedOperationException if the model has no calibration and was trained with the
   *     hinge loss, whose scores are no logarithms of probabilities
   */
  public int[] predict(Features features, int from, DoubleMatrix probabilities) {
    checkProbabilities();
    checkFeatures("features", features.columns());
    if (probabilities.columns() != classes()) {
      throw new InvalidDataException(
          "probabilities: %s columns for %s classes; one for each is needed"
              .formatted(probabilities.columns(), classes()));
    }
    int[] predicted = new int[probabilities.rows()];
    Objects.checkFromIndexSize(from, predicted.length, features.rows());
    parameters.scores(features, from, predicted.length, probabilities);
    for (int r = 0; r < predicted.length; r++) {
      int start = probabilities.offset() + r * probabilities.stride();
      predicted[r] = DoubleParameters.largest(probabilities.values(), start, classes(), from + r);
      fromScores(probabilities, r);
    }
    return predicted;
  }

  /**
   * The share of rows whose class is predicted right; weights of rows do not count. {@link
   * Evaluation} knows more metrics, and weights.
   *
   * @param data rows and their true classes. Not modified.
   * @return between 0 and 1
   * @throws InvalidDataException if the rows have another length than D, the classes are not those
   *     of this model, or a score is NaN
   */
  public double accuracy(Dataset data) {
    checkClasses(data.labelNames());
    int[] predicted = predict(data.features());
    int right = 0;
    for (int row = 0; row < predicted.length; row++) {
      right += predicted[row] == data.label(row) ? 1 : 0;
    }
    return (double) right / predicted.length;
  }

  /**
   * The SHA-256 digest of W row by row, then b, as little-endian bytes in the model's precision:
   * equal if and only if two models of one shape are equal bit for bit.
   *
   * @return 64 hexadecimal digits
   */
  public String sha256() {
    return Sha256.of(
        channel -> {
          parameters.writeWeights(channel);
          parameters.writeBias(channel);
        });
  }

  /**
   * One line that says what this is.
   *
   * @return for example {@code softmax model, 10 classes x 784 features, float}
   */
  @Override
  public String toString() {
    return loss + " model, " + classes() + " classes x " + features() + " features, " + precision();
  }

  Parameters parameters() {
    return parameters;
  }

  private void checkProbabilities() {
    if (!hasProbabilities()) {
      throw new UnsupportedOperationException(
          "this model was trained with the "
              + loss.name()
              + " loss, which gives scores but no probabilities;"
              + " calibrate it, or train with softmax");
    }
  }

  private void checkFeatures(String name, int length) {
    if (length != features()) {
      throw new InvalidDataException(
          name + ": the data has " + length + " features, the model has " + features());
    }
  }

  /** Throws unless a data set's classes are those of this model. */
  void checkClasses(List<String> names) {
    if (names.size() != classes()) {
      throw new InvalidDataException(
          "data: it has " + names.size() + " classes, the model has " + classes());
    }
    for (int c = 0; c < classes(); c++) {
      if (!names.get(c).equals(labelNames.get(c))) {
        throw new InvalidDataException(
            "data: class %s is \"%s\", in the model it is \"%s\""
                .formatted(c, names.get(c), labelNames.get(c)));
      }
    }
  }
}
