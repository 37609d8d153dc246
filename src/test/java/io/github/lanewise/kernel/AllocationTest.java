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
 * its own, where no other test has shaped what C2 knows of the kernels.
 */
@Tag("kernel")
class AllocationTest {

  @TempDir private Path folder;

  @Test
  void warmVectorKernelsAllocateNothing() throws Exception {
    String kernel = KernelProvider.floats().name();
    assumeTrue(kernel.startsWith("vector"), "scalar kernels make no vectors");
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
    assertEquals(20, lines.size(), child.output());
    assertTrue(lines.stream().allMatch(line -> line.endsWith(": 0")), child.output());
  }
}
