package io.github.lanewise.selection;

/** By what the best of several trials is chosen. */
public enum Criterion {
  /** The largest mean accuracy. */
  ACCURACY,
  /** The smallest mean loss, for softmax the log loss. */
  LOSS
}
