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

  private final Consumer<Progress> listener;
  private final BooleanSupplier cancelled;
  private final EarlyStopping stopping;
  private final List<Progress> history = new ArrayList<>();
  private final long start = System.nanoTime();
  private double[] parameters;
  private long rows;
  private int iterations;

  /**
   * Before the run.
   *
   * @param listener is told every step
   * @param cancelled says whether to end the run
   * @param stopping judges every step, or null
   */
  Monitor(Consumer<Progress> listener, BooleanSupplier cancelled, EarlyStopping stopping) {
    this.listener = listener;
    this.cancelled = cancelled;
    this.stopping = stopping;
  }

  /** The array in which the solver keeps the parameters after its last step. */
  void begin(double[] current) {
    parameters = current;
  }

  void read(long count) {
    rows += count;
  }

  /** One more step taken, for which so many rows were read that nobody has mentioned yet. */
  void moved(long count) {
    iterations++;
    rows += count;
  }

  /** Ends the run if it has been cancelled. */
  void poll() {
    if (cancelled.getAsBoolean()) {
      throw new Stopped("cancelled");
    }
  }

  /** Records a step. Ends the run if patience is over. */
  void step(int number, double objective, double gradientNorm) {
    double validation = stopping == null ? Double.NaN : stopping.judge(number, parameters);
    Progress progress = new Progress(number, objective, gradientNorm, validation, rows, seconds());
    history.add(progress);
    listener.accept(progress);
    if (stopping != null && stopping.isOver(number)) {
      throw new Stopped("no improvement on the validation rows");
    }
  }

  /** What a run that was stopped has to show: the objective where its last step has told it. */
  Result stopped(Stopped end, int rowsInAll) {
    Progress last = history.isEmpty() ? null : history.getLast();
    boolean known = last != null && !Double.isNaN(last.gradientNorm());
    return new Result(
        known ? last.objective() : Double.NaN,
        known ? last.gradientNorm() : Double.NaN,
        iterations,
        (int) (rows / rowsInAll),
        false,
        end.getMessage());
  }

  double seconds() {
    return (System.nanoTime() - start) * 1e-9;
  }

  List<Progress> history() {
    return List.copyOf(history);
  }
}
