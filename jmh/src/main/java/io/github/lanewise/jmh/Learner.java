package io.github.lanewise.jmh;

/**
 * A trainer of linear classifiers, with its copy of the rows, and the model that it trained last.
 */
interface Learner {

  /** Trains a new model; how much is said where the learners are named. */
  void train();

  /** The classes that the model gives to training rows. */
  int[] predict(int[] rows);
}
