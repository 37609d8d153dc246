package io.github.lanewise.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Whether vector kernels would still be cold.
 *
 * <p>Until C2 has compiled a vector kernel, each of its vectors is an object, and it is a hundred
 * times slower than a plain loop. C2 comes after some thousand calls: a large task makes them in
 * its first moments, a small one would be over before. So small tasks begin on the scalar kernels,
 * whose bits are the same, until as much has been computed as the change costs.
 *
 * <p>A large task rehearses: one thread repeats a small part of it, so that the compiler has the
 * other processors to itself. All of them at once would keep it waiting, at a hundredth of their
 * speed.
 */
final class ColdStart {

  /** Multiply-adds of a task that pays for the compilation by itself: some 100 blocks of rows. */
  private static final long LARGE_TASK = 1L << 24;

  /** Multiply-adds after which the process is here to stay: about half a second of plain loops. */
  private static final long LONG_LIFE = 1L << 31;

  /**
   * How often a small part is rehearsed: C2 wants to see a method's loops run 15,000 times, and 600
   * calls. Once it is ready, the remaining ones take no time.
   */
  private static final int REHEARSALS = 500;

  private static final LongAdder DONE = new LongAdder();

  private static final AtomicBoolean REHEARSED = new AtomicBoolean();

  private static volatile boolean over;

  private ColdStart() {}

  /** Counts a task of that many multiply-adds and says whether it should run on plain kernels. */
  static boolean isCold(long multiplyAdds) {
    if (over || multiplyAdds >= LARGE_TASK) {
      return false;
    }
    DONE.add(multiplyAdds);
    over = DONE.sum() >= LONG_LIFE;
    return !over;
  }

  /** How often the task that begins on vectors should rehearse: 0 but once. */
  static int rehearsals() {
    over = true;
    return REHEARSED.compareAndSet(false, true) ? REHEARSALS : 0;
  }
}
