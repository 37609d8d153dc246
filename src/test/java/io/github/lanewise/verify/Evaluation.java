package io.github.lanewise.verify;

/** A value and its gradient at a point: the shape of {@code Objective.evaluate}. */
@FunctionalInterface
public interface Evaluation {

  /** Returns the value; gradient is overwritten, whatever it held. */
  double evaluate(double[] parameters, double[] gradient);
}
