package io.github.lanewise.optim;

/** What a solver ends with: the parameters are in the array that it was given. */
record Result(
    double objective,
    double gradientNorm,
    int iterations,
    int epochs,
    boolean converged,
    String stopReason) {}
