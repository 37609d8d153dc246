package io.github.lanewise.cli;

import io.github.lanewise.data.ClassWeights;
import io.github.lanewise.loss.HingeLoss;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.loss.SoftmaxLoss;
import io.github.lanewise.optim.Trainer;
import picocli.CommandLine.Option;

/** What to minimise: a loss, its shape, and how much each class counts. */
final class LossOptions {

  /** Values of {@code --class-weights}. */
  private enum Weighting {
    NONE,
    BALANCED
  }

  @Option(
      names = "--loss",
      required = true,
      paramLabel = "softmax|hinge",
      converter = LossConverter.class,
      description = "What to minimise: cross-entropy or multiclass SVM.")
  private Loss loss;

  @Option(
      names = "--label-smoothing",
      paramLabel = "EPSILON",
      description = "Of softmax: spreads this share of the label over all classes. Default: 0.")
  private Double smoothing;

  @Option(
      names = "--margin",
      paramLabel = "F",
      description = "Of hinge: how far every class should stay below the label's. Default: 1.")
  private Double margin;

  @Option(names = "--squared", description = "Of hinge: squares what a class lacks to the margin.")
  private boolean squared;

  @Option(
      names = "--class-weights",
      paramLabel = "balanced|none",
      description = "Balanced: every class counts the same, however many rows it has.")
  private Weighting weighting = Weighting.NONE;

  /**
   * A trainer for these.
   *
   * @throws IllegalArgumentException if a value is out of range, or options exclude each other
   */
  Trainer trainer() {
    Trainer trainer = Trainer.of(shaped());
    return weighting == Weighting.NONE ? trainer : trainer.classWeights(ClassWeights.balanced());
  }

  private Loss shaped() {
    if (loss instanceof HingeLoss hinge) {
      require(smoothing == null, "--label-smoothing", "softmax");
      HingeLoss distant = margin == null ? hinge : hinge.margin(margin);
      return squared ? distant.squared() : distant;
    }
    require(margin == null, "--margin", "hinge");
    require(!squared, "--squared", "hinge");
    return smoothing == null ? loss : ((SoftmaxLoss) loss).smoothing(smoothing);
  }

  private void require(boolean holds, String option, String needed) {
    if (!holds) {
      throw new IllegalArgumentException(
          option + ": goes with --loss " + needed + ", not with --loss " + loss.name());
    }
  }
}
