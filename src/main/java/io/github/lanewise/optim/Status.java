package io.github.lanewise.optim;

/** How a training run ended. A run that diverges ends in an exception instead. */
public enum Status {
  /** The tolerance was met, by a certificate: a small gradient, or a small duality gap. */
  CONVERGED,
  /** The iterations or epochs that were allowed are over. */
  BUDGET_SPENT,
  /** No step that decreases the objective can be seen in this precision. */
  STALLED,
  /** The model has not become better on the validation rows for as long as patience allows. */
  STOPPED_EARLY,
  /** The caller cancelled the run. */
  CANCELLED
}
