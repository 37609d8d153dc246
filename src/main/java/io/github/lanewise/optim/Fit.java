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
 *     precision: mean loss + (lambda / 2) ||W||^2; NaN where a cancelled run did not know it
 * @param gradientNorm the largest absolute entry of its gradient there (for the hinge with its
 *     kinks, of one of its subgradients), in the variables that the solver moved (see {@link
 *     Trainer#tolerance})
 * @param dualityGap by how much at most the objective exceeds its minimum, from 0 to the objective,
 *     up to the rounding of that and its gradient (docs/mathematics.md, section 8): for {@link
 *     Solver#SMOOTHING} and {@link Solver#DUAL} the certificate, and told by {@link Solver#LBFGS}
 *     of softmax, and of every loss without a free bias. NaN for the other solvers, for lambda = 0,
 *     and where a run was cancelled or stopped early
 * @param iterations steps taken
 * @param epochs passes over the data set, without the one that L-BFGS ends with for the duality gap
 * @param status how it ended
 * @param stopReason why it ended, for people
 * @param seconds of training alone
 * @param precision in which the kernels computed
 * @param threads how many threads evaluated
 * @param history the progress after each step
 * @param notes what the user should know and may want to change, a line each: unscaled features by
 *     name, or by number from 0 where they have none, and a small gradient that leaves more than a
 *     tenth of the objective open; usually empty
 */
public record Fit(
    LinearModel model,
    Solver solver,
    double objective,
    double gradientNorm,
    double dualityGap,
    int iterations,
    int epochs,
    Status status,
    String stopReason,
    double seconds,
    Precision precision,
    int threads,
    List<Progress> history,
    List<String> notes) {

  /**
   * Whether the tolerance was met.
   *
   * @return true only with a certificate: a gradient or a duality gap small enough
   */
  public boolean converged() {
    return status == Status.CONVERGED;
  }

  /**
   * Such as: converged after 93 iterations: objective 0.259249, |gradient| 8e-07, duality gap
   * 2e-06.
   */
  @Override
  public String toString() {
    String end =
        converged()
            ? "converged after " + iterations + " iterations"
            : "stopped after " + iterations + " iterations (" + stopReason + ")";
    boolean bounded = !Double.isNaN(dualityGap);
    // A subgradient says nothing where the gap of a minimum in a kink says all.
    String gradient =
        bounded && solver.isForKinks()
            ? ""
            : String.format(Locale.ROOT, ", |gradient| %.0e", gradientNorm);
    String gap = bounded ? String.format(Locale.ROOT, ", duality gap %.0e", dualityGap) : "";
    return String.format(Locale.ROOT, "%s: objective %.6f", end, objective) + gradient + gap;
  }
}
