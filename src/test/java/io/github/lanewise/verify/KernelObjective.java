package io.github.lanewise.verify;

import io.github.lanewise.kernel.DoubleCrossEntropy;
import io.github.lanewise.kernel.DoubleKernels;
import io.github.lanewise.loss.HingeLoss;
import io.github.lanewise.loss.SoftmaxLoss;
import java.util.Arrays;

/** An objective straight from the kernels, all rows in one tile: scores, loss, dL/dS, dS^T X. */
public final class KernelObjective implements Evaluation {

  private final DoubleKernels kernels;
  private final Problem problem;
  private final int columns;
  private final int classes;
  private final double[] rows;

  /** The objective of a problem by the given kernels. */
  public KernelObjective(DoubleKernels kernels, Problem problem) {
    this.kernels = kernels;
    this.problem = problem;
    this.columns = DoubleKernels.padded(problem.columns());
    this.classes = DoubleKernels.padded(problem.classes());
    this.rows = new double[problem.rows().length * columns];
    for (int i = 0; i < problem.rows().length; i++) {
      System.arraycopy(problem.rows()[i], 0, rows, i * columns, problem.columns());
    }
  }

  @Override
  public double evaluate(double[] parameters, double[] gradient) {
    double[] s = scores(parameters);
    double value = problem.penalty(parameters);
    double[] losses = overwriteByGradient(s);
    for (int i = 0; i < losses.length; i++) {
      value += problem.share(i) * losses[i];
    }
    scatter(s, parameters, gradient);
    return value;
  }

  private double[] scores(double[] parameters) {
    int n = problem.rows().length;
    double[] weights = new double[problem.classes() * columns];
    double[] bias = new double[classes];
    for (int c = 0; c < problem.classes(); c++) {
      System.arraycopy(
          parameters, problem.weightIndex(c, 0), weights, c * columns, problem.columns());
      bias[c] = parameters[problem.biasIndex(c)];
    }
    double[] s = new double[n * classes];
    Arrays.fill(s, Double.NEGATIVE_INFINITY);
    kernels.rowDots(
        n,
        problem.classes(),
        columns,
        rows,
        0,
        columns,
        weights,
        0,
        columns,
        bias,
        s,
        0,
        classes,
        new double[DoubleKernels.SCRATCH]);
    return s;
  }

  /** Returns the losses of the rows; s receives dL/ds. */
  private double[] overwriteByGradient(double[] s) {
    int n = problem.rows().length;
    double[] losses = new double[n];
    if (problem.loss() instanceof HingeLoss hinge) {
      kernels.hingeRows(
          n,
          classes,
          s,
          0,
          classes,
          problem.labels(),
          0,
          hinge.margin(),
          hinge.steepness(),
          hinge.limit(),
          losses,
          new double[DoubleKernels.rowScratch(n, classes)]);
      return losses;
    }
    SoftmaxLoss softmax = (SoftmaxLoss) problem.loss();
    new DoubleCrossEntropy(n, problem.classes(), softmax.smoothing())
        .overwrite(kernels, n, s, 0, problem.labels(), 0, null, losses);
    return losses;
  }

  /** The gradient of the parameters from dL/ds. */
  private void scatter(double[] s, double[] parameters, double[] gradient) {
    int n = problem.rows().length;
    double[] transposed = new double[problem.classes() * n];
    double[] biasGradient = new double[problem.classes()];
    for (int c = 0; c < biasGradient.length; c++) {
      for (int i = 0; i < n; i++) {
        transposed[c * n + i] = problem.share(i) * s[i * classes + c];
        biasGradient[c] += transposed[c * n + i];
      }
    }
    double[] product = new double[biasGradient.length * columns];
    kernels.multiplyAdd(
        biasGradient.length, columns, n, transposed, 0, n, rows, 0, columns, product, 0, columns);
    for (int c = 0; c < biasGradient.length; c++) {
      gradient[problem.biasIndex(c)] = biasGradient[c];
      for (int d = 0; d < problem.columns(); d++) {
        int w = problem.weightIndex(c, d);
        gradient[w] = product[c * columns + d] + problem.l2() * parameters[w];
      }
    }
  }
}
