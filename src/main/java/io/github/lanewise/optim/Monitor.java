package io.github.lanewise.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One training run as its solver sees it: the clock, the record of its steps, and whoever may end
 * it.
 *
 * <p>A solver calls {@link #begin} once, {@link #poll} before every evaluation and {@link #step}
 * after every step. The last two may throw {@link Stopped}, which is not the solver's to catch.
 */
final class Monitor {

  private static final int STEPS = 0;
  private static final int ROWS = 1;
  private static final int ITERATIONS = 2;

  private final Consumer<Progress> listener;
  private final BooleanSupplier cancelled;
  private final EarlyStopping stopping;
  private final Checkpoint checkpoint;
  private final List<Progress> history = new ArrayList<>();
  private final long start = System.nanoTime();
  private final List<double[]> state = new ArrayList<>();

  /** Steps reported, rows read and iterations made, as numbers that a checkpoint can hold. */
  private final double[] counters = new double[3];

  private int resumed = -1;

  /**
   * Before the run.
   *
   * @param listener is told every step
   * @param cancelled says whether to end the run
   * @param stopping judges every step, or null
   * @param checkpoint keeps every so many steps, or null
   */
  Monitor(
      Consumer<Progress> listener,
      BooleanSupplier cancelled,
      EarlyStopping stopping,
      Checkpoint checkpoint) {
    this.listener = listener;
    this.cancelled = cancelled;
    this.stopping = stopping;
    this.checkpoint = checkpoint;
  }

  /**
   * Takes down all that decides the steps to come, and goes on from a checkpoint if there is one.
   *
   * @param parameters after the last step, whenever {@link #step} or {@link #poll} is called.
   *     Modified if the run is resumed
   * @param memory what else the solver remembers from step to step, in arrays of its own. Modified
   *     if the run is resumed
   * @return how many steps are over: 0 unless resumed
   */
  int begin(double[] parameters, List<double[]> memory) {
    state.add(parameters);
    state.addAll(memory);
    state.add(counters);
    if (stopping != null) {
      state.addAll(stopping.state());
    }
    if (checkpoint != null && checkpoint.read(state)) {
      resumed = (int) counters[STEPS];
      stopIfOver(resumed);
    }
    return (int) counters[STEPS];
  }

  /** Whether a step, unless it is the last, must leave its parameters where they were begun. */
  boolean readsParameters() {
    return stopping != null || checkpoint != null;
  }

  void read(long count) {
    counters[ROWS] += count;
  }

  /** One more step taken, for which so many rows were read that nobody has mentioned yet. */
  void moved(long count) {
    counters[ITERATIONS]++;
    counters[ROWS] += count;
  }

  /** Ends the run if it has been cancelled. */
  void poll() {
    if (cancelled.getAsBoolean()) {
      throw new Stopped(Status.CANCELLED, "cancelled");
    }
  }

  /**
   * Records a step, unless a checkpoint has brought it along. Ends the run if patience is over.
   *
   * @param number steps so far
   */
  void step(int number, double objective, double gradientNorm) {
    if (number == resumed) {
      return;
    }
    int before = (int) counters[STEPS];
    counters[STEPS] = number;
    double validation = stopping == null ? Double.NaN : stopping.judge(number, state.get(0));
    Progress progress =
        new Progress(number, objective, gradientNorm, validation, (long) counters[ROWS], seconds());
    history.add(progress);
    listener.accept(progress);
    if (checkpoint != null) {
      checkpoint.write(before, number, state);
    }
    stopIfOver(number);
  }

  private void stopIfOver(int number) {
    if (stopping != null && stopping.isOver(number)) {
      throw new Stopped(Status.STOPPED_EARLY, "no improvement on the validation rows");
    }
  }

  /** What a run that was stopped has to show: the objective where its last step has told it. */
  Result stopped(Stopped end, int rowsInAll) {
    Progress last = history.isEmpty() ? null : history.getLast();
    boolean known = last != null && !Double.isNaN(last.gradientNorm());
    return new Result(
        known ? last.objective() : Double.NaN,
        known ? last.gradientNorm() : Double.NaN,
        (int) counters[ITERATIONS],
        epochs(rowsInAll),
        end.status(),
        end.getMessage());
  }

  /** How often all rows have been read. */
  int epochs(int rowsInAll) {
    return (int) (counters[ROWS] / rowsInAll);
  }

  double seconds() {
    return (System.nanoTime() - start) * 1e-9;
  }

  List<Progress> history() {
    return List.copyOf(history);
  }
}
