package io.github.lanewise.optim;

/** What training does with the bias b. */
enum Bias {
  /** It is held where it is, at 0. */
  NONE,
  /** It moves freely. */
  FREE,
  /** It moves, and the penalty is on b as on W. */
  PENALISED;

  /** Free, or none. */
  static Bias of(boolean used) {
    return used ? FREE : NONE;
  }
}
