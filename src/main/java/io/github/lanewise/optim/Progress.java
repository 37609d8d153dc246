package io.github.lanewise.optim;

/**
 * Where training stands.
 *
 * @param step how many iterations (L-BFGS) or epochs (SGD) are over
 * @param objective the objective: at the current parameters for L-BFGS, the mean over the epoch's
 *     minibatches, each before its step, for SGD
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
