package io.github.lanewise.model;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.InvalidDataException;
import io.github.lanewise.io.Json;
import io.github.lanewise.loss.Softmax;
import io.github.lanewise.matrix.DoubleMatrix;
import java.util.Map;

/**
 * A map from a model's scores s to probabilities that can be believed: P = softmax(z(s)), with z
 * fitted to rows that the model was not trained on.
 *
 * <p>{@link LinearModel#withCalibration} keeps it beside the model, and a model file stores it. It
 * changes probabilities alone: scores, and the class that is predicted from them, stay.
 *
 * <p>Fitting runs on the calling thread, holds the scores [N x C] in memory as double, and gives
 * the same bits everywhere. Immutable and safe for any number of threads.
 */
public abstract sealed class Calibration permits Temperature, Platt {

  /** Larger scores come of a training gone astray; squares of these, summed, stay finite. */
  private static final double LARGEST_SCORE = 1e120;

  Calibration() {}

  /**
   * Temperature scaling: z = s / T, with the one T from 2^-10 to 2^10 that minimises the log loss
   * of the held-out rows. That loss is convex in 1 / T, and T = 1 leaves softmax as it is, so on
   * those rows it does not get worse. The order of the probabilities is that of the scores.
   *
   * <p>After Guo, Pleiss, Sun and Weinberger, On calibration of modern neural networks (2017).
   *
   * @param model whose scores to calibrate; a calibration that it has already is left out of
   *     account. Not modified.
   * @param heldOut rows that were not used in training; weights of rows count, and of soft targets
   *     the label. Not modified.
   * @return the calibration
   * @throws InvalidDataException if the rows have another number of features than the model, the
   *     classes are not those of the model, or a score is NaN or beyond 1e120 in size
   * @throws ArithmeticException if N x C passes 2^31 - 1
   */
  public static Calibration temperature(LinearModel model, Dataset heldOut) {
    return Temperature.fit(scores(model, heldOut), heldOut.labels(), weights(heldOut));
  }

  /**
   * Platt scaling of each class against the rest, normalised: q_c = 1 / (1 + exp(A_c s_c + B_c)), P
   * = q / sum_c q_c. A_c and B_c minimise the cross-entropy of q_c against the smoothed targets (n+
   * + 1) / (n+ + 2) for rows of class c and 1 / (n- + 2) for all others, n+ and n- being the
   * weights of these rows. With classes calibrated one by one the most probable class need not be
   * the one with the largest score.
   *
   * <p>After Platt, Probabilistic outputs for support vector machines (1999), fitted by the Newton
   * method of Lin, Lin and Weng, A note on Platt's probabilistic outputs (2007).
   *
   * @param model whose scores to calibrate; a calibration that it has already is left out of
   *     account. Not modified.
   * @param heldOut rows that were not used in training; weights of rows count, and of soft targets
   *     the label. Not modified.
   * @return the calibration
   * @throws InvalidDataException if the rows have another number of features than the model, the
   *     classes are not those of the model, or a score is NaN or beyond 1e120 in size
   * @throws ArithmeticException if N x C passes 2^31 - 1
   */
  public static Calibration platt(LinearModel model, Dataset heldOut) {
    return Platt.fit(scores(model, heldOut), heldOut.labels(), weights(heldOut));
  }

  private static DoubleMatrix scores(LinearModel model, Dataset heldOut) {
    model.checkClasses(heldOut.labelNames());
    DoubleMatrix scores = model.scores(heldOut.features(), 0, heldOut.rows());
    for (int row = 0; row < scores.rows(); row++) {
      for (int c = 0; c < scores.columns(); c++) {
        if (!(Math.abs(scores.get(row, c)) <= LARGEST_SCORE)) {
          throw new InvalidDataException(
              "heldOut: row %s has the score %s for class %s; must be at most %s in size"
                  .formatted(row, scores.get(row, c), c, LARGEST_SCORE));
        }
      }
    }
    return scores;
  }

  private static double[] weights(Dataset data) {
    double[] weights = new double[data.rows()];
    float[] given = data.weights();
    for (int row = 0; row < weights.length; row++) {
      weights[row] = given == null ? 1 : given[row];
    }
    return weights;
  }

  /**
   * The probabilities of one row.
   *
   * @param scores s [C]. Not modified.
   * @return P [C], a new array
   * @throws InvalidDataException if this was fitted to another number of classes
   */
  public final double[] probabilities(double[] scores) {
    checkClasses(scores.length);
    return Softmax.probabilities(logits(scores));
  }

  /** Throws unless this can be applied to that many classes. */
  abstract void checkClasses(int classes);

  /** z(s), with P = softmax(z), as a new array. */
  abstract double[] logits(double[] scores);

  /** What a model file keeps: names and numbers, for {@link #parse}. */
  abstract Map<String, Object> members();

  /** Reads what {@link #members} became as JSON, for that many classes. */
  static Calibration parse(String json, int classes) {
    if (Json.parse(json, (int) Math.min(2L * classes + 3, Integer.MAX_VALUE))
        instanceof Map<?, ?> members) {
      if (members.keySet().equals(Temperature.KEYS)) {
        return Temperature.of(members);
      }
      if (members.keySet().equals(Platt.KEYS)) {
        return Platt.of(members, classes);
      }
    }
    throw new IllegalArgumentException(
        "calibration: expected an object with %s or %s".formatted(Temperature.KEYS, Platt.KEYS));
  }
}
