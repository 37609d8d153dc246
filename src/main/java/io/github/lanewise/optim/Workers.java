package io.github.lanewise.optim;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The caller and some helpers that share out numbered tasks.
 *
 * <p>Who runs a task is left to chance; what a task does depends on its number alone, so that the
 * number of threads never shows in a result. The caller takes tasks itself until none is left, so
 * that it never waits for a helper that has not begun: an executor without a free thread makes a
 * run slower, not endless.
 */
final class Workers implements AutoCloseable {

  /** Task {@code number}, run by worker {@code worker} (0 .. threads - 1), who owns its buffers. */
  interface Task {
    void run(int number, int worker);
  }

  /**
   * How long a thread looks out for the next round, or for the end of this one, before it sleeps:
   * about as long as waking it would take. Steps of a training follow each other sooner.
   */
  private static final long LOOKOUT_NANOS = 50_000;

  private final int threads;
  private final Executor executor;
  private final ExecutorService own;

  /** Helpers that will still look for a round: called and not yet come, or on the lookout. */
  private final AtomicInteger calls = new AtomicInteger();

  private volatile Round round;
  private volatile boolean closed;
  private int used = 1;

  /** With helpers of its own. */
  Workers(int threads) {
    this.threads = checked(threads);
    own = threads == 1 ? null : Executors.newFixedThreadPool(threads - 1, Workers::daemon);
    executor = own;
  }

  /** With helpers that run on the caller's executor, at most threads - 1 at a time. */
  Workers(int threads, Executor executor) {
    this.threads = checked(threads);
    own = null;
    this.executor = executor;
  }

  private static int checked(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads + " must be at least 1");
    }
    return threads;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "lanewise-worker");
    thread.setDaemon(true);
    return thread;
  }

  int threads() {
    return threads;
  }

  /** How many threads there were to work: on an executor, the most that ever came, plus one. */
  int used() {
    return own == null ? used : threads;
  }

  /**
   * Runs tasks 0 .. count - 1 and returns when all are done. The first failure is thrown as it is,
   * whichever thread it happened on.
   *
   * @throws IllegalStateException after {@link #close}
   */
  void run(int count, Task task) {
    if (closed) {
      throw new IllegalStateException("closed: its threads have ended");
    }
    int helping = Math.min(threads, count) - 1;
    if (helping < 1) {
      for (int number = 0; number < count; number++) {
        task.run(number, 0);
      }
      return;
    }
    Round now = new Round(count, task, helping);
    round = now;
    try {
      call(helping);
      now.takeTasks(0);
    } finally {
      now.end();
      round = null;
      used = Math.max(used, 1 + now.helpers);
    }
    now.throwFailure();
  }

  /**
   * Calls so many helpers, those included that have been called in vain before. They may have come
   * and gone when an executor returns.
   */
  private void call(int helping) {
    for (int missing = helping - calls.get(); missing > 0; missing--) {
      calls.incrementAndGet();
      executor.execute(this::help);
    }
  }

  private void help() {
    Round last = null;
    calls.decrementAndGet();
    for (Round now = round; now != null && now != last; now = round) {
      now.help();
      last = now;
      if (own != null) {
        lookOut(last);
      }
    }
  }

  /**
   * Waits a moment for another round than the last. Its run, which counts on those who look out,
   * has written it before it counts; they look once more after they are not counted any longer.
   */
  private void lookOut(Round last) {
    calls.incrementAndGet();
    long start = System.nanoTime();
    while ((round == null || round == last) && System.nanoTime() - start < LOOKOUT_NANOS) {
      Thread.onSpinWait();
    }
    calls.decrementAndGet();
  }

  /** One set of tasks. */
  private static final class Round {
    private final int count;
    private final Task task;
    private final int wanted;
    private final AtomicInteger next = new AtomicInteger();
    private int helpers;
    private volatile int busy;
    private boolean over;
    private Throwable failure;

    Round(int count, Task task, int wanted) {
      this.count = count;
      this.task = task;
      this.wanted = wanted;
    }

    void takeTasks(int worker) {
      for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
        task.run(number, worker);
      }
    }

    void help() {
      int worker = enter();
      if (worker > 0) {
        Throwable problem = null;
        try {
          takeTasks(worker);
        } catch (Throwable thrown) {
          problem = thrown;
        } finally {
          leave(problem);
        }
      }
    }

    /** The number of a new helper, or 0 if none is needed any more. */
    private synchronized int enter() {
      if (over || helpers == wanted) {
        return 0;
      }
      busy++;
      return ++helpers;
    }

    private synchronized void leave(Throwable problem) {
      busy--;
      failure = failure == null ? problem : failure;
      notifyAll();
    }

    /** A task declares no checked exception, so that it throws none. */
    void throwFailure() {
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure != null) {
        throw (RuntimeException) failure;
      }
    }

    /**
     * Waits for every helper that has begun, also when the calling thread is interrupted: they
     * share its buffers.
     */
    void end() {
      next.set(count);
      long start = System.nanoTime();
      while (busy > 0 && System.nanoTime() - start < LOOKOUT_NANOS) {
        Thread.onSpinWait();
      }
      await();
    }

    private synchronized void await() {
      over = true;
      boolean interrupted = false;
      while (busy > 0) {
        try {
          wait();
        } catch (InterruptedException interruption) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    if (own != null) {
      own.shutdown();
    }
  }
}
