// twin: double
package io.github.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Vectors are objects until C2 has turned them into registers: an operation that still allocates
 * when it is warm is one that C2 gave up on, and a hundred times too slow.
 */
@Tag("kernel")
class FloatKernelsAllocationTest {

  private static final int WARM_UP = 20_000;
  private static final int MEASURED = 1000;

  /** C2 compiles in the background, on a busy machine late. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int ROWS = 6;
  private static final int CLASSES = 5;
  private static final int COLUMNS = 4 * FloatKernels.LANES;

  private final FloatKernels kernels = KernelProvider.floats();
  private final float[] a = random(ROWS * FloatKernels.DEPTH);
  private final float[] b = random(COLUMNS * COLUMNS);
  private final float[] c = random(ROWS * COLUMNS);
  private final float[] bias = random(FloatKernels.padded(CLASSES));
  private final float[] scratch = new float[FloatKernels.SCRATCH];
  private final double[] losses = new double[ROWS];
  private final double[] excess = new double[COLUMNS];
  private final int[] labels = {0, 1, 2, 3, 4, 5};

  private static float[] random(int length) {
    Random random = new Random(length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  @BeforeEach
  void onlyVectors() {
    assumeTrue(kernels.name().startsWith("vector"), "scalar kernels make no vectors");
  }

  @Test
  void multiplyAdd() {
    assertNothingAllocated(
        () -> kernels.multiplyAdd(ROWS, COLUMNS, 8, a, 0, b, 0, COLUMNS, c, 0, COLUMNS));
  }

  @Test
  void rowDots() {
    assertNothingAllocated(
        () ->
            kernels.rowDots(
                ROWS, CLASSES, COLUMNS, a, 0, COLUMNS, b, 0, COLUMNS, bias, c, 0, COLUMNS,
                scratch));
  }

  @Test
  void exp() {
    assertNothingAllocated(() -> kernels.exp(c, 1, COLUMNS - 1));
  }

  @Test
  void log1p() {
    assertNothingAllocated(() -> kernels.log1p(excess, 1, COLUMNS - 1));
  }

  @Test
  void softmaxRows() {
    assertNothingAllocated(
        () ->
            kernels.softmaxRows(ROWS, COLUMNS, c, 0, COLUMNS, labels, 0, losses, excess, scratch));
  }

  @Test
  void hingeRows() {
    assertNothingAllocated(
        () -> kernels.hingeRows(ROWS, COLUMNS, c, 0, COLUMNS, labels, 0, losses, scratch));
  }

  @Test
  void addRows() {
    float[] factors = random(ROWS);
    int[] rows = {5, 4, 3, 2, 1, 0};
    assertNothingAllocated(
        () -> kernels.addRows(ROWS, rows, factors, COLUMNS, a, 0, COLUMNS, c, 0));
  }

  @Test
  void widen() {
    byte[] bytes = new byte[COLUMNS];
    assertNothingAllocated(() -> kernels.widen(bytes, 0, COLUMNS, 1, c, 0));
  }

  private static void assertNothingAllocated(Runnable call) {
    long deadline = System.nanoTime() + PATIENCE;
    long allocated;
    do {
      for (int i = 0; i < WARM_UP; i++) {
        call.run();
      }
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < MEASURED; i++) {
        call.run();
      }
      allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    } while (allocated > 0 && System.nanoTime() < deadline);
    assertEquals(0, allocated, "bytes in " + MEASURED + " calls");
  }
}
