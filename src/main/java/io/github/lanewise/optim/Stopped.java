package io.github.lanewise.optim;

/**
 * Ends a solver from outside, between two evaluations: the parameters that it was given hold the
 * last step that it finished.
 */
final class Stopped extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final Status status;

  Stopped(Status status, String reason) {
    super(reason, null, false, false);
    this.status = status;
  }

  Status status() {
    return status;
  }
}
