package io.github.lanewise.optim;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.SparseFeatures;
import io.github.lanewise.kernel.DoubleSparseScorer;
import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.kernel.FloatSparseScorer;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.loss.SoftmaxLoss;
import io.github.lanewise.model.LinearModel;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * The function that training minimises, with its gradient, over a data set:
 *
 * <pre>
 * f(W, b) = sum_i w_i L(W x_i + b, y_i) / sum_i w_i  +  (lambda / 2) ||W||^2
 * </pre>
 *
 * where the row weights w_i are 1 unless the data set has others ({@link
 * io.github.lanewise.data.ClassWeights} multiplies them), and the bias is not penalised. Softmax
 * takes the soft targets of a data set that has some in the place of labels. Parameters are one
 * array: W [C x D] row by row, then b [C].
 *
 * <p>Values have the same bits for any number of threads. Rounding: sums over rows are chains of at
 * most N / slots terms in the chosen precision (slots at most 32, from the sizes alone), added up
 * in double; an entry of the gradient is off by at most gamma_n (sum |x_id| |dS_ic|) / sum w plus
 * what the scores' own error contributes (docs/accuracy.md). Not safe for use by several threads at
 * once.
 */
public final class Objective implements AutoCloseable {

  private final Loss loss;
  private final Dataset data;
  private final double l2;
  private final Precision precision;
  private final Bias bias;
  private final double[] rowWeights;
  private final double weightSum;
  private final Workers workers;
  private final Vectors vectors;
  private final Pass pass;
  private final int weightCount;
  private final int penalisedCount;
  private final int parameterCount;
  private final Scaling scaling;
  private final double[] raw;

  private Objective(
      Loss loss,
      Dataset data,
      double l2,
      Bias bias,
      Precision precision,
      Workers workers,
      Scaling scaling,
      Balance balance) {
    check(loss, data, l2);
    this.loss = loss;
    this.data = data;
    this.l2 = l2;
    this.precision = Objects.requireNonNull(precision, "precision");
    this.bias = bias;
    rowWeights = normalised(data.weights());
    weightSum = rowWeights == null ? data.rows() : sum(rowWeights);
    parameterCount = parameterCount(data);
    weightCount = parameterCount - data.classes();
    penalisedCount = bias == Bias.PENALISED ? parameterCount : weightCount;
    this.workers = workers;
    vectors = new Vectors(workers);
    pass = precision == Precision.FLOAT ? floatPass(balance) : doublePass(balance);
    this.scaling = scaling;
    raw = scaling == null ? null : new double[parameterCount];
  }

  private static void check(Loss loss, Dataset data, double l2) {
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(data, "data");
    if (data.classes() < 2) {
      throw new IllegalArgumentException(
          "data: every row has label \"%s\"; at least two classes are needed"
              .formatted(data.labelNames().get(0)));
    }
    if (!(l2 >= 0 && l2 < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("l2: " + l2 + " must be finite and at least 0");
    }
    if (data.hasTargets() && !(loss instanceof SoftmaxLoss)) {
      throw new IllegalArgumentException(
          "loss: "
              + loss
              + " needs a label per row, data: has soft targets; take softmax, or data without"
              + " them");
    }
  }

  /**
   * C D + C, or an exception if no array is so long. Sparse rows meet weights whose classes are
   * padded.
   */
  static int parameterCount(Dataset data) {
    boolean padded = data.features() instanceof SparseFeatures;
    int classes = padded ? FloatKernels.padded(data.classes()) : data.classes();
    long count = classes * (data.columns() + 1L);
    if (count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "data: %s classes%s x %s features are %s parameters; the limit is %s"
              .formatted(
                  data.classes(),
                  padded ? " (sparse: in whole vectors " + classes + ")" : "",
                  data.columns(),
                  count,
                  Integer.MAX_VALUE));
    }
    return data.classes() * (data.columns() + 1);
  }

  private Pass floatPass(Balance balance) {
    int[] labels = data.labels();
    float[] weights = rowWeights == null ? null : FloatPass.narrow(rowWeights);
    IntFunction<FloatRowLosses> losses =
        block -> new FloatRowLosses(loss, data, labels, weights, balance, block);
    if (data.features() instanceof SparseFeatures sparse) {
      return new FloatSparsePass(data, sparse, losses, workers);
    }
    return new FloatPartition(data.classes(), data.columns()).wide()
        ? new FloatWidePass(data, losses, workers)
        : new FloatPass(data, losses, workers);
  }

