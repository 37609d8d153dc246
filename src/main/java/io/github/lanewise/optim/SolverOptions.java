package io.github.lanewise.optim;

import java.util.Set;

/** Which of the trainer's options a solver reads: none of the others may be set with it. */
final class SolverOptions {

  private static final Set<String> DETERMINISTIC = Set.of("maxIterations", "tolerance");
  private static final Set<String> STOCHASTIC =
      Set.of("epochs", "batch", "learningRate", "schedule");
  private static final String MOMENTUM = "momentum";

  private SolverOptions() {}

  /**
   * Refuses options that would be ignored.
   *
   * @param given the options of solvers that the caller has set, in this order. Not modified
   * @throws IllegalArgumentException if the solver, or any one solver, does not read all of them
   */
  static void check(Solver solver, Set<String> given) {
    for (String option : given) {
      if (solver != Solver.AUTO && !reads(solver, option)) {
        throw new IllegalArgumentException(option + ": solver " + solver + " has no such option");
      }
      if (solver == Solver.AUTO && isStochastic(option) != isStochastic(given.iterator().next())) {
        throw new IllegalArgumentException(
            option + ": no solver has it together with " + given.iterator().next());
      }
    }
  }

  /** Whether one of the options is about minibatches. */
  static boolean areStochastic(Set<String> given) {
    return given.stream().anyMatch(SolverOptions::isStochastic);
  }

  /** Whether a solver goes by minibatches. */
  static boolean isStochastic(Solver solver) {
    return solver != Solver.AUTO && reads(solver, "batch");
  }

  private static boolean isStochastic(String option) {
    return reads(Solver.SGD, option);
  }

  /** Whether setting the option has a meaning for the solver. */
  static boolean reads(Solver solver, String option) {
    return switch (solver) {
      case AUTO -> true;
      case LBFGS, SMOOTHING, DUAL -> DETERMINISTIC.contains(option);
      case SGD, NESTEROV -> STOCHASTIC.contains(option) || MOMENTUM.equals(option);
      case ADAM, ADAMW -> STOCHASTIC.contains(option);
    };
  }
}
