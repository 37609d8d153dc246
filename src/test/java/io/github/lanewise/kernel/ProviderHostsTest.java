package io.github.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The provider's decisions on hosts of many kinds, each a virtual machine of its own. */
class ProviderHostsTest {

  private static final String MODULE = "jdk.incubator.vector";
  private static final String ADD = "--add-modules=" + MODULE;
  private static final String ONLY = "--limit-modules=java.base," + MODULE;

  @TempDir private Path folder;

  /** Their options, modes and verdicts are HotSpot's. */
  @BeforeEach
  void onlyWithC2() {
    assumeTrue(JitCompiler.here() == JitCompiler.C2, "not HotSpot with C2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:TieredStopAtLevel=3"})
  void withoutC2ScalarKernelsRunAndOneLineSaysWhy(String option) throws Exception {
    ChildJvm child = run("describe", ADD, option);
    assertTrue(child.output().startsWith("scalar fma="), child.toString());
    assertEquals(1, words(child).size(), child.toString());
    assertTrue(words(child).get(0).contains("without its compiler C2"), child.toString());
    assertTrue(words(child).get(0).contains("start java without -Xint"), child.toString());
  }

  @Test
  void aForcedKernelStaysEvenWithoutC2() throws Exception {
    ChildJvm child = run("describe", ADD, "-Xint", "-Dlanewise.kernel=vector-128");
    assertTrue(child.output().startsWith("vector-128 fma="), child.toString());
    assertEquals(List.of(), words(child));
  }

  @Test
  void aStrangerThatPassesTheTrialRunsVectors() throws Exception {
    ChildJvm child = runUntil(output -> output.startsWith("vector-"), "stranger", ADD);
    assertTrue(child.output().startsWith("vector-"), child.toString());
    assertEquals(List.of(), words(child));
  }

  @Test
  void aStrangerThatFailsTheTrialRunsScalarKernels() throws Exception {
    ChildJvm child = run("stranger", ADD, "-Xint");
    assertTrue(child.output().startsWith("scalar fma="), child.toString());
    assertEquals(1, words(child).size(), child.toString());
    assertTrue(
        words(child).get(0).contains("Some Other VM was tried and its vector operations"),
        child.toString());
  }

  @Test
  void theTrialSeesAllocation() throws Exception {
    ChildJvm child = run("trial", ADD, "-Xint", "-Dlanewise.kernel=vector");
    assertEquals("its vector operations allocate memory", child.output());
  }

  @Test
  void whereAllocationCannotBeSeenTimeDecides() throws Exception {
    ChildJvm trusted = runUntil("null"::equals, "trial", ADD, ONLY, "-Dlanewise.kernel=vector");
    assertEquals("null", trusted.output(), trusted.toString());
    ChildJvm slow = run("trial", ADD, ONLY, "-Xint", "-Dlanewise.kernel=vector");
    assertEquals("its vector operations are slower than plain ones", slow.output());
  }

  /** Whatever part of the vectors it is. */
  @ParameterizedTest
  @ValueSource(strings = {"VectorWidth", "VectorFloatShape", "VectorDoubleKernels"})
  void whatCannotBeLinkedMeansScalarKernels(String broken) throws Exception {
    Path place = folder.resolve("io/github/lanewise/kernel");
    Files.createDirectories(place);
    Files.writeString(place.resolve(broken + ".class"), "not a class");
    ChildJvm child = run("describe", ADD);
    assertTrue(child.output().startsWith("scalar fma="), child.toString());
    assertEquals(1, words(child).size(), child.toString());
    assertTrue(words(child).get(0).contains("ClassFormatError"), child.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Dlanewise.kernel=vector", "-Dlanewise.kernel=sse", "-Dlanewise.fma=1"})
  void whatCannotBeHonouredIsRefusedEachTimeInTheSameWords(String option) throws Exception {
    List<String> lines = run("twice", option).output().lines().toList();
    assertEquals(3, lines.size(), lines.toString());
    assertTrue(lines.get(0).startsWith("java.lang.IllegalStateException: " + option), lines.get(0));
    assertEquals(1, lines.stream().distinct().count(), lines.toString());
  }

  @Test
  void aBareImageWithVectorsUsesThem() throws Exception {
    assertTrue(run("describe", ADD, ONLY).output().startsWith("vector-"));
  }

  @Test
  void vectorsBelowTheSmallestShapeMeanScalarKernels() throws Exception {
    ChildJvm child = run("describe", ADD, "-XX:MaxVectorSize=8");
    assertTrue(child.output().startsWith("scalar fma="), child.toString());
    assertTrue(words(child).get(0).contains("-XX:MaxVectorSize"), child.toString());
  }

  /** Two sources of one fact, on a host with the instruction and without it. */
  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseFMA", "-XX:-UseFMA"})
  void timeAndFlagAgreeOnFma(String option) throws Exception {
    String expected = option.equals("-XX:-UseFMA") ? "false false" : hostHasFma();
    assertEquals(expected, run("quick", option).output());
    assertEquals(expected, run("quick", "--limit-modules=java.base", option).output());
  }

  private static String hostHasFma() {
    String flag = HotSpotFlags.value("UseFMA");
    return flag + " " + flag;
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "scalar"})
  void theFirstOperationStartsNoThread(String kernel) throws Exception {
    assertEquals("[]", run("threads", ADD, "-Dlanewise.kernel=" + kernel).output());
  }

  /** The first line of a log reads the configuration of logging, which is a file. */
  @ParameterizedTest
  @ValueSource(strings = {"auto", "scalar"})
  void whatIsAsItShouldBeIsNotLogged(String kernel) throws Exception {
    Path classes = folder.resolve("classes");
    ChildJvm child =
        run("threads", ADD, "-Dlanewise.kernel=" + kernel, "-Xlog:class+load:file=" + classes);
    List<String> loaded = Files.readAllLines(classes);
    assertTrue(
        loaded.stream().anyMatch(line -> line.contains(KernelProvider.class.getName())),
        child.toString());
    assertFalse(
        loaded.stream().anyMatch(line -> line.contains("java.util.logging.LogManager$RootLogger ")),
        child.toString());
  }

  /** What a process said but for the JDK's own remark. */
  private static List<String> words(ChildJvm child) {
    return child.errors().lines().filter(line -> !line.contains("incubator modules")).toList();
  }

  /**
   * The first of a few virtual machines whose output is the expected one, or the last. On a busy
   * machine C2 may come too late for a trial, whose patience ends after a second or two.
   */
  private ChildJvm runUntil(Predicate<String> expected, String probe, String... options)
      throws IOException, InterruptedException, URISyntaxException {
    ChildJvm child = run(probe, options);
    for (int more = 0; more < 9 && !expected.test(child.output()); more++) {
      child = run(probe, options);
    }
    return child;
  }

  /** Runs {@link ProviderProbe} in a fresh virtual machine; its classes may be replaced. */
  private ChildJvm run(String probe, String... options)
      throws IOException, InterruptedException, URISyntaxException {
    ChildJvm child = ChildJvm.run(folder, ProviderProbe.class, List.of(probe), options);
    assertEquals(0, child.exit(), child.toString());
    return child;
  }
}