  private Pass doublePass(Balance balance) {
    int[] labels = data.labels();
    IntFunction<DoubleRowLosses> losses =
        block -> new DoubleRowLosses(loss, data, labels, rowWeights, balance, block);
    if (data.features() instanceof SparseFeatures sparse) {
      return new DoubleSparsePass(data, sparse, losses, workers);
    }
    return new DoublePartition(data.classes(), data.columns()).wide()
        ? new DoubleWidePass(data, losses, workers)
        : new DoublePass(data, losses, workers);
  }

  /**
   * As only their ratios count, weights are brought by a power of two to where sums of them neither
   * leave float's range nor lose digits: the largest is at least 1 and below 2.
   */
  private static double[] normalised(float[] weights) {
    if (weights == null) {
      return null;
    }
    double largest = 0;
    for (float weight : weights) {
      largest = Math.max(largest, weight);
    }
    int shift = -Math.getExponent(largest);
    double[] normalised = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      normalised[i] = Math.scalb((double) weights[i], shift);
    }
    return normalised;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  /**
   * The objective in single precision with a free bias, on as many threads as there are processors.
   *
   * @param loss the loss of a row
   * @param data the rows; read at every evaluation, never copied
   * @param l2 lambda, finite and at least 0
   * @return the objective; close it to end its threads
   * @throws IllegalArgumentException if l2 is negative or not finite, C D + C (sparse rows: with C
   *     rounded up to 16) passes 2^31 - 1, the data has a single class, or the loss is a hinge and
   *     the data has soft targets
   */
  public static Objective of(Loss loss, Dataset data, double l2) {
    return of(loss, data, l2, true, Precision.FLOAT, Runtime.getRuntime().availableProcessors());
  }

  /**
   * The objective with every choice made.
   *
   * @param loss the loss of a row
   * @param data the rows; read at every evaluation, never copied
   * @param l2 lambda, finite and at least 0
   * @param bias whether b is a parameter; if not, b is held at what the caller passes and its
   *     gradient is 0
   * @param precision in which the kernels compute
   * @param threads how many threads evaluate, at least 1, the caller's among them
   * @return the objective; close it to end its threads
   * @throws IllegalArgumentException if l2 is negative or not finite, threads is below 1, C D + C
   *     (sparse rows: with C rounded up to 16) passes 2^31 - 1, the data has a single class, or the
   *     loss is a hinge and the data has soft targets
   */
  public static Objective of(
      Loss loss, Dataset data, double l2, boolean bias, Precision precision, int threads) {
    return of(loss, data, l2, Bias.of(bias), precision, new Workers(threads), null);
  }

  /**
   * The objective in the variables (V, c) of a scaling; null for W and b themselves. Closing it
   * closes the workers.
   */
  static Objective of(
      Loss loss,
      Dataset data,
      double l2,
      Bias bias,
      Precision precision,
      Workers workers,
      Scaling scaling) {
    return new Objective(loss, data, l2, bias, precision, workers, scaling, null);
  }

  /** The same with another loss. It works on the workers of this one, which closing it ends. */
  Objective with(Loss other) {
    return new Objective(other, data, l2, bias, precision, workers, scaling, null);
  }

  /** The mean of another loss, without penalty and with a free bias, otherwise the same. */
  Objective meanOf(Loss other) {
    return new Objective(other, data, 0, Bias.FREE, precision, workers, scaling, null);
  }

  /** An order for minibatches over the rows. */
  RowOrder order(long seed) {
    return new RowOrder(data.rows(), FloatNonZeros.stored(data), seed);
  }

  /**
   * The value at a fixed point, which tells objectives apart: it depends on every row, on the loss,
   * the penalty and the variables.
   */
  double fingerprint() {
    double[] point = new double[parameterCount];
    for (int i = 0; i < parameterCount; i++) {
      point[i] = (i % 13 - 6) / 64.0;
    }
    return evaluate(point, new double[parameterCount]);
  }

  /**
   * The number of parameters.
   *
   * @return C D + C
   */
  public int parameterCount() {
    return parameterCount;
  }

