package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class WorkersTest {

  @Test
  void everyTaskRunsOnceAndWorkersKeepTheirNumbers() {
    for (int threads : new int[] {1, 2, 5}) {
      try (Workers workers = new Workers(threads)) {
        assertEquals(threads, workers.threads());
        for (int count : new int[] {0, 1, 2, 4, 100}) {
          AtomicIntegerArray runs = new AtomicIntegerArray(count);
          AtomicIntegerArray busy = new AtomicIntegerArray(threads);
          workers.run(
              count,
              (number, worker) -> {
                assertEquals(1, busy.incrementAndGet(worker));
                runs.incrementAndGet(number);
                Thread.yield();
                busy.decrementAndGet(worker);
              });
          for (int i = 0; i < count; i++) {
            assertEquals(1, runs.get(i));
          }
        }
      }
    }
  }

  @Test
  void aFailureReachesTheCallerAndTheWorkersGoOn() {
    try (Workers workers = new Workers(3)) {
      for (int bad = 0; bad < 10; bad++) {
        int failing = bad;
        ArithmeticException thrown =
            assertThrows(
                ArithmeticException.class,
                () ->
                    workers.run(
                        10,
                        (number, worker) -> {
                          if (number == failing) {
                            throw new ArithmeticException("task " + number);
                          }
                        }));
        assertEquals("task " + failing, thrown.getMessage());
      }
      AtomicIntegerArray runs = new AtomicIntegerArray(10);
      workers.run(10, (number, worker) -> runs.incrementAndGet(number));
      assertEquals(1, runs.get(9));
    }
  }

  /**
   * A helper's failure is the caller's, of the very type: whoever catches it cannot know threads.
   */
  @Test
  void aHelpersErrorArrivesAsItIs() {
    AtomicBoolean failed = new AtomicBoolean();
    Workers.Task onlyTheHelperFails =
        (number, worker) -> {
          while (worker == 0 && !failed.get()) {
            Thread.onSpinWait();
          }
          if (worker == 1) {
            failed.set(true);
            throw new OutOfMemoryError("task " + number);
          }
        };
    try (Workers workers = new Workers(2)) {
      OutOfMemoryError thrown =
          assertThrows(OutOfMemoryError.class, () -> workers.run(2, onlyTheHelperFails));
      assertTrue(thrown.getMessage().startsWith("task "), thrown::getMessage);
    }
  }

  /** Each helper has come and gone by the time that its call returns. */
  @Test
  void anExecutorThatRunsInTheCallingThreadIsEnough() {
    try (Workers workers = new Workers(3, Runnable::run)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(10);
      workers.run(10, (number, worker) -> runs.incrementAndGet(number));
      for (int i = 0; i < 10; i++) {
        assertEquals(1, runs.get(i));
      }
    }
  }

  @Test
  void closedWorkersSaySoWhateverTheirNumber() {
    for (int threads : new int[] {1, 3}) {
      Workers workers = new Workers(threads);
      workers.close();
      assertEquals(
          "closed: its threads have ended",
          assertThrows(IllegalStateException.class, () -> workers.run(4, (number, worker) -> {}))
              .getMessage());
    }
  }

  /** The helpers use the caller's buffers: an interrupt must not let them run on alone. */
  @Test
  void anInterruptedCallerWaitsAndStaysInterrupted() {
    try (Workers workers = new Workers(2)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(20);
      Thread.currentThread().interrupt();
      workers.run(20, (number, worker) -> runs.incrementAndGet(number));
      assertTrue(Thread.interrupted());
      for (int i = 0; i < 20; i++) {
        assertEquals(1, runs.get(i));
      }
    }
  }

  @Test
  void lessThanOneThreadIsRefused() {
    assertEquals(
        "threads: 0 must be at least 1",
        assertThrows(IllegalArgumentException.class, () -> new Workers(0)).getMessage());
  }
}
