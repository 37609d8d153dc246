package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.loss.Loss;
import java.io.IOException;
import java.nio.file.Path;

/** A run for another process to kill: {@code CheckpointedRun SOLVER FILE}. */
final class CheckpointedRun {

  /** The last step that it goes on from by itself. */
  static final int LAST = 30;

  private CheckpointedRun() {}

  /** Prints the number of every step, and waits to be killed if it was not on the way. */
  public static void main(String[] arguments) {
    trainer(Solver.valueOf(arguments[0]))
        .checkpoint(Path.of(arguments[1]), 2)
        .fit(
            data(),
            progress -> {
              System.out.println(progress.step());
              pause(progress.step());
            });
  }

  /** Standard input stays open and empty while the other process lives. */
  private static void pause(int step) {
    try {
      Thread.sleep(20);
      if (step == LAST) {
        System.in.read();
      }
    } catch (InterruptedException | IOException problem) {
      throw new IllegalStateException(problem);
    }
  }

  static Dataset data() {
    return Samples.clusters(11, 400, 12, 4, 2);
  }

  /** Some forty steps. */
  static Trainer trainer(Solver solver) {
    Loss loss = solver == Solver.DUAL ? Loss.hinge() : Loss.softmax();
    Trainer trainer = Trainer.of(loss).solver(solver).l2(1e-3);
    return solver == Solver.LBFGS || solver == Solver.DUAL
        ? trainer.tolerance(0).maxIterations(40)
        : trainer.epochs(40).batch(64);
  }
}
