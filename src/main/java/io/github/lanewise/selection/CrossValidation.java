package io.github.lanewise.selection;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.InvalidDataException;
import io.github.lanewise.model.LinearModel;
import io.github.lanewise.optim.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Judges settings of a trainer by rows that it has not seen, and chooses the best, immutable:
 *
 * <pre>
 * Selection found = CrossValidation.of(Trainer.of(Loss.hinge()), 5).path(train, 1e-3, 1e-4, 1e-5);
 * System.out.println(found);
 * Fit fit = found.best().trainer().fit(train);
 * </pre>
 *
 * <p>Every setting is trained K times, on all {@link Folds} but one, and evaluated on that one. A
 * penalty lambda is that of the training on all N rows: on n of them it is lambda N / n (sums of
 * weights, if rows have some), which weighs as much against each row. Folds are trained side by
 * side, on as many threads as the trainer has, which then share them out, as far as twice the
 * memory fits into the heap; with an {@code executor} one after another. Test rows are read for
 * nothing else. The folds share the features with the data set. Weights of rows count in training
 * and in evaluation. Of equally good settings the one with the largest penalty is chosen. Results
 * have the same bits for any number of threads.
 */
public final class CrossValidation {

  private final Trainer trainer;
  private final int folds;
  private final long seed;
  private final Criterion criterion;
  private final IntConsumer listener;

  private CrossValidation(
      Trainer trainer, int folds, long seed, Criterion criterion, IntConsumer listener) {
    this.trainer = Objects.requireNonNull(trainer, "trainer");
    this.folds = folds;
    this.seed = seed;
    this.criterion = Objects.requireNonNull(criterion, "criterion");
    this.listener = Objects.requireNonNull(listener, "listener");
    require(folds >= 2, "folds: " + folds + " must be at least 2");
    trainer.checkpoint().ifPresent(file -> refuse(file, folds));
  }

