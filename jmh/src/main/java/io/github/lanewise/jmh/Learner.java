package io.github.lanewise.jmh;

/**
 * A trainer of linear classifiers, with its copy of the rows, and the model that it trained last.
 */
interface Learner extends LearningRows.Predictor {

  /** Trains a new model; how much is said where the learners are named. */
  void train();
}
