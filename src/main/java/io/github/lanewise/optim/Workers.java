package io.github.lanewise.optim;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The caller and a fixed set of helpers that share out numbered tasks.
 *
 * <p>Who runs a task is left to chance; what a task does depends on its number alone, so that the
 * number of threads never shows in a result.
 */
final class Workers implements AutoCloseable {

  /** Task {@code number}, run by worker {@code worker} (0 .. threads - 1), who owns its buffers. */
  interface Task {
    void run(int number, int worker);
  }

  private final int threads;
  private final ExecutorService helpers;
  private final Future<?>[] running;

  Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads + " must be at least 1");
    }
    this.threads = threads;
    running = new Future<?>[threads - 1];
    helpers = threads == 1 ? null : Executors.newFixedThreadPool(threads - 1, Workers::daemon);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "lanewise-worker");
    thread.setDaemon(true);
    return thread;
  }

  int threads() {
    return threads;
  }

  /** Runs tasks 0 .. count - 1 and returns when all are done; the first failure is thrown on. */
  void run(int count, Task task) {
    int helping = Math.min(threads, count) - 1;
    if (helping < 1) {
      for (int number = 0; number < count; number++) {
        task.run(number, 0);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    for (int helper = 0; helper < helping; helper++) {
      int worker = helper + 1;
      running[helper] = helpers.submit(() -> takeTasks(next, count, task, worker));
    }
    try {
      takeTasks(next, count, task, 0);
    } finally {
      next.set(count);
      join(helping);
    }
  }

  private static void takeTasks(AtomicInteger next, int count, Task task, int worker) {
    for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
      task.run(number, worker);
    }
  }

  /**
   * Waits for every helper, also when the calling thread is interrupted: they share its buffers.
   */
  private void join(int helping) {
    boolean interrupted = false;
    ExecutionException failure = null;
    for (int helper = 0; helper < helping; ) {
      try {
        running[helper].get();
        helper++;
      } catch (InterruptedException interruption) {
        interrupted = true;
      } catch (ExecutionException failed) {
        failure = failed;
        helper++;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw new IllegalStateException("a worker failed: " + failure.getCause(), failure.getCause());
    }
  }

  @Override
  public void close() {
    if (helpers != null) {
      helpers.shutdown();
    }
  }
}
