package io.github.lanewise.jmh;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.optim.Objective;

/**
 * One pass of the library over the rows: value and gradient at W = 0. The model has the weights to
 * which a step down that gradient leads, and no bias, which would only tell how frequent the
 * classes are.
 */
final class LanewisePass implements Learner {

  private final Dataset rows;
  private final Objective objective;
  private final double[] parameters;
  private final double[] gradient;

  LanewisePass(Loss loss, LearningRows data) {
    rows = data.dataset;
    objective = Objective.of(loss, rows, 0, true, Precision.FLOAT, 1);
    parameters = new double[objective.parameterCount()];
    gradient = new double[parameters.length];
  }

  @Override
  public void train() {
    objective.evaluate(parameters, gradient);
  }

  @Override
  public int[] predict(int[] asked) {
    double[] step = new double[gradient.length];
    int weights = step.length - rows.classes();
    for (int i = 0; i < weights; i++) {
      step[i] = -gradient[i];
    }
    return objective.model(step).predict(rows.features().select(asked));
  }
}