  /**
   * The model that parameters make: with the classes and the feature scale of the data, this
   * objective's loss, and W and b rounded to its precision.
   *
   * @param parameters W [C x D] row by row, then b [C]. Not modified, copied.
   * @return the model
   * @throws IllegalArgumentException if the array's length is not {@link #parameterCount()}, or an
   *     element, rounded, is not finite
   */
  public LinearModel model(double[] parameters) {
    checkLength("parameters", parameters.length);
    if (scaling != null) {
      scaling.toRaw(parameters, raw);
    }
    return FlatModel.of(
        scaling == null ? parameters : raw,
        data.labelNames(),
        loss,
        data.features().scale(),
        precision);
  }

  /**
   * The parameters of a model, as a point to evaluate or to begin at.
   *
   * @param model with the features and the classes of the data, of any loss and precision
   * @return W [C x D] row by row, then b [C], a new array
   * @throws IllegalArgumentException if the model has other features or classes than the data
   */
  public double[] parameters(LinearModel model) {
    checkAlike("model", model.features(), model.labelNames(), data);
    double[] parameters = FlatModel.parameters(model);
    if (scaling != null) {
      scaling.toScaled(parameters, parameters);
    }
    return parameters;
  }

  /** Names the first difference: there may be very many classes. */
  static void checkAlike(String what, int features, List<String> names, Dataset data) {
    if (features != data.columns()) {
      throw new IllegalArgumentException(
          "%s: %s must be %s, the features of the data".formatted(what, features, data.columns()));
    }
    if (names.size() != data.classes()) {
      throw new IllegalArgumentException(
          what + ": " + names.size() + " classes, the data has " + data.classes());
    }
    for (int c = 0; c < names.size(); c++) {
      if (!names.get(c).equals(data.labelNames().get(c))) {
        throw new IllegalArgumentException(
            "%s: class %s is \"%s\", in the data it is \"%s\""
                .formatted(what, c, names.get(c), data.labelNames().get(c)));
      }
    }
  }

  /**
   * Value and gradient at a point.
   *
   * @param parameters W [C x D] row by row, then b [C]. Not modified.
   * @param gradient room for as many. Modified: df/dW, then df/db.
   * @return f
   * @throws IllegalArgumentException if an array's length is not {@link #parameterCount()}, or both
   *     are the same array
   * @throws IllegalStateException if this objective is closed
   */
  public double evaluate(double[] parameters, double[] gradient) {
    return evaluate(parameters, null, 0, data.rows(), weightSum, gradient);
  }

  /**
   * Value and gradient at a point, in single precision throughout: for callers whose parameters are
   * floats anyway. Value and gradient are those of the other form, the gradient rounded to float
   * before and after the penalty is added.
   *
   * @param parameters W [C x D] row by row, then b [C]. Not modified.
   * @param gradient room for as many. Modified: df/dW, then df/db.
   * @return f
   * @throws IllegalArgumentException if an array's length is not {@link #parameterCount()}, or both
   *     are the same array
   * @throws IllegalStateException if this objective computes in double precision, or is closed
   */
  public double evaluate(float[] parameters, float[] gradient) {
    if (!(pass instanceof FloatNativePass floats)) {
      throw new IllegalStateException(
          "this objective computes in double precision: evaluate(double[], double[])");
    }
    checkArrays(parameters.length, gradient.length, parameters == gradient);
    double value = floats.evaluate(parameters, 1 / weightSum, gradient) * (1 / weightSum);
    value += addPenalty(parameters, gradient);
    for (int i = weightCount; bias == Bias.NONE && i < parameterCount; i++) {
      gradient[i] = 0;
    }
    return value;
  }

  /**
   * Value and gradient over the rows {@code order[from .. from + count)} alone, as if they were the
   * whole data set: a minibatch, an unbiased estimate of the objective where weights are equal.
   *
   * @param parameters W [C x D] row by row, then b [C]. Not modified.
   * @param order row numbers. Not modified.
   * @param from the first of them to use
   * @param count how many to use; with none of them the value is that of the penalty
   * @param gradient room for as many as there are parameters. Modified.
   * @return the estimate of f
   * @throws IllegalArgumentException if an array's length is not {@link #parameterCount()}, or both
   *     are the same array
   * @throws IndexOutOfBoundsException if the range does not lie in {@code order}, or a number in it
   *     is not that of a row
   * @throws IllegalStateException if this objective is closed
   */
  public double evaluate(double[] parameters, int[] order, int from, int count, double[] gradient) {
    Objects.checkFromIndexSize(from, count, order.length);
    for (int i = from; i < from + count; i++) {
      Objects.checkIndex(order[i], data.rows());
    }
    double sum = weightSum(rowWeights, order, from, count);
    return evaluate(parameters, order, from, count, sum, gradient);
  }

