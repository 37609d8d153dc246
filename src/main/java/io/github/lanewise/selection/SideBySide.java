package io.github.lanewise.selection;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
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

  /** Each thread holds one of these as long as it lives. */
  private final Queue<Object> lives = new ConcurrentLinkedQueue<>();

  private SideBySide(Runnable listener) {
    this.listener = listener;
  }

  /**
   * Runs all chains and returns when they have ended, on the calling thread alone if there is one
   * thread. The first failure, of a chain or the listener, ends the other chains after the step
   * under way; then it is thrown as it is. The listener hears of no further step.
   *
   * @param threads at most how many chains run at a time
   * @param listener is told every step, on the calling thread; once that is interrupted maybe late
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
    ExecutorService pool = Executors.newFixedThreadPool(threads, this::daemon);
    chains.forEach(chain -> pool.execute(() -> run(chain)));
    pool.shutdown();
    listen(chains.size());
    if (failure.get() instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure.get() instanceof Error error) {
      throw error;
    }
  }

  private Thread daemon(Runnable work) {
    Object life = new Object();
    lives.add(life);
    Thread thread = new Thread(() -> live(work, life), "lanewise-search");
    thread.setDaemon(true);
    return thread;
  }

  private static void live(Runnable work, Object life) {
    synchronized (life) {
      work.run();
    }
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
      if (!next()) {
        running--;
      } else if (goOn()) {
        tell();
      }
    }
  }

  private void tell() {
    try {
      listener.run();
    } catch (RuntimeException | Error thrown) {
      failure.compareAndSet(null, thrown);
    }
  }

  /** Waits for news. An interrupt stays set all the time, for a chain may look out for it. */
  private boolean next() {
    Boolean step = null;
    while (step == null) {
      step = Thread.currentThread().isInterrupted() ? poll() : take();
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

  /** The next of the news, if need be when all threads have ended; null if one has yet to begin. */
  private Boolean poll() {
    if (news.isEmpty()) {
      awaitThreads();
    }
    return news.poll();
  }

  /** Waits for monitors: an interrupt ends every other wait, or is cleared by it. */
  private void awaitThreads() {
    for (Object life : lives) {
      synchronized (life) {
        // The thread has ended, or not yet begun.
      }
    }
  }
}
