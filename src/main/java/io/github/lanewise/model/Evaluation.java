package io.github.lanewise.model;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.InvalidDataException;
import io.github.lanewise.matrix.DoubleMatrix;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How well a model predicts the rows of a data set: all metrics of one pass over its tiles.
 *
 * <p>A row counts w_i times, its weight in the data set, which is 1 unless that has others; n =
 * sum_i w_i. Sums are added up in double, in the order of the rows, on the calling thread, so that
 * they have the same bits everywhere. The predicted class is the one with the largest score, the
 * first one of equals; a row with soft targets has the class of its label. A quotient 0 / 0 is 0,
 * as in scikit-learn.
 *
 * <p>Formulas, shapes and examples: docs/evaluation.md.
 */
public final class Evaluation {

  /** The bins of {@link #calibrationError}. */
  public static final int BINS = 15;

  /** Beyond so many classes a table is no longer readable: {@link #toString} leaves them out. */
  private static final int TABLE_CLASSES = 30;

  private final List<String> labelNames;
  private final int[] labels;
  private final int[] predicted;
  private final int[] ranks;
  private final float[] weights;
  private final double weightSum;
  private final double meanLoss;
  private final ProbabilitySums probabilities;
  private final double[] support;
  private final double[] claimed;
  private final double[] right;

  /**
   * Precision, recall and F1 of one class, or averages of them.
   *
   * @param precision the share of right ones among the rows that were predicted to be of the class
   * @param recall the share of the class's rows that were predicted to be so
   * @param f1 the harmonic mean of both, 2 right / (predicted + true)
   * @param support the weight of the class's rows
   */
  public record Quality(double precision, double recall, double f1, double support) {}

  /**
   * Takes the arrays over.
   *
   * @param ranks how many classes come before the label when scores are in descending order
   * @param weights of the rows, or null if each is 1
   * @param probabilities null if the model has none
   */
  Evaluation(
      Dataset data,
      int[] predicted,
      int[] ranks,
      float[] weights,
      double lossSum,
      ProbabilitySums probabilities) {
    labelNames = data.labelNames();
    labels = data.labels();
    this.predicted = predicted;
    this.ranks = ranks;
    this.weights = weights;
    this.probabilities = probabilities;
    support = new double[labelNames.size()];
    claimed = new double[labelNames.size()];
    right = new double[labelNames.size()];
    double sum = 0;
    for (int row = 0; row < labels.length; row++) {
      double weight = weight(row);
      sum += weight;
      support[labels[row]] += weight;
      claimed[predicted[row]] += weight;
      right[labels[row]] += ranks[row] == 0 ? weight : 0;
    }
    weightSum = sum;
    meanLoss = lossSum / weightSum;
  }

  /**
   * Evaluates a model.
   *
   * @param model the model. Not modified.
   * @param data rows and their true classes; read tile by tile, never copied. Not modified.
   * @return all metrics
   * @throws InvalidDataException if the rows have another number of features than the model, the
   *     classes are not those of the model, or a score is NaN
   */
  public static Evaluation of(LinearModel model, Dataset data) {
    Objects.requireNonNull(model, "model");
    return new Evaluator(model, Objects.requireNonNull(data, "data")).run();
  }

  private double weight(int row) {
    return weights == null ? 1 : weights[row];
  }

  /**
   * The number of rows, N.
   *
   * @return at least 1
   */
  public int rows() {
    return labels.length;
  }

  /**
   * The share of rows whose class is predicted right, by weight.
   *
   * @return from 0 to 1
   */
  public double accuracy() {
    return topAccuracy(1);
  }

