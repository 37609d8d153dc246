package io.github.lanewise.optim;

/**
 * A guess M of the inverse Hessian, up to a factor. Any positive definite one gives the same
 * minimum; a good one, soon.
 */
interface Preconditioner {

  /** target = M source. Modified: target, which may be the source. */
  void apply(double[] source, double[] target);
}
