package io.github.lanewise.optim;

import java.util.List;

/**
 * The heavy ball: v = mu v - eta g, theta = theta + v, starting with v = 0.
 *
 * <p>Source: B. T. Polyak, Some methods of speeding up the convergence of iteration methods (1964).
 */
final class Momentum implements UpdateRule {

  private final double mu;
  private final double[] velocity;

  Momentum(double mu, int length) {
    this.mu = mu;
    velocity = new double[length];
  }

  @Override
  public void step(double[] parameters, double[] gradient, double rate) {
    for (int i = 0; i < parameters.length; i++) {
      velocity[i] = mu * velocity[i] - rate * gradient[i];
      parameters[i] += velocity[i];
    }
  }

  @Override
  public List<double[]> state() {
    return List.of(velocity);
  }
}
