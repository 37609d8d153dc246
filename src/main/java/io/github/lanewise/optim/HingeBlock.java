package io.github.lanewise.optim;

/**
 * What the last visit of a row by dual ascent found, and what it changed, in one precision: see
 * {@link FloatHingeBlock}.
 */
interface HingeBlock {

  /** A row without alpha is far from its kinks with so much to spare, in margins. */
  double SPARE = 0.05;

  /** The row's hinge before the visit: the sum of max(0, h_c). */
  double loss();

  /** The sum of alpha_c h_c before the visit. */
  double product();

  /** The sum of alpha after the visit. */
  double sum();

  /** Whether alpha was 0, and every h_c below 0 by {@link #SPARE} margins. */
  boolean isFarFromKinks();

  /** Writes d, and minus its sum for the row's own class, times a factor. Modified: target [C]. */
  void change(double factor, double[] target);
}
