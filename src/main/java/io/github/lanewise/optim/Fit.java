package io.github.lanewise.optim;

import io.github.lanewise.Precision;
import io.github.lanewise.model.LinearModel;
import java.util.List;
import java.util.Locale;

/**
 * What a training run returned.
 *
 * @param model the trained model
 * @param solver the algorithm that ran; never {@link Solver#AUTO}
 * @param objective the objective at the model's parameters, before they were rounded to the model's
 *     precision: mean loss + (lambda / 2) ||W||^2
 * @param gradientNorm the largest absolute entry of its gradient there, in the variables that the
 *     solver moved (see {@link Trainer#tolerance})
 * @param iterations steps taken
 * @param epochs passes over the data set
 * @param converged whether the tolerance was met; never true without that certificate
 * @param stopReason why it ended, for people
 * @param seconds of training alone
 * @param precision in which the kernels computed
 * @param threads how many threads evaluated
 * @param history the progress after each step
 */
public record Fit(
    LinearModel model,
    Solver solver,
    double objective,
    double gradientNorm,
    int iterations,
    int epochs,
    boolean converged,
    String stopReason,
    double seconds,
    Precision precision,
    int threads,
    List<Progress> history) {

  /** Such as: converged after 93 iterations: objective 0.259249, |gradient| 8e-7. */
  @Override
  public String toString() {
    String end =
        converged
            ? "converged after " + iterations + " iterations"
            : "stopped after " + iterations + " iterations (" + stopReason + ")";
    return String.format(
        Locale.ROOT, "%s: objective %.6f, |gradient| %.0e", end, objective, gradientNorm);
  }
}
