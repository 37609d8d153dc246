package io.github.lanewise.selection;

import io.github.lanewise.optim.Trainer;
import java.util.Arrays;
import java.util.Locale;

/**
 * One setting and what cross-validation found about it. Where training failed in a fold, because
 * the objective did not stay finite, the means are NaN.
 *
 * @param trainer the setting, ready to train on all rows
 * @param l2 its penalty lambda
 * @param learningRate its learning rate, NaN where the trainer's own was left alone
 * @param accuracy over the test rows of each fold, see {@link
 *     io.github.lanewise.model.Evaluation#accuracy}
 * @param loss over the test rows of each fold, see {@link
 *     io.github.lanewise.model.Evaluation#meanLoss}
 * @param seconds of training, all folds together
 */
public record Trial(
    Trainer trainer,
    double l2,
    double learningRate,
    Estimate accuracy,
    Estimate loss,
    double seconds) {

  /**
   * A figure that was measured once in every fold.
   *
   * @param mean over the folds
   * @param deviation the sample standard deviation over the folds
   */
  public record Estimate(double mean, double deviation) {

    static Estimate of(double[] folds) {
      double mean = Arrays.stream(folds).reduce(0, Double::sum) / folds.length;
      double squares = 0;
      for (double fold : folds) {
        squares += (fold - mean) * (fold - mean);
      }
      return new Estimate(mean, Math.sqrt(squares / (folds.length - 1)));
    }
  }

  /** Whether this is better than another; false among equals, and if this one failed. */
  boolean isBetterThan(Trial other, Criterion criterion) {
    boolean better =
        criterion == Criterion.ACCURACY
            ? accuracy.mean > other.accuracy.mean
            : loss.mean < other.loss.mean;
    return better || other.failed() && !failed();
  }

  private boolean failed() {
    return Double.isNaN(accuracy.mean);
  }

  /** Such as: l2 1.0e-04, accuracy 0.9213 +- 0.0031, loss 0.2834 +- 0.0082. */
  @Override
  public String toString() {
    String rate =
        Double.isNaN(learningRate)
            ? ""
            : String.format(Locale.ROOT, ", learning rate %.1e", learningRate);
    return String.format(
        Locale.ROOT,
        "l2 %.1e%s, accuracy %.4f +- %.4f, loss %.4f +- %.4f",
        l2,
        rate,
        accuracy.mean,
        accuracy.deviation,
        loss.mean,
        loss.deviation);
  }
}
