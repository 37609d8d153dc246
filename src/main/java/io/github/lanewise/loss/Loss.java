package io.github.lanewise.loss;

import io.github.lanewise.matrix.DoubleMatrix;
import io.github.lanewise.matrix.FloatMatrix;

/**
 * A loss L(s, y) of a row's scores s [C] and its label y, with its gradient dL/ds [C].
 *
 * <p>There are two, {@link SoftmaxLoss} and {@link HingeLoss}; they differ in one row kernel, and
 * everything here follows from it. Scores may be float or double; losses are always double.
 *
 * <p>With s = W x + b the chain rule gives the gradients of the parameters: dL/dw_c = dL/ds_c x and
 * dL/db_c = dL/ds_c. Derived in {@code docs/mathematics.md}.
 *
 * <p>Instances are immutable and safe for use by any number of threads.
 */
public abstract sealed class Loss permits SoftmaxLoss, HingeLoss {

  private final FloatLoss floats;
  private final DoubleLoss doubles;

  Loss(FloatRowKernel floats, DoubleRowKernel doubles) {
    this.floats = new FloatLoss(floats);
    this.doubles = new DoubleLoss(doubles);
  }

  /**
   * The cross-entropy of softmax probabilities; label smoothing is made from it.
   *
   * @return the loss -log P_y
   */
  public static SoftmaxLoss softmax() {
    return SoftmaxLoss.INSTANCE;
  }

  /**
   * The multiclass support vector machine's loss after Weston and Watkins, margin 1; other margins
   * and shapes are made from it.
   *
   * @return the loss sum over j != y of max(0, s_j - s_y + 1)
   */
  public static HingeLoss hinge() {
    return HingeLoss.INSTANCE;
  }

  /**
   * The loss that a text names, as model files do: {@code softmax} or {@code hinge}, then what
   * differs from that, after a space each: {@code smoothing=0.1}; {@code margin=2}, {@code
   * squared}, {@code width=0.5}.
   *
   * @param text such as {@code softmax} or {@code hinge margin=2.0 squared}, see {@link #toString}
   * @return the loss
   * @throws IllegalArgumentException if the text names none, or an option that the loss does not
   *     have, or a value is no number or out of range
   */
  public static Loss of(String text) {
    String[] words = text.split(" ", -1);
    Loss loss =
        switch (words[0]) {
          case "softmax" -> softmax();
          case "hinge" -> hinge();
          default -> throw new IllegalArgumentException("loss: \"" + text + "\" is unknown");
        };
    for (int i = 1; i < words.length; i++) {
      String[] option = words[i].split("=", 2);
      loss = loss.with(option[0], option.length == 1 ? "" : option[1]);
    }
    return loss;
  }

  /** This loss with one of the options that follow its name in {@link #of}. */
  abstract Loss with(String option, String value);

  /** The options of {@link #of} that make this loss of the plain one, each after a space. */
  abstract String options();

