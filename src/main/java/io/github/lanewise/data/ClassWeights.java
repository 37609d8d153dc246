package io.github.lanewise.data;

import java.util.Arrays;
import java.util.Objects;

/**
 * How much the classes count: a factor k_c for each, which multiplies the weight of its rows.
 *
 * <pre>
 * row i weighs  w_i sum_c T_ic k_c     that is w_i k_y, unless the row has soft targets T
 * balanced:     k_c = sum_i w_i / (C sum_i w_i T_ic)     that is N / (C N_c) without weights
 * </pre>
 *
 * <p>Balanced factors let all classes weigh alike. Only the ratios of factors matter to the
 * objective, which divides by the sum of the products. Immutable.
 *
 * <p>Source: scikit-learn's {@code class_weight}, whose {@code balanced} this is.
 */
public final class ClassWeights {

  private static final ClassWeights NONE = new ClassWeights(null);
  private static final ClassWeights BALANCED = new ClassWeights(null);

  private final double[] factors;

  private ClassWeights(double[] factors) {
    this.factors = factors;
  }

  /**
   * Rows weigh what they weigh.
   *
   * @return factors that are all 1
   */
  public static ClassWeights none() {
    return NONE;
  }

  /**
   * Every class weighs the same, however many rows it has.
   *
   * @return the factors sum_i w_i / (C sum_i w_i T_ic) of each data set
   */
  public static ClassWeights balanced() {
    return BALANCED;
  }

  /**
   * Given factors.
   *
   * @param factors k [C], each finite and at least 0. Not modified, copied
   * @return these factors
   * @throws IllegalArgumentException if a factor is out of range
   */
  public static ClassWeights of(double... factors) {
    for (int c = 0; c < factors.length; c++) {
      if (!(factors[c] >= 0 && factors[c] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "factors[" + c + "]: " + factors[c] + " must be finite and at least 0");
      }
    }
    return new ClassWeights(factors.clone());
  }

  /**
   * The same rows, weighed by their classes too.
   *
   * @param data the rows. Not modified
   * @return the data set with the products as weights, rounded to float
   * @throws InvalidDataException if there is not one factor per class, or the products are all 0 or
   *     one is above float's MAX_VALUE
   */
  public Dataset weigh(Dataset data) {
    Objects.requireNonNull(data, "data");
    if (this == NONE) {
      return data;
    }
    double[] chosen = this == BALANCED ? balance(data) : factors;
    if (chosen.length != data.classes()) {
      throw new InvalidDataException(
          "class weights: " + chosen.length + " for " + data.classes() + " classes");
    }
    float[] given = data.weights();
    float[] products = new float[data.rows()];
    for (int row = 0; row < products.length; row++) {
      products[row] = (float) (weight(given, row) * factor(data, row, chosen));
    }
    return data.withWeights(products);
  }

  /** The factor of a row's class, or the mean of the factors of its targets. */
  private static double factor(Dataset data, int row, double[] factors) {
    if (!data.hasTargets()) {
      return factors[data.label(row)];
    }
    double mean = 0;
    for (int c = 0; c < factors.length; c++) {
      mean += data.target(row, c) * factors[c];
    }
    return mean;
  }

  /** A class without rows gets the factor 0, which multiplies nothing. */
  private static double[] balance(Dataset data) {
    float[] given = data.weights();
    double[] sums = new double[data.classes()];
    double sum = 0;
    for (int row = 0; row < data.rows(); row++) {
      double weight = weight(given, row);
      sum += weight;
      if (!data.hasTargets()) {
        sums[data.label(row)] += weight;
      }
      for (int c = 0; data.hasTargets() && c < sums.length; c++) {
        sums[c] += weight * data.target(row, c);
      }
    }
    double share = sum / sums.length;
    return Arrays.stream(sums).map(own -> own > 0 ? share / own : 0).toArray();
  }

  private static double weight(float[] given, int row) {
    return given == null ? 1 : given[row];
  }
}
