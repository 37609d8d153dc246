package io.github.lanewise.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Judges vector kernels by what they do, where nobody has looked at what the compiler makes of
 * them: once warm they must allocate nothing, because a vector that is still an object costs a
 * hundred times one in a register, and they must beat the plain kernels.
 *
 * <p>The smallest product is the quickest to judge, for it warms up one loop: load, broadcast,
 * multiply and add.
 */
final class Trial {

  /**
   * HotSpot's C2 needs 0.2 to 0.5 s of it, behind the runs that it compiles meanwhile. A compiler
   * that comes too late costs speed, never an answer: both kernels give the same bits.
   */
  private static final long PATIENCE_NANOS = 1_500_000_000L;

  /** Runs between two looks at the clock: some milliseconds even when interpreted. */
  private static final int RUNS = 20;

  private static final int INNER = 64;

  private final float[] left = new float[INNER];
  private final float[] right = new float[INNER * FloatKernels.LANES];
  private final float[] product = new float[FloatKernels.LANES];

  /** Null where the module jdk.management is absent. */
  private final ThreadMXBean threads = threads();

  private Trial() {}

  /** Why the candidate is not to be trusted, null if it is. */
  static String objection(FloatKernels candidate, FloatKernels plain) {
    Trial trial = new Trial();
    long candidateNanos = Long.MAX_VALUE;
    long plainNanos = Long.MAX_VALUE;
    long allocated;
    long start = System.nanoTime();
    do {
      plainNanos = Math.min(plainNanos, trial.nanos(plain));
      long before = trial.allocatedBytes();
      candidateNanos = Math.min(candidateNanos, trial.nanos(candidate));
      allocated = trial.allocatedBytes() - before;
      if (allocated == 0 && candidateNanos < plainNanos) {
        return null;
      }
    } while (System.nanoTime() - start < PATIENCE_NANOS);
    return allocated > 0
        ? "its vector operations allocate memory"
        : "its vector operations are slower than plain ones";
  }

  private long nanos(FloatKernels kernels) {
    int lanes = FloatKernels.LANES;
    long start = System.nanoTime();
    for (int run = 0; run < RUNS; run++) {
      kernels.multiplyAdd(1, lanes, INNER, left, 0, INNER, right, 0, lanes, product, 0, lanes);
    }
    return System.nanoTime() - start;
  }

  private static ThreadMXBean threads() {
    try {
      return (ThreadMXBean) ManagementFactory.getThreadMXBean();
    } catch (RuntimeException | LinkageError absent) {
      return null;
    }
  }

  /** By this thread; always the same number where it cannot be known, so that time decides. */
  private long allocatedBytes() {
    return threads == null ? 0 : threads.getCurrentThreadAllocatedBytes();
  }
}