  /** The weights of the rows {@code order[from .. from + count)}, each 1 if there are none. */
  static double weightSum(double[] rowWeights, int[] order, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += rowWeights == null ? 1 : rowWeights[order[i]];
    }
    return sum;
  }

  /**
   * Descent without momentum, which spares the weights of features that a minibatch lacks. The bias
   * is not penalised. From its beginning until it has stored its parameters nothing else may be
   * evaluated here.
   */
  Descent lazyDescent(double[] parameters) {
    boolean biased = bias == Bias.FREE;
    return precision == Precision.FLOAT
        ? new FloatLazyDescent(loss, data, rowWeights, l2, biased, parameters, floatScorer())
        : new DoubleLazyDescent(loss, data, rowWeights, l2, biased, parameters, doubleScorer());
  }

  /**
   * The rows for dual ascent by the hinge, with W in the same room as {@link #lazyDescent}'s: while
   * they are in use nothing else may be evaluated here.
   */
  DualRows dualRows(double margin) {
    return precision == Precision.FLOAT
        ? new FloatDualRows(data, floatScorer(), margin)
        : new DoubleDualRows(data, doubleScorer(), margin);
  }

  /** That of the pass over sparse rows, or one more. */
  private FloatSparseScorer floatScorer() {
    return pass instanceof FloatSparsePass sparse
        ? sparse.scorer()
        : new FloatSparseScorer(data.classes(), data.columns());
  }

  private DoubleSparseScorer doubleScorer() {
    return pass instanceof DoubleSparsePass sparse
        ? sparse.scorer()
        : new DoubleSparseScorer(data.classes(), data.columns());
  }

  /** The objective at a point, and the largest absolute entry of its gradient there. */
  record Measure(double value, double gradientNorm) {}

  /**
   * The objective at what a lazy descent has stored, which sparse rows need no room for the
   * gradient for, nor load again.
   *
   * @param parameters W [C x D] row by row, then b [C]. Not modified.
   */
  Measure measureStored(double[] parameters) {
    if (!(pass instanceof SparsePass sparse)) {
      double[] gradient = new double[parameterCount];
      return new Measure(evaluate(parameters, gradient), Vectors.largest(gradient));
    }
    double scale = 1 / weightSum;
    double loss = pass.run(null, 0, data.rows()) * scale;
    return new Measure(loss + penalty(parameters), sparse.largest(scale, l2, bias != Bias.NONE));
  }

  /** (lambda / 2) ||W||^2, with b if it is penalised. */
  double penalty(double[] parameters) {
    return l2 / 2 * squares(parameters);
  }

  /** The sum of the squares of what is penalised, or of its gradient. */
  private double squares(double[] weights) {
    return vectors.sum(
        penalisedCount,
        (from, to) -> {
          double sum = 0;
          for (int i = from; i < to; i++) {
            sum += weights[i] * weights[i];
          }
          return sum;
        });
  }

  private double evaluate(
      double[] parameters, int[] order, int from, int count, double sum, double[] gradient) {
    checkArrays(parameters.length, gradient.length, parameters == gradient);
    // Rows that all weigh nothing contribute nothing, rather than 0 / 0.
    double scale = sum > 0 ? 1 / sum : 0;
    double value;
    if (scaling == null) {
      value = meanLoss(parameters, order, from, count, scale, gradient);
      value += addPenalty(parameters, gradient);
    } else {
      scaling.toRaw(parameters, raw);
      value = meanLoss(raw, order, from, count, scale, gradient);
      value += scaling.penalised() ? 0 : addPenalty(raw, gradient);
      scaling.pullBack(gradient);
      value += scaling.penalised() ? addPenalty(parameters, gradient) : 0;
    }
    for (int i = weightCount; bias == Bias.NONE && i < parameterCount; i++) {
      gradient[i] = 0;
    }
    return value;
  }

  private double meanLoss(
      double[] weights, int[] order, int from, int count, double scale, double[] gradient) {
    pass.load(weights);
    double loss = pass.run(order, from, count);
    pass.gradient(scale, gradient);
    return loss * scale;
  }

  /**
   * Returns (lambda / 2) ||W||^2, with b if it is penalised, and adds its gradient to the other.
   */
  private double addPenalty(double[] weights, double[] gradient) {
    double squares =
        vectors.sum(
            penalisedCount,
            (from, to) -> {
              double sum = 0;
              for (int i = from; i < to; i++) {
                sum += weights[i] * weights[i];
                gradient[i] += l2 * weights[i];
              }
              return sum;
            });
    return l2 / 2 * squares;
  }

  /** The same in single precision. */
  private double addPenalty(float[] weights, float[] gradient) {
    double squares =
        vectors.sum(
            penalisedCount,
            (from, to) -> {
              double sum = 0;
              for (int i = from; i < to; i++) {
                sum += (double) weights[i] * weights[i];
                gradient[i] = (float) (gradient[i] + l2 * weights[i]);
              }
              return sum;
            });
    return l2 / 2 * squares;
  }

  /**
   * By how much at most f exceeds its minimum. Where all parameters are penalised, f is at least as
   * convex as the penalty, and
   *
   * <pre>
   * f(W, b) - min f  &lt;=  ||df/d(W, b)||^2 / (2 lambda)
   * </pre>
   *
   * A free bias needs the dual of softmax: with a of {@link Balance} in the place of p, so that
   * df/db = 0, the bound is ||df/dW||^2 / (2 lambda) + mean_i KL(a_i || p_i). For that the rows are
   * read once more. Derived in {@code docs/mathematics.md}.
   *
   * @param parameters where. Not modified
   * @param gradient there. Not modified
   * @return the bound, up to the rounding of the gradient; NaN if lambda is 0, or the bias is free
   *     and the loss not softmax
   */
  double gap(double[] parameters, double[] gradient) {
    boolean free = bias == Bias.FREE;
    if (l2 == 0 || free && !(loss instanceof SoftmaxLoss)) {
      return Double.NaN;
    }
    boolean penalised = scaling == null || scaling.penalised();
    if (!free && penalised) {
      return excess(gradient);
    }
    double[] point = parameters.clone();
    if (!penalised) {
      scaling.toRaw(parameters, point);
    }
    double[] surplus = Arrays.copyOfRange(gradient, weightCount, parameterCount);
    Balance balance = free ? Balance.of(surplus, targetShares()) : null;
    Objective mean =
        new Objective(loss, data, 0, bias, precision, workers, penalised ? scaling : null, balance);
    double[] slopes = new double[parameterCount];
    double divergence = mean.evaluate(point, slopes);
    addPenalty(point, slopes);
    return excess(slopes) + (balance == null ? 0 : divergence);
  }

  /** What a gradient g may take from the minimum: ||g||^2 / (2 lambda). */
  private double excess(double[] gradient) {
    return squares(gradient) / (2 * l2);
  }

  /** The mean over rows of t_i [C]. */
  private double[] targetShares() {
    double smoothing = ((SoftmaxLoss) loss).smoothing();
    double[] shares = new double[data.classes()];
    Arrays.fill(shares, smoothing / shares.length);
    for (int row = 0; row < data.rows(); row++) {
      double share = (1 - smoothing) * (rowWeights == null ? 1 : rowWeights[row]) / weightSum;
      for (int c = 0; c < shares.length; c++) {
        shares[c] += share * data.target(row, c);
      }
    }
    return shares;
  }

  /** The loss of a row. */
  Loss loss() {
    return loss;
  }

  /** Arithmetic on parameter arrays by the threads that evaluate. */
  Vectors vectors() {
    return vectors;
  }

  private void checkArrays(int parameters, int gradient, boolean same) {
    checkLength("parameters", parameters);
    checkLength("gradient", gradient);
    if (same) {
      throw new IllegalArgumentException("gradient: is the array of the parameters; pass another");
    }
  }

  private void checkLength(String name, int length) {
    if (length != parameterCount) {
      throw new IllegalArgumentException(
          name + ": length " + length + ", must be C D + C = " + parameterCount);
    }
  }

  /** Ends the helper threads. */
  @Override
  public void close() {
    workers.close();
  }
}
