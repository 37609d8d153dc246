package io.github.lanewise.verify;

import io.github.lanewise.loss.Loss;
import io.github.lanewise.loss.Softmax;
import io.github.lanewise.matrix.DoubleMatrix;
import io.github.lanewise.matrix.FloatMatrix;
import java.util.List;

/** The public mathematics in one precision, seen in double, so that one suite tests both. */
public enum LossFunctions {
  /** The float methods: arguments are rounded, results widened. */
  FLOAT(Tolerances.FLOAT, Float.MAX_VALUE) {
    @Override
    public double[] probabilities(double[] s) {
      return ScoreRows.widen(Softmax.probabilities(ScoreRows.narrow(s)));
    }

    @Override
    public double[] logProbabilities(double[] s) {
      return ScoreRows.widen(Softmax.logProbabilities(ScoreRows.narrow(s)));
    }

    @Override
    public double logSumExp(double[] s) {
      return Softmax.logSumExp(ScoreRows.narrow(s));
    }

    @Override
    public double jacobian(double[] s, int i, int j) {
      return Softmax.jacobian(ScoreRows.narrow(s)).get(i, j);
    }

    @Override
    public double value(Loss loss, double[] s, int label) {
      return loss.value(ScoreRows.narrow(s), label);
    }

    @Override
    public double[] gradient(Loss loss, double[] s, int label) {
      return ScoreRows.widen(loss.gradient(ScoreRows.narrow(s), label));
    }

    @Override
    public double batch(Loss loss, double[] s, int rows, int columns, int stride, int[] labels) {
      float[] narrow = ScoreRows.narrow(s);
      double sum = loss.lossAndGradient(FloatMatrix.of(narrow, 1, rows, columns, stride), labels);
      System.arraycopy(ScoreRows.widen(narrow), 0, s, 0, s.length);
      return sum;
    }

    @Override
    public void batchProbabilities(double[] s, int rows, int columns, int stride) {
      float[] narrow = ScoreRows.narrow(s);
      Softmax.probabilities(FloatMatrix.of(narrow, 1, rows, columns, stride));
      System.arraycopy(ScoreRows.widen(narrow), 0, s, 0, s.length);
    }
  },

  /** The double methods. */
  DOUBLE(Tolerances.DOUBLE, Double.MAX_VALUE) {
    @Override
    public double[] probabilities(double[] s) {
      return Softmax.probabilities(s);
    }

    @Override
    public double[] logProbabilities(double[] s) {
      return Softmax.logProbabilities(s);
    }

    @Override
    public double logSumExp(double[] s) {
      return Softmax.logSumExp(s);
    }

    @Override
    public double jacobian(double[] s, int i, int j) {
      return Softmax.jacobian(s).get(i, j);
    }

    @Override
    public double value(Loss loss, double[] s, int label) {
      return loss.value(s, label);
    }

    @Override
    public double[] gradient(Loss loss, double[] s, int label) {
      return loss.gradient(s, label);
    }

    @Override
    public double batch(Loss loss, double[] s, int rows, int columns, int stride, int[] labels) {
      return loss.lossAndGradient(DoubleMatrix.of(s, 1, rows, columns, stride), labels);
    }

    @Override
    public void batchProbabilities(double[] s, int rows, int columns, int stride) {
      Softmax.probabilities(DoubleMatrix.of(s, 1, rows, columns, stride));
    }
  };

  private final double roundoff;
  private final double max;

  LossFunctions(double roundoff, double max) {
    this.roundoff = roundoff;
    this.max = max;
  }

  /** u. */
  public double roundoff() {
    return roundoff;
  }

  /** MAX_VALUE. */
  public double max() {
    return max;
  }

  /** MIN_VALUE. */
  public double smallest() {
    return Tolerances.smallest(roundoff);
  }

  /** The extreme rows of this format. */
  public List<double[]> extremeRows() {
    return ScoreRows.extreme(max, smallest());
  }

  /** P. */
  public abstract double[] probabilities(double[] s);

  /** log P. */
  public abstract double[] logProbabilities(double[] s);

  /** log sum exp. */
  public abstract double logSumExp(double[] s);

  /** J_ij. */
  public abstract double jacobian(double[] s, int i, int j);

  /** L. */
  public abstract double value(Loss loss, double[] s, int label);

  /** dL/ds. */
  public abstract double[] gradient(Loss loss, double[] s, int label);

  /** A batch from offset 1. */
  public abstract double batch(
      Loss loss, double[] s, int rows, int columns, int stride, int[] labels);

  /** A batch of probabilities from offset 1. */
  public abstract void batchProbabilities(double[] s, int rows, int columns, int stride);
}
