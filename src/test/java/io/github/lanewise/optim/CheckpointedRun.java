package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.loss.Loss;
import java.nio.file.Path;

/** A run for another process to kill: {@code CheckpointedRun SOLVER FILE}. */
final class CheckpointedRun {

  private CheckpointedRun() {}

  /** Prints the number of every step, and is slow enough to be killed on the way. */
  public static void main(String[] arguments) {
    trainer(Solver.valueOf(arguments[0]))
        .checkpoint(Path.of(arguments[1]), 2)
        .fit(
            data(),
            progress -> {
              System.out.println(progress.step());
              pause();
            });
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    }
  }

  static Dataset data() {
    return Samples.clusters(11, 400, 12, 4, 2);
  }

  /** Some forty steps. */
  static Trainer trainer(Solver solver) {
    Trainer trainer = Trainer.of(Loss.softmax()).solver(solver).l2(1e-3);
    return solver == Solver.LBFGS
        ? trainer.tolerance(0).maxIterations(40)
        : trainer.epochs(40).batch(64);
  }
}
