package io.github.lanewise.hosts;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.optim.Solver;
import io.github.lanewise.optim.Trainer;
import io.github.lanewise.selection.CrossValidation;
import io.github.lanewise.selection.Folds;
import io.github.lanewise.selection.Range;
import io.github.lanewise.selection.Selection;
import io.github.lanewise.selection.Trial;
import java.util.List;

/** Folds, a penalty path and a random search, for a few steps on some digits. */
final class SelectionOperations {

  private static final Trainer LBFGS = Trainer.of(Loss.softmax()).maxIterations(3);
  private static final Trainer SGD =
      Trainer.of(Loss.hinge()).solver(Solver.SGD).epochs(2).batch(48);

  private SelectionOperations() {}

  static List<Operation> all(Dataset digits) {
    return List.of(
        new Operation(
            "selection/folds",
            () -> new Bits().add(Folds.stratified(digits, 3, 2).split(1).train().labels())),
        new Operation("selection/path", () -> path(LBFGS, digits)),
        new Operation(
            "selection/path, threads 3", "selection/path", () -> path(LBFGS.threads(3), digits)),
        new Operation("selection/random", () -> random(digits)));
  }

  private static Bits path(Trainer trainer, Dataset digits) {
    return bits(CrossValidation.of(trainer, 3).path(digits, 1e-3, 1e-1));
  }

  private static Bits random(Dataset digits) {
    return bits(
        CrossValidation.of(SGD, 2).random(digits, 2, new Range(1e-5, 1), new Range(1e-3, 1e-1)));
  }

  private static Bits bits(Selection selection) {
    Bits bits = new Bits();
    for (Trial trial : selection.trials()) {
      bits.add(trial.l2(), trial.learningRate())
          .add(trial.accuracy().mean(), trial.accuracy().deviation())
          .add(trial.loss().mean(), trial.loss().deviation());
    }
    return bits;
  }
}
