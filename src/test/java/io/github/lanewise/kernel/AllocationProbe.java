package io.github.lanewise.kernel;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the child process of {@link AllocationTest} runs. */
final class AllocationProbe {

  private static final int CALLS = 1000;

  /** C2 compiles in the background, on a busy machine late. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private AllocationProbe() {}

  /** Prints a line for each operation: how many bytes it allocates when it is warm. */
  public static void main(String[] arguments) {
    measure("float", FloatOperations.all(KernelProvider.floats()));
    measure("double", DoubleOperations.all(KernelProvider.doubles()));
  }

  private static void measure(String precision, Map<String, Runnable> operations) {
    operations.forEach(
        (name, call) -> System.out.println(precision + " " + name + ": " + bytes(call)));
  }

  /** Bytes allocated in {@link #CALLS} calls, the first time that it is none. */
  private static long bytes(Runnable call) {
    long deadline = System.nanoTime() + PATIENCE;
    long allocated;
    do {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    } while (allocated > 0 && System.nanoTime() < deadline);
    return allocated;
  }
}
