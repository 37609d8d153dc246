package io.github.lanewise.jmh;

import java.util.Arrays;
import smile.classification.LogisticRegression;

/** Smile's multinomial logistic regression: a few iterations of L-BFGS over dense rows. */
final class SmileLearner implements Learner {

  private static final double TOLERANCE = 1e-5;

  private static final int MOST_FEATURES = 10_000;

  private final double[][] x;
  private final int[] y;
  private final LogisticRegression.Options options;
  private LogisticRegression model;

  SmileLearner(LearningRows data, double l2, int iterations) {
    if (data.d > MOST_FEATURES) {
      throw new IllegalArgumentException("too many features for dense rows: " + data.d);
    }
    y = data.labels;
    x = new double[y.length][data.d];
    for (int r = 0; r < y.length; r++) {
      for (int i = 0; i < data.columns[r].length; i++) {
        x[r][data.columns[r][i]] = data.values[r][i];
      }
    }
    // Its loss is a sum over the rows, not a mean.
    options = new LogisticRegression.Options(l2 * y.length, TOLERANCE, iterations);
  }

  @Override
  public void train() {
    model = LogisticRegression.multinomial(x, y, options);
  }

  @Override
  public int[] predict(int[] asked) {
    return Arrays.stream(asked).map(row -> model.predict(x[row])).toArray();
  }
}
