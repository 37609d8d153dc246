package io.github.lanewise.kernel;

import java.util.concurrent.atomic.LongAdder;

/**
 * Whether vector kernels would still be cold.
 *
 * <p>Until C2 has compiled a vector kernel, each of its vectors is an object, and it is a hundred
 * times slower than a plain loop. C2 comes after some thousand calls: a large task makes them in
 * its first moments, a small one would be over before. So small tasks begin on the scalar kernels,
 * whose bits are the same, until as much has been computed as the change costs.
 */
final class ColdStart {

  /** Multiply-adds of a task that pays for the compilation by itself: some 100 blocks of rows. */
  private static final long LARGE_TASK = 1L << 24;

  /** Multiply-adds after which the process is here to stay: about half a second of plain loops. */
  private static final long LONG_LIFE = 1L << 31;

  private static final LongAdder DONE = new LongAdder();

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
}
