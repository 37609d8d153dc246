package io.github.lanewise.cli;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.model.LinearModel;
import io.github.lanewise.optim.Objective;

/**
 * How fast losses and gradients are computed once the virtual machine has compiled everything. The
 * rows are repeated, because a few thousand of them are too short a task to measure.
 */
final class Throughput {

  private static final int ROWS = 60_000;
  private static final double WARM_UP_SECONDS = 3;
  private static final double SECONDS = 0.3;

  private Throughput() {}

  /** Rows per second through the loss and its whole gradient, at a model's parameters. */
  static double rowsPerSecond(LinearModel model, Dataset data, double l2) {
    int[] rows = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      rows[i] = i % data.rows();
    }
    try (Objective objective = Objective.of(model.loss(), data.select(rows), l2)) {
      double[] parameters = objective.parameters(model);
      evaluationsPerSecond(objective, parameters, WARM_UP_SECONDS);
      return evaluationsPerSecond(objective, parameters, SECONDS) * ROWS;
    }
  }

  private static double evaluationsPerSecond(
      Objective objective, double[] parameters, double atLeast) {
    double[] gradient = new double[parameters.length];
    int evaluations = 0;
    double seconds = 0;
    for (long start = System.nanoTime(); seconds < atLeast; evaluations++) {
      objective.evaluate(parameters, gradient);
      seconds = (System.nanoTime() - start) * 1e-9;
    }
    return evaluations / seconds;
  }
}
