package io.github.lanewise.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The clock of one training run and the record of its steps. */
final class Monitor {

  private final Consumer<Progress> listener;
  private final List<Progress> history = new ArrayList<>();
  private final long start = System.nanoTime();
  private long rows;

  Monitor(Consumer<Progress> listener) {
    this.listener = listener;
  }

  void read(long count) {
    rows += count;
  }

  void step(int number, double objective, double gradientNorm) {
    Progress progress = new Progress(number, objective, gradientNorm, rows, seconds());
    history.add(progress);
    listener.accept(progress);
  }

  double seconds() {
    return (System.nanoTime() - start) * 1e-9;
  }

  List<Progress> history() {
    return List.copyOf(history);
  }
}
