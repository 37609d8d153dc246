package io.github.lanewise.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SideBySideTest {

  /** A chain of that many steps. */
  private static SideBySide.Chain steps(int count) {
    return stepped -> {
      for (int i = 0; i < count && stepped.getAsBoolean(); i++) {}
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException never) {
      throw new AssertionError(never);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void theCallerHearsEveryStepOnItsThread(int threads) {
    List<Thread> heard = new ArrayList<>();
    List<SideBySide.Chain> chains = List.of(steps(3), steps(0), steps(4));
    SideBySide.run(chains, threads, () -> heard.add(Thread.currentThread()));
    assertEquals(Collections.nCopies(7, Thread.currentThread()), heard);
  }

  @Test
  void chainsRunAtTheSameTime() {
    CountDownLatch both = new CountDownLatch(2);
    SideBySide.Chain meeting =
        stepped -> {
          both.countDown();
          await(both);
        };
    SideBySide.run(List.of(meeting, meeting), 2, () -> {});
  }

  @Test
  void aFailureEndsTheOthersAndIsThrownAsItIs() {
    for (Throwable failure : List.of(new IllegalStateException("one"), new Error("two"))) {
      AtomicInteger later = new AtomicInteger();
      SideBySide.Chain failing =
          stepped -> {
            if (failure instanceof Error error) {
              throw error;
            }
            throw (RuntimeException) failure;
          };
      SideBySide.Chain endless =
          stepped -> {
            while (stepped.getAsBoolean()) {
              later.incrementAndGet();
            }
          };
      assertSame(
          failure,
          assertThrows(
              Throwable.class, () -> SideBySide.run(List.of(endless, failing), 2, () -> {})));
    }
  }

  @Test
  void aListenerThatThrowsEndsTheSearch() {
    RuntimeException failure = new RuntimeException("heard");
    AtomicInteger heard = new AtomicInteger();
    List<SideBySide.Chain> endless = List.of(steps(Integer.MAX_VALUE), steps(Integer.MAX_VALUE));
    assertSame(
        failure,
        assertThrows(
            RuntimeException.class,
            () ->
                SideBySide.run(
                    endless,
                    2,
                    () -> {
                      heard.incrementAndGet();
                      throw failure;
                    })));
    assertEquals(1, heard.get());
  }

  @Test
  void noChainIsUnderWayWhenTheListenersFailureIsThrown() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    SideBySide.Chain slow =
        stepped -> {
          begun.countDown();
          await(told);
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
          ended.set(true);
        };
    SideBySide.Chain telling =
        stepped -> {
          await(begun);
          while (stepped.getAsBoolean()) {
            Thread.yield();
          }
          told.countDown();
        };
    Runnable listener =
        () -> {
          throw new IllegalStateException("heard");
        };
    assertThrows(
        IllegalStateException.class, () -> SideBySide.run(List.of(slow, telling), 2, listener));
    assertTrue(ended.get());
  }

  /** A thread that spins is never seen blocked. */
  @Test
  void anInterruptedCallerSleepsAndHearsTheRestLater() {
    Thread caller = Thread.currentThread();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    AtomicBoolean blocked = new AtomicBoolean();
    SideBySide.Chain watching =
        stepped -> {
          while (!blocked.get() && System.nanoTime() < deadline) {
            blocked.set(caller.isInterrupted() && caller.getState() == Thread.State.BLOCKED);
          }
          stepped.getAsBoolean();
        };
    AtomicInteger heard = new AtomicInteger();
    caller.interrupt();
    SideBySide.run(List.of(watching, steps(3)), 2, heard::incrementAndGet);
    assertTrue(Thread.interrupted());
    assertTrue(blocked.get());
    assertEquals(4, heard.get());
  }

  /** As trainings do that end when the caller is interrupted. */
  @Test
  void anInterruptIsKeptForTheCallerAndSeenByChains() {
    Thread caller = Thread.currentThread();
    SideBySide.Chain watching =
        stepped -> {
          while (!caller.isInterrupted()) {
            Thread.onSpinWait();
          }
        };
    SideBySide.Chain interrupting = stepped -> caller.interrupt();
    SideBySide.run(List.of(watching, interrupting), 2, () -> {});
    assertTrue(Thread.interrupted());
  }
}
