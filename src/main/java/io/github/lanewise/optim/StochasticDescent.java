package io.github.lanewise.optim;

/**
 * Descent by estimates of the gradient: each minibatch gives the gradient of the objective over its
 * rows, penalty included, of which a {@link Descent} makes a step. Rows are shuffled anew in each
 * epoch, see {@link RowOrder}.
 *
 * @param epochs how often every row is visited
 * @param batch rows in a minibatch; the last one of an epoch may be smaller
 * @param learningRate eta
 * @param schedule what happens to eta on the way
 * @param seed of the shuffling
 */
record StochasticDescent(int epochs, int batch, double learningRate, Schedule schedule, long seed) {

  /** Trains in place. Modified: parameters, and the state of the descent, whose they are. */
  Result minimise(
      Objective objective, int rows, double[] parameters, Descent descent, Monitor monitor) {
    RowOrder order = objective.order(seed);
    int begun = monitor.begin(parameters, descent.state());
    descent.begin();
    try {
      descend(order, rows, begun, descent, monitor);
    } finally {
      descent.store();
    }
    Objective.Measure end = descent.measure(objective);
    if (!Double.isFinite(end.value())) {
      throw diverged(epochs - 1);
    }
    return new Result(
        end.value(),
        end.gradientNorm(),
        (int) Math.min((long) epochs * Math.ceilDiv(rows, batch), Integer.MAX_VALUE),
        epochs,
        Status.BUDGET_SPENT,
        "all " + epochs + " epochs are over; minibatches know no certificate");
  }

  private void descend(RowOrder order, int rows, int begun, Descent descent, Monitor monitor) {
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
        double done = (epoch + (double) i / batches) / epochs;
        double rate = learningRate * schedule.factor(done);
        double value = descent.step(order.rows(), from, count, rate);
        if (!Double.isFinite(value)) {
          throw diverged(epoch);
        }
        sum += value * count;
        monitor.moved(count);
      }
      double rest = descent.endEpoch();
      if (monitor.readsParameters()) {
        descent.store();
      }
      monitor.step(epoch + 1, sum / rows + rest, Double.NaN);
    }
  }

  private ArithmeticException diverged(int epoch) {
    return new ArithmeticException(
        "training diverged in epoch %s: the objective is no longer finite at learning rate %s; choose a smaller one, or scale the features"
            .formatted(epoch + 1, learningRate));
  }
}
