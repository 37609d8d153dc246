package io.github.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Vectors are objects until C2 has turned them into registers: an operation that still allocates
 * when it is warm is one that C2 gave up on, and a hundred times too slow. Measured in a process of
 * its own, where no other test has shaped what C2 knows of the kernels. JDK 21 is let off: having
 * compiled other kernels first, its C2 keeps an object for each vector of log1p, 12 bytes a row.
 */
@Tag("kernel")
class AllocationTest {

  @TempDir private Path folder;

  @Test
  void warmVectorKernelsAllocateNothing() throws Exception {
    String kernel = KernelProvider.floats().name();
    assumeTrue(kernel.startsWith("vector"), "scalar kernels make no vectors");
    assumeTrue(Runtime.version().feature() > 21, "an older C2 leaves the odd vector an object");
    ChildJvm child =
        ChildJvm.run(
            folder,
            AllocationProbe.class,
            "--add-modules",
            "jdk.incubator.vector",
            "-Dlanewise.kernel=" + kernel,
            "-Dlanewise.fma=" + KernelProvider.fma());
    assertEquals(0, child.exit(), child.errors());
    List<String> lines = child.output().lines().toList();
    int operations =
        FloatOperations.all(KernelProvider.floats()).size()
            + DoubleOperations.all(KernelProvider.doubles()).size();
    assertEquals(operations, lines.size(), child.output());
    assertTrue(lines.stream().allMatch(line -> line.endsWith(": 0")), child.output());
  }
}
