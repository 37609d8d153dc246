package io.github.lanewise.optim;

import java.util.List;

/** How a step follows from the gradients of minibatches, with what is remembered of them. */
interface UpdateRule {

  /**
   * Makes a step.
   *
   * @param parameters theta. Modified
   * @param gradient of the objective there, over a minibatch. Not modified
   * @param rate eta, the learning rate of this step
   */
  void step(double[] parameters, double[] gradient, double rate);

  /**
   * All that is remembered from step to step. The arrays are the rule's own: to go on from a
   * checkpoint, overwrite their elements.
   */
  List<double[]> state();
}
