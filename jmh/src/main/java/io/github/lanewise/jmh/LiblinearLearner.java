package io.github.lanewise.jmh;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.Arrays;

/**
 * One pass of dual coordinate descent by liblinear-java: over all rows for Crammer and Singer's
 * multiclass SVM, over all rows for each class against the rest for logistic regression, which it
 * knows for two classes only.
 */
final class LiblinearLearner implements Learner {

  /** So tolerant that the first pass satisfies; a number of passes cannot be set. */
  private static final double TOLERANCE = 1e30;

  private final Problem problem = new Problem();
  private final Parameter parameter;
  private Model model;

  /** C is of the sum of the losses; lambda of their mean is 1 / (C N). */
  LiblinearLearner(SolverType solver, double c, LearningRows data) {
    Linear.disableDebugOutput();
    parameter = new Parameter(solver, c, TOLERANCE);
    problem.l = data.labels.length;
    problem.n = data.d + 1;
    problem.bias = 1;
    problem.y = Arrays.stream(data.labels).asDoubleStream().toArray();
    problem.x = new Feature[problem.l][];
    for (int r = 0; r < problem.l; r++) {
      problem.x[r] = features(data.columns[r], data.values[r], problem.n);
    }
  }

  /** Indices count from 1; the last feature is the bias. */
  private static Feature[] features(int[] columns, double[] values, int bias) {
    Feature[] features = new Feature[columns.length + 1];
    for (int i = 0; i < columns.length; i++) {
      features[i] = new FeatureNode(columns[i] + 1, values[i]);
    }
    features[columns.length] = new FeatureNode(bias, 1);
    return features;
  }

  @Override
  public void train() {
    model = Linear.train(problem, parameter);
  }

  @Override
  public int[] predict(int[] asked) {
    return Arrays.stream(asked).map(row -> (int) Linear.predict(model, problem.x[row])).toArray();
  }
}
