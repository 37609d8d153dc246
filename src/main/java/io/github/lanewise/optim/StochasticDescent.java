package io.github.lanewise.optim;

/**
 * Descent by estimates of the gradient: each minibatch gives the gradient of the objective over its
 * rows, penalty included, and an {@link UpdateRule} makes a step of it. Rows are shuffled anew in
 * each epoch, see {@link RowOrder}.
 *
 * @param epochs how often every row is visited
 * @param batch rows in a minibatch; the last one of an epoch may be smaller
 * @param learningRate eta
 * @param schedule what happens to eta on the way
 * @param seed of the shuffling
 */
record StochasticDescent(int epochs, int batch, double learningRate, Schedule schedule, long seed) {

  /** Trains in place. Modified: parameters, and the rule's state. */
  Result minimise(
      Objective objective, int rows, double[] parameters, UpdateRule rule, Monitor monitor) {
    double[] gradient = new double[parameters.length];
    RowOrder order = objective.order(seed);
    int begun = monitor.begin(parameters, rule.state());
    for (int epoch = 0; epoch < begun; epoch++) {
      order.shuffle();
    }
    int batches = Math.ceilDiv(rows, batch);
    for (int epoch = begun; epoch < epochs; epoch++) {
      order.shuffle();
      double sum = 0;
      for (int i = 0; i < batches; i++) {
        monitor.poll();
        int from = i * batch;
        int count = Math.min(batch, rows - from);
        double value = objective.evaluate(parameters, order.rows(), from, count, gradient);
        if (!Double.isFinite(value)) {
          throw diverged(epoch);
        }
        sum += value * count;
        double done = (epoch + (double) i / batches) / epochs;
        rule.step(parameters, gradient, learningRate * schedule.factor(done));
        monitor.moved(count);
      }
      monitor.step(epoch + 1, sum / rows, Double.NaN);
    }
    double value = objective.evaluate(parameters, gradient);
    if (!Double.isFinite(value)) {
      throw diverged(epochs - 1);
    }
    return new Result(
        value,
        Vectors.largest(gradient),
        epochs * batches,
        epochs,
        Status.BUDGET_SPENT,
        "all " + epochs + " epochs are over; minibatches know no certificate");
  }

  private ArithmeticException diverged(int epoch) {
    return new ArithmeticException(
        "training diverged in epoch %s: the objective is no longer finite at learning rate %s; choose a smaller one, or scale the features"
            .formatted(epoch + 1, learningRate));
  }
}