  private static void refuse(Path checkpoint, int folds) {
    throw new IllegalArgumentException(
        "trainer: the option checkpoint names one file, "
            + checkpoint
            + ", which the trainings of all "
            + folds
            + " folds would share");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /**
   * Cross-validation that chooses by accuracy, with the seed 1.
   *
   * @param trainer all options but those that are searched; without a checkpoint
   * @param folds K, at least 2 and, when it runs, at most the number of rows
   * @return the cross-validation
   * @throws IllegalArgumentException if there are fewer than 2 folds, or the trainer keeps a
   *     checkpoint, which all trainings would share
   */
  public static CrossValidation of(Trainer trainer, int folds) {
    return new CrossValidation(trainer, folds, 1, Criterion.ACCURACY, finished -> {});
  }

  /**
   * The seed of the folds, and of the random search; 1 by default.
   *
   * @param value any
   * @return a cross-validation with it
   */
  public CrossValidation seed(long value) {
    return new CrossValidation(trainer, folds, value, criterion, listener);
  }

  /**
   * By what to choose; {@link Criterion#ACCURACY} by default.
   *
   * @param best what is best
   * @return a cross-validation with it
   */
  public CrossValidation criterion(Criterion best) {
    return new CrossValidation(trainer, folds, seed, best, listener);
  }

  /**
   * Whom to tell how far it is.
   *
   * @param finished is told, on the calling thread, how many trainings are over, of K for each
   *     setting
   * @return a cross-validation with it
   */
  public CrossValidation listener(IntConsumer finished) {
    return new CrossValidation(trainer, folds, seed, criterion, finished);
  }

  /**
   * Tries several penalties with the trainer's learning rate, from the largest to the smallest.
   * With {@link io.github.lanewise.optim.Solver#LBFGS} and {@link
   * io.github.lanewise.optim.Solver#SMOOTHING} each training within a fold starts from the model of
   * the one before it if that has converged; otherwise, and with all other solvers, from the
   * beginning, so that the estimate is that of the setting alone.
   *
   * @param data the rows. Not modified, not copied.
   * @param l2 the penalties lambda, at least one, in any order. Not modified.
   * @return all trials and the best
   * @throws IllegalArgumentException if there is no penalty, or one that the trainer refuses, and
   *     as for {@link Trainer#fit}
   * @throws InvalidDataException if there are more folds than rows, or one without any weight
   * @throws ArithmeticException if training fails for all of them
   * @throws CancellationException if {@link Trainer#cancelWhen} ends a training: an estimate from
   *     some of the folds, or from half a training, would be none
   */
  public Selection path(Dataset data, double... l2) {
    return grid(data, l2, new double[] {Double.NaN});
  }

  /**
   * Tries every penalty with every learning rate. Within a fold and a learning rate the penalties
   * fall, and each training starts from the model of the one before it, as in {@link #path}.
   *
   * @param data the rows. Not modified, not copied.
   * @param l2 the penalties lambda, at least one, in any order. Not modified.
   * @param learningRates the learning rates, at least one; NaN leaves the trainer's own. Not
   *     modified.
   * @return all trials and the best
   * @throws IllegalArgumentException if there is no penalty or no learning rate, or one that the
   *     trainer refuses, and as for {@link Trainer#fit}
   * @throws InvalidDataException if there are more folds than rows, or one without any weight
   * @throws ArithmeticException if training fails for all of them
   * @throws CancellationException if {@link Trainer#cancelWhen} ends a training: an estimate from
   *     some of the folds, or from half a training, would be none
   */
  public Selection grid(Dataset data, double[] l2, double[] learningRates) {
    require(l2.length >= 1, "l2: none given, at least one is needed");
    require(learningRates.length >= 1, "learningRates: none given, at least one is needed");
    double[] rising = l2.clone();
    Arrays.sort(rising);
    List<List<Setting>> paths = new ArrayList<>();
    for (double rate : learningRates) {
      List<Setting> path = new ArrayList<>();
      for (int i = rising.length - 1; i >= 0; i--) {
        path.add(new Setting(trainer, rising[i], rate, folds));
      }
      paths.add(path);
    }
    return run(data, paths);
  }

  /**
   * Tries pairs of a penalty and a learning rate, drawn at random, evenly on a logarithmic scale.
   * Every training starts from the beginning.
   *
   * @param data the rows. Not modified, not copied.
   * @param trials how many pairs, at least 1
   * @param l2 the range of the penalties
   * @param learningRates the range of the learning rates
   * @return all trials and the best
   * @throws IllegalArgumentException if there are no trials, or the trainer refuses a pair, and as
   *     for {@link Trainer#fit}
   * @throws InvalidDataException if there are more folds than rows, or one without any weight
   * @throws ArithmeticException if training fails for all of them
   * @throws CancellationException if {@link Trainer#cancelWhen} ends a training: an estimate from
   *     some of the folds, or from half a training, would be none
   */
  public Selection random(Dataset data, int trials, Range l2, Range learningRates) {
    require(trials >= 1, "trials: " + trials + " must be at least 1");
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Setting>> paths = new ArrayList<>();
    for (int trial = 0; trial < trials; trial++) {
      double penalty = l2.at(random.nextDouble());
      double rate = learningRates.at(random.nextDouble());
      paths.add(List.of(new Setting(trainer, penalty, rate, folds)));
    }
    return run(data, paths);
  }

  private Selection run(Dataset data, List<List<Setting>> paths) {
    Folds dealt = Folds.stratified(data, folds, seed);
    int beside = beside(data);
    List<SideBySide.Chain> chains = new ArrayList<>();
    for (int number = 0; number < folds; number++) {
      Fold fold = Fold.of(number, dealt, data, Math.max(1, trainer.threads() / beside));
      for (List<Setting> path : chained(paths, data)) {
        chains.add(finished -> go(path, fold, finished));
      }
    }
    AtomicInteger finished = new AtomicInteger();
    SideBySide.run(chains, beside, () -> listener.accept(finished.incrementAndGet()));
    List<Setting> settings = inOrderOfPreference(paths);
    if (settings.stream().allMatch(setting -> setting.failure() != null)) {
      throw settings.get(0).failure();
    }
    return Selection.of(settings.stream().map(Setting::trial).toList(), criterion);
  }

  /** The paths, each in one piece only if its trainings may start from one another. */
  private List<List<Setting>> chained(List<List<Setting>> paths, Dataset data) {
    return Setting.followOn(trainer.solverFor(data))
        ? paths
        : paths.stream().flatMap(List::stream).map(List::of).toList();
  }

  /** How many trainings to run at a time: as threads and the heap allow. */
  private int beside(Dataset data) {
    long fitting = Runtime.getRuntime().maxMemory() / 2 / Math.max(1, trainer.heapBytes(data));
    return trainer.executor().isPresent() ? 1 : Math.clamp(fitting, 1, trainer.threads());
  }

  /** Goes through a path in a fold, from its first setting to its last one. */
  private static void go(List<Setting> path, Fold fold, BooleanSupplier finished) {
    LinearModel model = null;
    boolean more = true;
    for (int i = 0; more && i < path.size(); i++) {
      model = path.get(i).run(fold, model);
      more = finished.getAsBoolean();
    }
  }

  /** The first settings of all paths, then the second ones: paths are equally long. */
  private static List<Setting> inOrderOfPreference(List<List<Setting>> paths) {
    List<Setting> settings = new ArrayList<>();
    for (int i = 0; i < paths.get(0).size(); i++) {
      for (List<Setting> path : paths) {
        settings.add(path.get(i));
      }
    }
    return settings;
  }
}
