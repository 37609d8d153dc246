package io.github.lanewise.optim;

/** How the learning rate moves over the epochs of stochastic gradient descent. */
public enum Schedule {
  /** The learning rate as given, throughout. */
  CONSTANT,
  /**
   * Half a cosine from the learning rate down to 0: eta (1 + cos(pi t)) / 2 with t the part of the
   * training that is over (I. Loshchilov and F. Hutter, SGDR, 2017, without restarts).
   */
  COSINE,
  /**
   * A tenth of the learning rate from half of the training on, a hundredth from three quarters on
   * (K. He, X. Zhang, S. Ren and J. Sun, Deep residual learning for image recognition, 2016,
   * section 4.2).
   */
  STEP,
  /** eta / (1 + 9 t): to a tenth of the learning rate, quickly at first. */
  INVERSE;

  /**
   * The factor on the learning rate.
   *
   * @param part the part of the training that is over, from 0 to 1
   * @return a factor from 0 to 1
   */
  double factor(double part) {
    return switch (this) {
      case CONSTANT -> 1;
      case COSINE -> (1 + StrictMath.cos(StrictMath.PI * part)) / 2;
      case STEP -> part < 0.5 ? 1 : part < 0.75 ? 0.1 : 0.01;
      case INVERSE -> 1 / (1 + 9 * part);
    };
  }
}
