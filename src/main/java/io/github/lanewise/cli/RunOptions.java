package io.github.lanewise.cli;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.optim.Trainer;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How a training run may end before its time, and go on later. */
final class RunOptions {

  private static final int PATIENCE = 5;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description =
          "Hold back this share of the training rows, stop when the model gets no better on"
              + " them, and keep the best one.")
  private Double validation;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "After how many epochs or iterations that is. Default: 5.")
  private Integer patience;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "Where to keep the state of the run while it lasts.")
  private Path checkpoint;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      description = "After how many epochs or iterations to write it. Default: 1.")
  private Integer every;

  @Option(
      names = "--resume",
      description = "Go on from the checkpoint, if there is one, to the same model.")
  private Boolean resume;

  /**
   * Throws if a value is out of range, or an option is without the one that it is about.
   *
   * @throws IllegalArgumentException naming option and value, or both options
   */
  void check() {
    Usage.requireWith(patience, "--patience", validation, "--validation");
    Usage.requireWith(every, "--checkpoint-every", checkpoint, "--checkpoint");
    Usage.requireWith(resume, "--resume", checkpoint, "--checkpoint");
    Usage.requireRange(
        validation == null || validation > 0 && validation < 1,
        "--validation",
        validation,
        "above 0 and below 1");
    Usage.requireRange(patience == null || patience >= 1, "--patience", patience, "at least 1");
    Usage.requireRange(every == null || every >= 1, "--checkpoint-every", every, "at least 1");
  }

  /** Where the state of the run is kept, or null. */
  Path checkpoint() {
    return checkpoint;
  }

  /**
   * The rows to train on, and those to judge by, where they are; the latter null if there are none.
   */
  Dataset.Split split(Dataset data, long seed) {
    return validation == null
        ? new Dataset.Split(data, null)
        : Usage.named("--validation", "testFraction", () -> data.splitViews(validation, seed));
  }

  /** The trainer for the one run whose model is kept. */
  Trainer configure(Trainer trainer, Dataset judged) {
    Trainer configured = trainer;
    if (judged != null) {
      int steps = patience == null ? PATIENCE : patience;
      configured = configured.earlyStopping(judged, steps, 0);
    }
    if (checkpoint != null) {
      configured =
          configured.checkpoint(checkpoint, every == null ? 1 : every).resume(resume != null);
    }
    return configured;
  }
}
