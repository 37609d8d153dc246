package io.github.lanewise.optim;

import java.util.List;

/** Makes the steps of {@link StochasticDescent}. */
interface Descent {

  /** Takes over the parameters as they are now, before the first step. */
  void begin();

  /**
   * Makes a step by the gradient over the rows {@code order[from .. from + count)}.
   *
   * @param rate eta, the learning rate of this step
   * @return the objective over these rows before the step, but for what {@link #endEpoch} returns
   */
  double step(int[] order, int from, int count, double rate);

  /** After the last step of an epoch; returns the part of the objective that no step has told. */
  double endEpoch();

  /** Brings the parameters up to date. */
  void store();

  /** The objective at the parameters as they are, after {@link #store}. */
  Objective.Measure measure(Objective objective);

  /** All that is remembered from step to step beside the parameters, as UpdateRule has it. */
  List<double[]> state();
}
