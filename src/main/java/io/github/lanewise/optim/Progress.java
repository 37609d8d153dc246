package io.github.lanewise.optim;

/**
 * Where training stands.
 *
 * @param step how many iterations (L-BFGS, smoothing) or epochs (the others) are over
 * @param objective the objective: at the current parameters for L-BFGS, the least so far for
 *     smoothing, an estimate from the epoch's visits for dual coordinate ascent, and the mean over
 *     the epoch's minibatches, each before its step, for the stochastic solvers
 * @param gradientNorm the largest absolute entry of the gradient, NaN where no full gradient is
 *     known
 * @param validation the mean loss over the validation rows, NaN where there are none
 * @param rows how many rows have been read so far, each time counted
 * @param seconds time since training began
 */
public record Progress(
    int step,
    double objective,
    double gradientNorm,
    double validation,
    long rows,
    double seconds) {}
