package io.github.lanewise.selection;

import io.github.lanewise.model.Evaluation;
import io.github.lanewise.model.LinearModel;
import io.github.lanewise.optim.Fit;
import io.github.lanewise.optim.Solver;
import io.github.lanewise.optim.Status;
import io.github.lanewise.optim.Trainer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/** A penalty and a learning rate, and what training with them gave in each fold so far. */
final class Setting {

  private final Trainer trainer;
  private final double l2;
  private final double learningRate;
  private final double[] accuracy;
  private final double[] loss;
  private final double[] seconds;
  private final ArithmeticException[] failures;

  /** NaN leaves the trainer its own learning rate. */
  Setting(Trainer trainer, double l2, double learningRate, int folds) {
    Trainer penalised = trainer.l2(l2);
    this.trainer = Double.isNaN(learningRate) ? penalised : penalised.learningRate(learningRate);
    this.l2 = l2;
    this.learningRate = learningRate;
    accuracy = new double[folds];
    loss = new double[folds];
    seconds = new double[folds];
    failures = new ArithmeticException[folds];
  }

  /** Whether a training may start from another's model: where it ends does not show the start. */
  static boolean followOn(Solver solver) {
    return solver == Solver.LBFGS || solver == Solver.SMOOTHING;
  }

  /**
   * Trains in a fold, from a model if there is one, and evaluates. Folds may be run at the same
   * time, by different threads.
   *
   * <p>The penalty of n rows' mean loss is lambda N / n, so that it weighs as much against each row
   * as lambda does when all N are trained on. See docs/evaluation.md.
   *
   * @return the model if the next training may start from it: one that did not converge would show
   *     in the estimates of those that go on from it. Otherwise null
   * @throws CancellationException if the training was cancelled
   */
  LinearModel run(Fold fold, LinearModel start) {
    int number = fold.number();
    Trainer fitting = trainer.l2(l2 * fold.rowsPerRow()).threads(fold.threads()).forTrials();
    try {
      Fit fit = (start == null ? fitting : fitting.startFrom(start)).fit(fold.split().train());
      if (fit.status() == Status.CANCELLED) {
        throw new CancellationException(
            "cross-validation was cancelled in fold %s of %s, at l2 %s"
                .formatted(number + 1, loss.length, l2));
      }
      Evaluation evaluation = Evaluation.of(fit.model(), fold.split().test());
      accuracy[number] = evaluation.accuracy();
      loss[number] = evaluation.meanLoss();
      seconds[number] = fit.seconds();
      return fit.converged() && followOn(fit.solver()) ? fit.model() : null;
    } catch (ArithmeticException diverged) {
      failures[number] = diverged;
      return null;
    }
  }

  /** Why training failed in a fold, the first such, null if it did not. */
  ArithmeticException failure() {
    return Arrays.stream(failures).filter(Objects::nonNull).findFirst().orElse(null);
  }

  Trial trial() {
    boolean fails = failure() != null;
    Trial.Estimate failed = new Trial.Estimate(Double.NaN, Double.NaN);
    return new Trial(
        trainer,
        l2,
        learningRate,
        fails ? failed : Trial.Estimate.of(accuracy),
        fails ? failed : Trial.Estimate.of(loss),
        Arrays.stream(seconds).reduce(0, Double::sum));
  }
}
