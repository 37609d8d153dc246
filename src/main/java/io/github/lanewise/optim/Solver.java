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
  /**
   * Limited-memory BFGS over the whole data set, from its last 10 steps, until the largest absolute
   * entry of the gradient is small (J. Nocedal and S. J. Wright, Numerical Optimization, 2nd ed.,
   * 2006, algorithm 7.4): made for smooth losses.
   */
  LBFGS,
  /**
   * L-BFGS on smoothed hinges of shrinking width, until the duality gap of the hinge itself is
   * small: for the hinge, with a penalty (Y. Nesterov, Smooth minimization of non-smooth functions,
   * 2005).
   */
  SMOOTHING,
  /**
   * Stochastic dual coordinate ascent, until the duality gap is small: for the hinge, with a
   * penalty, from nothing and without standardising (S. Shalev-Shwartz and T. Zhang, Stochastic
   * dual coordinate ascent methods for regularized loss minimization, 2013). Its iterations are
   * epochs over the rows that matter, on one thread. It suits sparse rows; on dense ones smoothing
   * reaches a small gap sooner.
   */
  DUAL,
  /**
   * Stochastic gradient descent over minibatches with momentum: v = mu v - eta g, theta = theta +
   * v, from v = 0 (B. T. Polyak, Some methods of speeding up the convergence of iteration methods,
   * 1964).
   */
  SGD,
  /**
   * The same with Nesterov's momentum: v = mu v - eta g, theta = theta + mu v - eta g (Y. Nesterov,
   * A method of solving a convex programming problem with convergence rate O(1/k^2), 1983).
   */
  NESTEROV,
  /**
   * Adam over minibatches, with beta1 = 0.9, beta2 = 0.999 and epsilon = 1e-8 (D. P. Kingma and J.
   * Ba, Adam: a method for stochastic optimization, 2015, algorithm 1).
   */
  ADAM,
  /**
   * Adam with decoupled weight decay: each step takes eta lambda W from the weights W, and Adam
   * sees the mean loss alone (I. Loshchilov and F. Hutter, Decoupled weight decay regularization,
   * 2019). The objective reported is that of all solvers, penalty included; this one does not end
   * at its minimum unless lambda is 0.
   */
  ADAMW;

  /** Whether it is for the hinge with its kinks alone, and ends by the duality gap. */
  boolean isForKinks() {
    return this == SMOOTHING || this == DUAL;
  }
}
