package io.github.lanewise.optim;

import java.util.SplittableRandom;

/**
 * Stochastic gradient descent with momentum: for each minibatch v = mu v - eta g, theta = theta + v
 * (B. T. Polyak, 1964), with g the gradient of the objective over the minibatch, penalty included.
 * Rows are shuffled anew in each epoch, by a generator that only the seed decides.
 *
 * @param epochs how often every row is visited
 * @param batch rows in a minibatch; the last one of an epoch may be smaller
 * @param learningRate eta
 * @param momentum mu, from 0 to below 1
 * @param schedule what happens to eta on the way
 * @param seed of the shuffling
 */
record Sgd(
    int epochs, int batch, double learningRate, double momentum, Schedule schedule, long seed) {

  /** Trains in place. Modified: parameters. */
  Result minimise(Objective objective, int rows, double[] parameters, Monitor monitor) {
    double[] gradient = new double[parameters.length];
    double[] velocity = new double[parameters.length];
    int[] order = new int[rows];
    for (int i = 0; i < rows; i++) {
      order[i] = i;
    }
    SplittableRandom random = new SplittableRandom(seed);
    int batches = Math.ceilDiv(rows, batch);
    for (int epoch = 0; epoch < epochs; epoch++) {
      shuffle(order, random);
      double sum = 0;
      for (int i = 0; i < batches; i++) {
        int from = i * batch;
        int count = Math.min(batch, rows - from);
        double value = objective.evaluate(parameters, order, from, count, gradient);
        if (!Double.isFinite(value)) {
          throw diverged(epoch);
        }
        sum += value * count;
        double done = (epoch + (double) i / batches) / epochs;
        step(parameters, gradient, velocity, learningRate * schedule.factor(done));
      }
      monitor.read(rows);
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
        false,
        "all " + epochs + " epochs are over; SGD knows no certificate");
  }

  private void step(double[] parameters, double[] gradient, double[] velocity, double rate) {
    for (int i = 0; i < parameters.length; i++) {
      velocity[i] = momentum * velocity[i] - rate * gradient[i];
      parameters[i] += velocity[i];
    }
  }

  private ArithmeticException diverged(int epoch) {
    return new ArithmeticException(
        "training diverged in epoch %d: the objective is no longer finite at learning rate %s; choose a smaller one, or scale the features"
            .formatted(epoch + 1, learningRate));
  }

  /** R. Durstenfeld's shuffle: every permutation equally likely. */
  private static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }
}
