package io.github.lanewise.optim;

import io.github.lanewise.Precision;
import io.github.lanewise.data.ClassWeights;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.SparseFeatures;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.model.LinearModel;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * What a {@link Trainer} was told, each option at its default until then, and whether it fits
 * together. A copy may be changed before anybody else has it; nothing is changed afterwards.
 */
final class TrainerOptions implements Cloneable {

  static final BooleanSupplier NEVER = () -> false;

  /**
   * The gap at which dual coordinate ascent ends if its model is only to be compared. On
   * debian-sections mean accuracies of three folds are then within 0.0005 of those at 0.001; the
   * folds themselves are 0.002 apart.
   */
  private static final double TRIAL_TOLERANCE = 0.1;

  final Loss loss;
  double l2 = 1e-4;
  ClassWeights classWeights = ClassWeights.none();
  Bias bias = Bias.FREE;
  boolean standardize;
  Solver solver = Solver.AUTO;
  int maxIterations;
  double tolerance;
  int epochs = 30;
  int batch = 128;

  /** 0 for one that suits the rows. */
  double learningRate;

  double momentum = 0.9;
  Schedule schedule = Schedule.COSINE;
  Precision precision = Precision.FLOAT;
  int threads = Runtime.getRuntime().availableProcessors();
  long seed = 1;
  Executor executor;
  BooleanSupplier cancelled = NEVER;
  LinearModel initial;
  Dataset validation;
  int patience;
  double minImprovement;
  Path checkpoint;
  int checkpointEvery;
  boolean resume;
  boolean trial;

  /**
   * The options of solvers that are not left at their defaults, in the order in which they came.
   */
  Set<String> given = new LinkedHashSet<>();

  TrainerOptions(Loss loss) {
    this.loss = loss;
  }

  TrainerOptions copy() {
    try {
      TrainerOptions copy = (TrainerOptions) clone();
      copy.given = new LinkedHashSet<>(given);
      return copy;
    } catch (CloneNotSupportedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Refuses options that contradict each other, whichever of them was set last. */
  void check() {
    SolverOptions.check(solver, given);
    if (solver.isForKinks()) {
      checkPenalisedKinks();
    }
    if (solver == Solver.DUAL) {
      checkDual();
    }
    if (solver == Solver.AUTO && suitable() == Solver.SGD) {
      checkUnpenalisedKinks();
    }
    if (initial != null && bias == Bias.NONE) {
      checkInitialBias();
    }
  }

  private void checkPenalisedKinks() {
    if (loss.isSmooth()) {
      throw new IllegalArgumentException(
          "solver " + solver + " is for the hinge with its kinks, not for the loss " + loss);
    }
    if (l2 == 0) {
      throw new IllegalArgumentException(
          "solver " + solver + " needs l2 above 0: there is no certificate at l2 0.0");
    }
  }

  private void checkDual() {
    if (standardize) {
      throw new IllegalArgumentException(
          "standardize: not with solver DUAL, which sees one row at a time as it is");
    }
    if (initial != null) {
      throw new IllegalArgumentException(
          "startFrom: not with solver DUAL, which begins at dual variables; a model has none");
    }
  }

  private void checkUnpenalisedKinks() {
    for (String option : given) {
      if (!SolverOptions.reads(Solver.SGD, option)) {
        throw new IllegalArgumentException(
            option
                + ": solver AUTO is SGD for the loss "
                + loss
                + " at l2 0.0, which has no such option");
      }
    }
  }

  private void checkInitialBias() {
    for (int c = 0; c < initial.classes(); c++) {
      if (initial.bias(c) != 0) {
        throw new IllegalArgumentException(
            "startFrom: the model has a bias, which the option bias = false excludes");
      }
    }
  }

  /** The algorithm to run on rows; never {@link Solver#AUTO}. */
  Solver chosen(Dataset data) {
    Solver chosen = chosen();
    boolean dual =
        solver == Solver.AUTO
            && chosen == Solver.SMOOTHING
            && data.features() instanceof SparseFeatures
            && data.columns() > Whitening.MAX_COLUMNS
            && !standardize
            && initial == null
            && DualVariables.fit(data);
    return dual ? Solver.DUAL : chosen;
  }

  /**
   * The algorithm to run, where rows are not known yet: {@link Solver#SMOOTHING} may become {@link
   * Solver#DUAL}, whose options have the same defaults.
   */
  private Solver chosen() {
    return solver == Solver.AUTO ? suitable() : solver;
  }

  int maxIterations() {
    if (given.contains("maxIterations")) {
      return maxIterations;
    }
    return chosen().isForKinks() ? 2000 : 200;
  }

  /** The tolerance of the algorithm that runs. */
  double tolerance(Solver running) {
    if (given.contains("tolerance")) {
      return tolerance;
    }
    if (running == Solver.DUAL && trial) {
      return TRIAL_TOLERANCE;
    }
    return chosen().isForKinks() ? 1e-3 : 1e-4;
  }

  /** Whether the solver goes by minibatches. */
  boolean isStochastic() {
    return SolverOptions.isStochastic(chosen());
  }

  /** What {@link Solver#AUTO} stands for. */
  private Solver suitable() {
    if (SolverOptions.areStochastic(given)) {
      return Solver.SGD;
    }
    if (loss.isSmooth()) {
      return Solver.LBFGS;
    }
    return l2 > 0 ? Solver.SMOOTHING : Solver.SGD;
  }
}