  /** The value of an option. */
  static double number(String option, String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "loss: " + option + " is \"" + value + "\"; must be a number");
    }
  }

  static IllegalArgumentException unknown(Loss loss, String option, String value) {
    return new IllegalArgumentException(
        "loss: " + loss.name() + " has no option " + option + (value.isEmpty() ? "" : "=" + value));
  }

  /**
   * Whether the gradient is continuous, so that solvers for smooth functions apply.
   *
   * @return false for the plain hinge, else true
   */
  public abstract boolean isSmooth();

  /**
   * The name of the family.
   *
   * @return {@code softmax} or {@code hinge}
   */
  public abstract String name();

  /**
   * The loss of one row, L(s, y).
   *
   * @param scores s [C]. Not modified.
   * @param label y, 0 .. C - 1
   * @return the loss
   * @throws io.github.lanewise.data.InvalidDataException if the label is outside 0 .. C - 1
   */
  public final double value(float[] scores, int label) {
    return floats.value(scores, label);
  }

  /**
   * The loss of one row, L(s, y).
   *
   * @param scores s [C]. Not modified.
   * @param label y, 0 .. C - 1
   * @return the loss
   * @throws io.github.lanewise.data.InvalidDataException if the label is outside 0 .. C - 1
   */
  public final double value(double[] scores, int label) {
    return doubles.value(scores, label);
  }

  /**
   * The gradient with respect to the scores, dL/ds.
   *
   * @param scores s [C]. Not modified.
   * @param label y, 0 .. C - 1
   * @return dL/ds [C], a new array
   * @throws io.github.lanewise.data.InvalidDataException if the label is outside 0 .. C - 1
   */
  public final float[] gradient(float[] scores, int label) {
    return floats.gradient(scores, label);
  }

  /**
   * The gradient with respect to the scores, dL/ds.
   *
   * @param scores s [C]. Not modified.
   * @param label y, 0 .. C - 1
   * @return dL/ds [C], a new array
   * @throws io.github.lanewise.data.InvalidDataException if the label is outside 0 .. C - 1
   */
  public final double[] gradient(double[] scores, int label) {
    return doubles.gradient(scores, label);
  }

  /**
   * The gradient with respect to the weights, dL/dW = dL/ds x^T: row c is dL/ds_c times x.
   *
   * @param scores s [C]. Not modified.
   * @param label y, 0 .. C - 1
   * @param row x [D], the features that gave these scores. Not modified.
   * @return dL/dW [C x D], a new matrix
   * @throws io.github.lanewise.data.InvalidDataException if the label is outside 0 .. C - 1
   * @throws ArithmeticException if C x D passes 2^31 - 1
   */
  public final FloatMatrix weightGradient(float[] scores, int label, float[] row) {
    return floats.weightGradient(scores, label, row);
  }

  /**
   * The gradient with respect to the weights, dL/dW = dL/ds x^T: row c is dL/ds_c times x.
   *
   * @param scores s [C]. Not modified.
   * @param label y, 0 .. C - 1
   * @param row x [D], the features that gave these scores. Not modified.
   * @return dL/dW [C x D], a new matrix
   * @throws io.github.lanewise.data.InvalidDataException if the label is outside 0 .. C - 1
   * @throws ArithmeticException if C x D passes 2^31 - 1
   */
  public final DoubleMatrix weightGradient(double[] scores, int label, double[] row) {
    return doubles.weightGradient(scores, label, row);
  }

  /**
   * The <em>sum</em> (not the mean) of a batch's losses; the scores give way to their gradient.
   *
   * @param scores S [B x C]. Modified: receives dL/dS, row r being the gradient of row r's loss.
   *     What lies between its rows, where the stride exceeds C, is neither read nor written.
   * @param labels y [B], each 0 .. C - 1. Not modified.
   * @return the sum of the B losses; 0 for no rows
   * @throws io.github.lanewise.data.InvalidDataException if there are not B labels or one is
   *     outside 0 .. C - 1; the scores are then untouched
   * @throws ArithmeticException if 64 rows, or B if that is less, of C scores padded to 64 bytes
   *     pass 2^31 - 1 elements
   */
  public final double lossAndGradient(FloatMatrix scores, int[] labels) {
    return floats.lossAndGradient(scores, labels);
  }

  /**
   * The <em>sum</em> (not the mean) of a batch's losses; the scores give way to their gradient.
   *
   * @param scores S [B x C]. Modified: receives dL/dS, row r being the gradient of row r's loss.
   *     What lies between its rows, where the stride exceeds C, is neither read nor written.
   * @param labels y [B], each 0 .. C - 1. Not modified.
   * @return the sum of the B losses; 0 for no rows
   * @throws io.github.lanewise.data.InvalidDataException if there are not B labels or one is
   *     outside 0 .. C - 1; the scores are then untouched
   * @throws ArithmeticException if 64 rows, or B if that is less, of C scores padded to 64 bytes
   *     pass 2^31 - 1 elements
   */
  public final double lossAndGradient(DoubleMatrix scores, int[] labels) {
    return doubles.lossAndGradient(scores, labels);
  }

  /**
   * Says which loss this is, for {@link #of}.
   *
   * @return the name, and what differs from the plain loss of that name
   */
  @Override
  public final String toString() {
    return name() + options();
  }

  /**
   * Equal losses give the same bits.
   *
   * @param other any object
   * @return whether it is a loss with the same text
   */
  @Override
  public final boolean equals(Object other) {
    return other instanceof Loss loss && loss.toString().equals(toString());
  }

  @Override
  public final int hashCode() {
    return toString().hashCode();
  }
}
