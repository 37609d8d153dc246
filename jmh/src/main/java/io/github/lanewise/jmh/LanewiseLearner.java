package io.github.lanewise.jmh;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.model.LinearModel;
import io.github.lanewise.optim.Trainer;

/** The library's own trainer. */
final class LanewiseLearner implements Learner {

  private final Trainer trainer;
  private final Dataset rows;
  private LinearModel model;

  LanewiseLearner(Trainer trainer, LearningRows rows) {
    this.trainer = trainer.threads(1);
    this.rows = rows.dataset;
  }

  @Override
  public void train() {
    model = trainer.fit(rows).model();
  }

  @Override
  public int[] predict(int[] asked) {
    return model.predict(rows.features().select(asked));
  }
}
