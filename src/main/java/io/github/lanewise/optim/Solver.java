package io.github.lanewise.optim;

/** The algorithm that minimises the objective. */
public enum Solver {
  /** L-BFGS for the smooth softmax loss, SGD for the hinge, which has kinks. */
  AUTO,
  /** Limited-memory BFGS over the whole data set, see {@link Lbfgs}. */
  LBFGS,
  /** Stochastic gradient descent over minibatches, with momentum, see {@link Sgd}. */
  SGD
}
