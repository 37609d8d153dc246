package io.github.lanewise.selection;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.model.Evaluation;
import io.github.lanewise.model.LinearModel;
import io.github.lanewise.optim.Fit;
import io.github.lanewise.optim.Status;
import io.github.lanewise.optim.Trainer;
import java.util.concurrent.CancellationException;

/** A penalty and a learning rate, and what training with them gave in each fold so far. */
final class Setting {

  private final Trainer trainer;
  private final double l2;
  private final double learningRate;
  private final double[] accuracy;
  private final double[] loss;
  private double seconds;
  private ArithmeticException failure;

  /** NaN leaves the trainer its own learning rate. */
  Setting(Trainer trainer, double l2, double learningRate, int folds) {
    Trainer penalised = trainer.l2(l2);
    this.trainer = Double.isNaN(learningRate) ? penalised : penalised.learningRate(learningRate);
    this.l2 = l2;
    this.learningRate = learningRate;
    accuracy = new double[folds];
    loss = new double[folds];
  }

  /**
   * Trains, from a model if there is one, and evaluates.
   *
   * @return the model if it is one to start from: a training that did not converge would show in
   *     the estimates of those that go on from it. Otherwise null
   * @throws CancellationException if the training was cancelled
   */
  LinearModel run(Dataset.Split split, int fold, LinearModel start) {
    try {
      Fit fit = (start == null ? trainer : trainer.startFrom(start)).fit(split.train());
      if (fit.status() == Status.CANCELLED) {
        throw new CancellationException(
            "cross-validation was cancelled in fold %s of %s, at l2 %s"
                .formatted(fold + 1, loss.length, l2));
      }
      Evaluation evaluation = Evaluation.of(fit.model(), split.test());
      accuracy[fold] = evaluation.accuracy();
      loss[fold] = evaluation.meanLoss();
      seconds += fit.seconds();
      return fit.converged() ? fit.model() : null;
    } catch (ArithmeticException diverged) {
      failure = diverged;
      return null;
    }
  }

  /** Why training failed in a fold, null if it did not. */
  ArithmeticException failure() {
    return failure;
  }

  Trial trial() {
    Trial.Estimate failed = new Trial.Estimate(Double.NaN, Double.NaN);
    return new Trial(
        trainer,
        l2,
        learningRate,
        failure == null ? Trial.Estimate.of(accuracy) : failed,
        failure == null ? Trial.Estimate.of(loss) : failed,
        seconds);
  }
}
