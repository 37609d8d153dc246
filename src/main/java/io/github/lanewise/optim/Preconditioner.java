package io.github.lanewise.optim;

import io.github.lanewise.loss.Loss;

/**
 * A guess M of the inverse Hessian, up to a factor. Any positive definite one gives the same
 * minimum; a good one, soon.
 */
interface Preconditioner {

  /**
   * Whether the guess depends on where it is made. Such a one is made by {@link #renew} when the
   * descent has come far, and not used before.
   */
  default boolean isLocal() {
    return false;
  }

  /**
   * Guesses anew, if the guess is local.
   *
   * @param loss that is minimised from here on
   * @param parameters where. Not modified
   */
  default void renew(Loss loss, double[] parameters) {}

  /** target = M source. Modified: target, which may be the source. */
  void apply(double[] source, double[] target);
}
