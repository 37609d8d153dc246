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
      case INVERSE -> 1 / (1 + 9 * part);
    };
  }
}
