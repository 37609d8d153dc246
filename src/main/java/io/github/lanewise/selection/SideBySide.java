package io.github.lanewise.selection;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * Chains of steps on a few threads of their own, while the caller hears of every step. Which chain
 * runs when is left to chance, so none may depend on another.
 */
final class SideBySide {

  /** Some steps, one after another. */
  interface Chain {

    /**
     * Makes the steps.
     *
     * @param stepped to be told after each, and says whether to make another
     */
    void run(BooleanSupplier stepped);
  }

  private final Runnable listener;

  /** A step is true, the end of a chain false. */
  private final BlockingQueue<Boolean> news = new LinkedBlockingQueue<>();

  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private SideBySide(Runnable listener) {
    this.listener = listener;
  }

  /**
   * Runs all chains and returns when they have ended, on the calling thread alone if there is one
   * thread. The first failure, of a chain or the listener, is thrown as it is; the other chains
   * then end with the step under way.
   *
   * @param threads at most how many chains run at a time
   * @param listener is told every step, on the calling thread
   */
  static void run(List<Chain> chains, int threads, Runnable listener) {
    if (threads > 1) {
      new SideBySide(listener).run(chains, threads);
      return;
    }
    for (Chain chain : chains) {
      chain.run(
          () -> {
            listener.run();
            return true;
          });
    }
  }

  private void run(List<Chain> chains, int threads) {
    ExecutorService pool = Executors.newFixedThreadPool(threads, SideBySide::daemon);
    chains.forEach(chain -> pool.execute(() -> run(chain)));
    pool.shutdown();
    try {
      listen(chains.size());
    } catch (RuntimeException | Error thrown) {
      failure.compareAndSet(null, thrown);
    }
    if (failure.get() instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure.get() instanceof Error error) {
      throw error;
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "lanewise-search");
    thread.setDaemon(true);
    return thread;
  }

  private void run(Chain chain) {
    try {
      if (goOn()) {
        chain.run(() -> news.add(true) && goOn());
      }
    } catch (RuntimeException | Error thrown) {
      failure.compareAndSet(null, thrown);
    } finally {
      news.add(false);
    }
  }

  private boolean goOn() {
    return failure.get() == null;
  }

  private void listen(int chains) {
    int running = chains;
    while (running > 0) {
      if (next()) {
        listener.run();
      } else {
        running--;
      }
    }
  }

  /**
   * Waits for news. An interrupt stays set, for a chain may look out for it; then none may sleep.
   */
  private boolean next() {
    Boolean step = null;
    while (step == null) {
      if (Thread.currentThread().isInterrupted()) {
        Thread.yield();
        step = news.poll();
      } else {
        step = take();
      }
    }
    return step;
  }

  private Boolean take() {
    try {
      return news.take();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