  /**
   * The share of rows, by weight, whose class is among the k largest scores. Of equal scores the
   * first class is the larger.
   *
   * @param k at least 1
   * @return from 0 to 1; 1 if k is at least C
   * @throws IllegalArgumentException if k is below 1
   */
  public double topAccuracy(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k: " + k + " must be at least 1");
    }
    double sum = 0;
    for (int row = 0; row < ranks.length; row++) {
      sum += ranks[row] < k ? weight(row) : 0;
    }
    return sum / weightSum;
  }

  /**
   * The mean of the model's own loss: sum_i w_i L(s_i, y_i) / n, without a penalty. The calibration
   * plays no part in it.
   *
   * @return at least 0
   */
  public double meanLoss() {
    return meanLoss;
  }

  /**
   * Whether the model has probabilities, so that log loss, Brier score and calibration error exist.
   *
   * @return true for softmax models and for calibrated ones
   */
  public boolean hasProbabilities() {
    return probabilities != null;
  }

  /**
   * The mean surprise at the labels: -sum_i w_i log P_i,y_i / n, computed from the scores, so that
   * it is finite where a probability underflows.
   *
   * @return at least 0, in nats
   * @throws UnsupportedOperationException if the model has no probabilities
   */
  public double logLoss() {
    return probabilities().logLoss() / weightSum;
  }

  /**
   * The mean squared distance of the probabilities from the truth: sum_i w_i sum_c (P_ic - 1{c =
   * y_i})^2 / n, as Brier defined it in 1950 for any number of classes (not halved).
   *
   * @return from 0 to 2
   * @throws UnsupportedOperationException if the model has no probabilities
   */
  public double brierScore() {
    return probabilities().brier() / weightSum;
  }

  /**
   * The expected calibration error: sum_m n_m / n |accuracy_m - confidence_m| over the {@link
   * #BINS} bins ((m - 1) / BINS, m / BINS] of a row's largest probability, its confidence; n_m is
   * the weight of a bin's rows, accuracy_m the share of them for which the class with that
   * probability is right, confidence_m their mean confidence. After Guo, Pleiss, Sun and
   * Weinberger, On calibration of modern neural networks (2017).
   *
   * @return from 0 to 1
   * @throws UnsupportedOperationException if the model has no probabilities
   */
  public double calibrationError() {
    return probabilities().calibrationError() / weightSum;
  }

  private ProbabilitySums probabilities() {
    if (probabilities == null) {
      throw new UnsupportedOperationException(
          "this model has scores but no probabilities: calibrate it, or train with softmax");
    }
    return probabilities;
  }

  /**
   * Which classes are taken for which.
   *
   * @return M [C x C], a new matrix: M_ij is the weight of the rows of class i that were predicted
   *     to be of class j
   * @throws ArithmeticException if C x C passes 2^31 - 1
   */
  public DoubleMatrix confusionMatrix() {
    DoubleMatrix matrix = new DoubleMatrix(labelNames.size(), labelNames.size());
    for (int row = 0; row < labels.length; row++) {
      double sum = matrix.get(labels[row], predicted[row]) + weight(row);
      matrix.set(labels[row], predicted[row], sum);
    }
    return matrix;
  }

  /**
   * Precision, recall and F1 of one class.
   *
   * @param c the class, 0 to C - 1
   * @return its quality
   * @throws IndexOutOfBoundsException if there is no such class
   */
  public Quality quality(int c) {
    Objects.checkIndex(c, labelNames.size());
    return new Quality(
        ratio(right[c], claimed[c]),
        ratio(right[c], support[c]),
        ratio(2 * right[c], claimed[c] + support[c]),
        support[c]);
  }

  /**
   * The plain means over the classes that occur among the labels or the predictions, as
   * scikit-learn's {@code average="macro"}.
   *
   * @return the means, with the support of all
   */
  public Quality macro() {
    int[] occurring =
        IntStream.range(0, labelNames.size()).filter(c -> support[c] + claimed[c] > 0).toArray();
    return average(occurring, quality -> 1);
  }

  /**
   * The means over the classes, each weighed by its support, as scikit-learn's {@code
   * average="weighted"}. The recall is the accuracy.
   *
   * @return the means, with the support of all
   */
  public Quality weighted() {
    return average(IntStream.range(0, labelNames.size()).toArray(), Quality::support);
  }

  /**
   * Precision, recall and F1 of all rows together, as scikit-learn's {@code average="micro"}: where
   * every row has one class, all three are the accuracy.
   *
   * @return the accuracy three times, with the support of all
   */
  public Quality micro() {
    return new Quality(accuracy(), accuracy(), accuracy(), weightSum);
  }

  private Quality average(int[] classes, ToDoubleFunction<Quality> share) {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    double shares = 0;
    for (int c : classes) {
      Quality quality = quality(c);
      double weight = share.applyAsDouble(quality);
      precision += weight * quality.precision();
      recall += weight * quality.recall();
      f1 += weight * quality.f1();
      shares += weight;
    }
    return new Quality(precision / shares, recall / shares, f1 / shares, weightSum);
  }

  private static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }

  /**
   * A table for people: the metrics, then a line for each class and for their means. Beyond 30
   * classes only the means.
   *
   * @return several lines, without a line break at the end
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    metric(text, "accuracy  %.4f", accuracy());
    if (labelNames.size() > 5) {
      metric(text, "%ntop 5     %.4f", topAccuracy(5));
    }
    metric(text, "%nmean loss %.6f", meanLoss);
    if (hasProbabilities()) {
      metric(text, "%nlog loss  %.6f", logLoss());
      metric(text, "%nBrier     %.6f", brierScore());
      metric(text, "%nECE       %.6f", calibrationError());
    }
    boolean all = labelNames.size() <= TABLE_CLASSES;
    int width = all ? labelNames.stream().mapToInt(String::length).max().orElse(0) : 0;
    String name = "%n%-" + Math.max(width, 8) + "s";
    String line = name + "  %9.4f  %9.4f  %9.4f  %9s";
    text.append(String.format(Locale.ROOT, "%n" + name, ""))
        .append("  precision     recall         F1    support");
    for (int c = 0; all && c < labelNames.size(); c++) {
      quality(text, line, labelNames.get(c), quality(c));
    }
    quality(text, line, "macro", macro());
    quality(text, line, "weighted", weighted());
    return text.toString();
  }

  private static void metric(StringBuilder text, String format, double value) {
    text.append(String.format(Locale.ROOT, format, value));
  }

  private static void quality(StringBuilder text, String line, String name, Quality quality) {
    double support = quality.support();
    String count =
        String.format(Locale.ROOT, support == Math.rint(support) ? "%.0f" : "%.2f", support);
    text.append(
        String.format(
            Locale.ROOT, line, name, quality.precision(), quality.recall(), quality.f1(), count));
  }
}
