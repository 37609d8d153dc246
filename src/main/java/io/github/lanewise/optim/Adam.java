package io.github.lanewise.optim;

import java.util.List;

/**
 * Adam: steps along the mean gradient, each entry divided by its own root mean square.
 *
 * <pre>
 * m     = beta1 m + (1 - beta1) g          beta1 = 0.9,   m = 0 at first
 * v     = beta2 v + (1 - beta2) g^2        beta2 = 0.999, v = 0 at first
 * theta = theta - eta (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + 1e-8)      in step t
 * </pre>
 *
 * <p>Decoupled (AdamW), g is the gradient of the mean loss alone, and each step also takes eta
 * lambda W from the weights W, not divided by anything. Where that comes to rest the objective has
 * no minimum, unless lambda = 0.
 *
 * <p>Sources: D. P. Kingma and J. Ba, Adam: a method for stochastic optimization (2015), algorithm
 * 1; I. Loshchilov and F. Hutter, Decoupled weight decay regularization (2019), algorithm 2, with
 * lambda multiplied by the learning rate as PyTorch does.
 */
final class Adam implements UpdateRule {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final double decay;
  private final int decayed;
  private final double[] mean;
  private final double[] square;

  /** beta1^t and beta2^t. */
  private final double[] powers = {1, 1};

  private Adam(double decay, int decayed, int length) {
    this.decay = decay;
    this.decayed = decayed;
    mean = new double[length];
    square = new double[length];
  }

  /** The penalty is part of the gradient, like everything else. */
  static Adam plain(int length) {
    return new Adam(0, 0, length);
  }

  /**
   * AdamW.
   *
   * @param l2 lambda
   * @param weights how many of the parameters, the first ones, lambda penalises
   */
  static Adam decoupled(double l2, int weights, int length) {
    return new Adam(l2, weights, length);
  }

  @Override
  public void step(double[] parameters, double[] gradient, double rate) {
    powers[0] *= BETA1;
    powers[1] *= BETA2;
    step(parameters, gradient, rate, 0, decayed, decay);
    step(parameters, gradient, rate, decayed, parameters.length, 0);
  }

  private void step(
      double[] parameters, double[] gradient, double rate, int from, int to, double lambda) {
    double meanScale = 1 / (1 - powers[0]);
    double squareScale = 1 / (1 - powers[1]);
    for (int i = from; i < to; i++) {
      double penalty = lambda * parameters[i];
      double g = gradient[i] - penalty;
      mean[i] = BETA1 * mean[i] + (1 - BETA1) * g;
      square[i] = BETA2 * square[i] + (1 - BETA2) * g * g;
      double scaled = meanScale * mean[i] / (Math.sqrt(squareScale * square[i]) + EPSILON);
      parameters[i] -= rate * (scaled + penalty);
    }
  }

  @Override
  public List<double[]> state() {
    return List.of(mean, square, powers);
  }
}
