package io.github.lanewise.optim;

import java.util.List;

/** Every step evaluates the objective over its rows, and an {@link UpdateRule} makes it. */
final class EagerDescent implements Descent {

  private final Objective objective;
  private final double[] parameters;
  private final UpdateRule rule;
  private final double[] gradient;

  EagerDescent(Objective objective, double[] parameters, UpdateRule rule) {
    this.objective = objective;
    this.parameters = parameters;
    this.rule = rule;
    gradient = new double[parameters.length];
  }

  @Override
  public void begin() {}

  @Override
  public double step(int[] order, int from, int count, double rate) {
    double value = objective.evaluate(parameters, order, from, count, gradient);
    rule.step(parameters, gradient, rate);
    return value;
  }

  @Override
  public double endEpoch() {
    return 0;
  }

  @Override
  public void store() {}

  @Override
  public Objective.Measure measure(Objective objective) {
    double value = objective.evaluate(parameters, gradient);
    return new Objective.Measure(value, Vectors.largest(gradient));
  }

  @Override
  public List<double[]> state() {
    return rule.state();
  }
}
