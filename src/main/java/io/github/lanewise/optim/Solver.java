package io.github.lanewise.optim;

/** The algorithm that minimises the objective. */
public enum Solver {
  /**
   * SGD if an option of the stochastic solvers is set (epochs, batch, learning rate, momentum,
   * schedule); otherwise L-BFGS for a smooth loss, and for the hinge, which has kinks, SGD if there
   * is no penalty, and with one dual coordinate ascent for sparse rows of more than 1023 features
   * (unless they are standardised or training starts from a model) and smoothing for all others.
   */
  AUTO,
  /** Limited-memory BFGS over the whole data set, see {@link Lbfgs}. */
  LBFGS,
  /**
   * L-BFGS on smoothed hinges of shrinking width, until the duality gap of the hinge itself is
   * small: for the hinge, with a penalty, see {@link Smoothing}.
   */
  SMOOTHING,
  /**
   * Stochastic dual coordinate ascent, until the duality gap is small: for the hinge, with a
   * penalty, from nothing and without standardising, see {@link DualAscent}. Its iterations are
   * epochs over the rows that matter, on one thread. It suits sparse rows; on dense ones smoothing
   * reaches a small gap sooner.
   */
  DUAL,
  /** Stochastic gradient descent over minibatches, with momentum, see {@link Momentum}. */
  SGD,
  /** The same with Nesterov's momentum, see {@link Nesterov}. */
  NESTEROV,
  /** Adam over minibatches, see {@link Adam}. */
  ADAM,
  /**
   * Adam with decoupled weight decay: each step takes eta lambda W from the weights W, and Adam
   * sees the mean loss alone. The objective reported is that of all solvers, penalty included; this
   * one does not end at its minimum unless lambda is 0.
   */
  ADAMW;

  /** Whether it is for the hinge with its kinks alone, and ends by the duality gap. */
  boolean isForKinks() {
    return this == SMOOTHING || this == DUAL;
  }
}
