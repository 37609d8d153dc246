package io.github.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelProviderTest {

  private static final String MODULE = "jdk.incubator.vector";
  private static final String[] WITH_MODULE = {"--add-modules", MODULE};

  @TempDir private Path folder;

  /** The build runs this suite once per kernel and says which one it forced. */
  @Test
  @Tag("kernel")
  void theKernelThatRunsIsTheOneThatTheBuildExpects() {
    String expected = System.getProperty("lanewise.test.expect");
    assumeTrue(expected != null, "not started by the build");
    String name = expected.equals("auto") ? preferred() : expected;
    assertEquals(name, KernelProvider.floats().name());
    assertEquals(name, KernelProvider.doubles().name());
  }

  /** In processes of their own, where nobody has rehearsed before. */
  @ParameterizedTest
  @CsvSource({"auto, false true false false", "scalar, false false false false"})
  void kernelsAreRehearsedOnceAndOthersNever(String kernel, String expected) throws Exception {
    ChildJvm child = ChildJvm.run(folder, Rehearse.class, "-Dlanewise.kernel=" + kernel);
    assertEquals(expected, child.output(), child.errors());
  }

  /**
   * Large tasks begin at 2^24 multiply-adds; small ones change over with the one that makes 2^31.
   */
  @ParameterizedTest
  @CsvSource({
    "auto, 16777216, 0 true false",
    "auto, 16777215, 128 false false",
    "auto, 8388608, 255 false false",
    "scalar, 1, 0 false false"
  })
  void smallTasksBeginOnPlainKernels(String kernel, String multiplyAdds, String expected)
      throws Exception {
    List<String> arguments = List.of(multiplyAdds);
    ChildJvm child =
        ChildJvm.run(folder, ColdTasks.class, arguments, "-Dlanewise.kernel=" + kernel);
    assertEquals(expected, child.output(), child.errors());
  }

  private static String preferred() {
    Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
    assertTrue(module.isPresent(), MODULE + " is missing in this process");
    IntSupplier width = new VectorWidth();
    return "vector-" + Math.min(512, width.getAsInt());
  }

  @Test
  void withoutTheModuleScalarKernelsRunAndOneLineNamesTheRemedy() throws Exception {
    ChildJvm child = run();
    assertEquals(0, child.exit(), child.errors());
    assertTrue(child.output().startsWith("scalar fma="), child.output());
    assertTrue(child.errors().startsWith("INFO lanewise: scalar kernels"), child.errors());
    assertTrue(child.errors().contains("start java with --add-modules " + MODULE), child.errors());
    assertEquals(1, child.errors().lines().count(), child.errors());
  }

  @Test
  void withTheModuleVectorKernelsRunWithoutAWord() throws Exception {
    ChildJvm child = run(WITH_MODULE);
    assertEquals(0, child.exit(), child.errors());
    assertTrue(child.output().startsWith("vector-"), child.output());
    assertEquals("WARNING: Using incubator modules: " + MODULE, child.errors().strip());
  }

  @Test
  void scalarKernelsMayBeForced() throws Exception {
    ChildJvm child = run("--add-modules", MODULE, "-Dlanewise.kernel=scalar");
    assertTrue(child.output().startsWith("scalar fma="), child.output() + child.errors());
  }

  /** Neither logging nor management nor vectors: an image with nothing but java.base. */
  @Test
  void theBareJavaBaseModuleIsEnough() throws Exception {
    ChildJvm child = run("--limit-modules", "java.base");
    assertEquals(0, child.exit(), child.errors());
    assertTrue(child.output().startsWith("scalar fma="), child.output());
  }

  @ParameterizedTest
  @ValueSource(strings = {"vector", "vector-128", "vector-256", "vector-512"})
  void aForcedVectorKernelWithoutTheModuleIsRefused(String kernel) throws Exception {
    ChildJvm child = run("-Dlanewise.kernel=" + kernel);
    assertNotEquals(0, child.exit(), child.output());
    assertTrue(
        child.errors().contains("-Dlanewise.kernel=" + kernel + " cannot be honoured"),
        child.errors());
    assertTrue(child.errors().contains("--add-modules " + MODULE), child.errors());
  }

  @Test
  void aWidthBeyondTheHostIsRefused() throws Exception {
    ChildJvm child =
        run("--add-modules", MODULE, "-XX:MaxVectorSize=16", "-Dlanewise.kernel=vector-256");
    assumeTrue(!child.errors().contains("Unrecognized VM option"), "not HotSpot's C2");
    assertNotEquals(0, child.exit(), child.output());
    assertTrue(
        child.errors().contains("-Dlanewise.kernel=vector-256 cannot be honoured"), child.errors());
  }

  @Test
  void anUnknownKernelIsRefused() throws Exception {
    ChildJvm child = run("--add-modules", MODULE, "-Dlanewise.kernel=sse");
    assertNotEquals(0, child.exit(), child.output());
    assertTrue(
        child
            .errors()
            .contains(
                "-Dlanewise.kernel=sse: expected auto, scalar, vector, vector-128, vector-256 or"
                    + " vector-512"),
        child.errors());
  }

  @Test
  void fmaFollowsTheVirtualMachineAndItsOverride() throws Exception {
    assertTrue(run("-XX:-UseFMA").output().contains(" fma=false "));
    assertTrue(run("-Dlanewise.fma=false").output().contains(" fma=false "));
    ChildJvm child = run("-Dlanewise.fma=maybe");
    assertNotEquals(0, child.exit(), child.output());
    assertTrue(
        child.errors().contains("-Dlanewise.fma=maybe: expected true or false"), child.errors());
  }

  private ChildJvm run(String... options) throws Exception {
    return ChildJvm.run(folder, Describe.class, options);
  }
}
