package io.github.lanewise.optim;

import java.util.List;

/**
 * Nesterov's accelerated gradient: v = mu v - eta g, theta = theta + mu v - eta g, starting with v
 * = 0. Here theta is the point ahead, at which the next gradient is wanted: the method's own
 * iterate is theta - mu v.
 *
 * <p>Source: Y. Nesterov, A method of solving a convex programming problem with convergence rate
 * O(1/k^2) (1983); in this form Y. Bengio, N. Boulanger-Lewandowski and R. Pascanu, Advances in
 * optimizing recurrent networks (2013), equations 6 and 7.
 */
final class Nesterov implements UpdateRule {

  private final double mu;
  private final double[] velocity;

  Nesterov(double mu, int length) {
    this.mu = mu;
    velocity = new double[length];
  }

  @Override
  public void step(double[] parameters, double[] gradient, double rate) {
    for (int i = 0; i < parameters.length; i++) {
      double step = rate * gradient[i];
      velocity[i] = mu * velocity[i] - step;
      parameters[i] += mu * velocity[i] - step;
    }
  }

  @Override
  public List<double[]> state() {
    return List.of(velocity);
  }
}
