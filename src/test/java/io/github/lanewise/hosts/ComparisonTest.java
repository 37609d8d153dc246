package io.github.lanewise.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.kernel.FloatScorer;
import io.github.lanewise.kernel.KernelProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The matrix can fail: a kernel that is off by one ulp in one element is found and shown. */
class ComparisonTest {

  private static final int ROWS = 9;
  private static final int FEATURES = 300;
  private static final int CLASSES = 5;

  /** The element that the faulty kernel spoils: row 4, class 2. */
  private static final int SPOILT = 4 * CLASSES + 2;

  private static final String NAME = "prediction/scores";
  private static final String HONEST = "prediction/untouched";

  @Test
  void oneUlpInOneElementIsReported() {
    Bits right = scores(KernelProvider.floats());
    Bits wrong = scores(spoilt(KernelProvider.floats()));
    String expected = right.pattern(SPOILT);
    String actual = wrong.pattern(SPOILT);
    assertEquals(
        1, Math.abs(Integer.parseUnsignedInt(expected, 16) - Integer.parseUnsignedInt(actual, 16)));

    Map<String, String> differences =
        Comparison.differences(
            answers(KernelProvider.floats()), answers(spoilt(KernelProvider.floats())));

    assertEquals(
        Map.of(NAME, "element " + SPOILT + ": " + actual + ", expected " + expected), differences);
  }

  @Test
  void theTableShowsIt() {
    Verdict verdict =
        Verdict.of(
            "a host",
            "scalar fma=true",
            answers(KernelProvider.floats()),
            answers(spoilt(KernelProvider.floats())));
    assertFalse(verdict.holds());
    assertEquals("**1 of 2 differ**", verdict.cell("prediction"));
    assertTrue(verdict.toString().contains("element " + SPOILT + ": "), verdict.toString());
    HostsPage page = new HostsPage(List.of(verdict), List.of());
    assertEquals("0 of 1 host configurations hold", page.summary());
    assertTrue(page.toString().contains("element " + SPOILT + ": "), page.toString());
  }

  /** Two virtual machines of different classes: what one class must never show. */
  @Test
  void theOtherClassDiffers() {
    assumeTrue(KernelProvider.fma(), "skipped: this host has no FMA to leave out");
    Path digits = Path.of("docs", "data", "digits.csv.gz");
    ChildAnswers with = new ChildAnswers(host("-Dlanewise.fma=true", "fma=true"), digits);
    ChildAnswers without = new ChildAnswers(host("-Dlanewise.fma=false", "fma=false"), digits);
    Map<String, String> differences = Comparison.differences(with, without);
    String product = differences.get("products/float A B");
    assertTrue(
        product.matches("element \\d+: [0-9a-f]{8}, expected [0-9a-f]{8}"), differences.toString());
    assertFalse(differences.containsKey("data/split"), differences.toString());
  }

  @Test
  void aHostThatIsNotWhatItClaimsFails() {
    Path digits = Path.of("docs", "data", "digits.csv.gz");
    assertThrows(
        IllegalStateException.class,
        () -> new ChildAnswers(host("-Dlanewise.kernel=scalar", "vector-512"), digits));
  }

  private static Host host(String option, String expected) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> options = List.of(option, "-cp", System.getProperty("java.class.path"));
    return new Host("a child", java, options, Map.of(), expected);
  }

  @Test
  void equalAnswersHold() {
    Verdict verdict =
        Verdict.of(
            "a host",
            "scalar fma=true",
            answers(KernelProvider.floats()),
            answers(KernelProvider.floats()));
    assertTrue(verdict.holds());
    assertEquals("equal", verdict.cell("prediction"));
  }

  @Test
  void anOperationThatIsMissingIsReported() {
    Bits bits = new Bits().add(1.5f);
    Answers one = new LocalAnswers(List.of(new Operation(NAME, () -> bits)));
    Answers none = new LocalAnswers(List.of());
    assertEquals(Map.of(NAME, "computed by one host only"), Comparison.differences(one, none));
    assertEquals(Map.of(NAME, "computed by one host only"), Comparison.differences(none, one));
  }

  @Test
  void aHostThatFailsDoesNotHold() {
    assertFalse(Verdict.failed("a host", "exit status 1").holds());
  }

  @Test
  void lengthsAndZerosAreCompared() {
    assertEquals(
        "1 elements, expected 2", Comparison.first(new Bits().add(1, 2), new Bits().add(1)));
    assertEquals(
        "element 0: 80000000, expected 00000000",
        Comparison.first(new Bits().add(0.0f), new Bits().add(-0.0f)));
    assertEquals(
        "element 1: 3ff0000000000001, expected 3ff0000000000000",
        Comparison.first(new Bits().add(0.0, 1.0), new Bits().add(0.0, Math.nextUp(1.0))));
  }

  /** What a child prints and the matrix reads back. */
  @Test
  void printedBitsAreReadBack() {
    Bits bits = new Bits().add(1.5f, -0.0f).add(-2.5).add(7);
    Bits read = Bits.parse(bits.toString().lines().toList());
    assertEquals(bits.toString(), read.toString());
    assertEquals(bits.digest(), read.digest());
  }

  private static Answers answers(FloatKernels kernels) {
    Map<String, Bits> results = new LinkedHashMap<>();
    results.put(NAME, scores(kernels));
    results.put(HONEST, new Bits().add(1));
    return new LocalAnswers(
        results.entrySet().stream()
            .map(entry -> new Operation(entry.getKey(), entry::getValue))
            .toList());
  }

  private static Bits scores(FloatKernels kernels) {
    FloatScorer scorer = new FloatScorer(CLASSES, FEATURES);
    scorer.load(FloatSamples.values(1, CLASSES * FEATURES, 1), new float[CLASSES], 0);
    int columns = FloatKernels.padded(CLASSES);
    int stride = FloatKernels.padded(FEATURES);
    float[] rows = new float[ROWS * stride];
    for (int r = 0; r < ROWS; r++) {
      System.arraycopy(FloatSamples.values(2 + r, FEATURES, 1), 0, rows, r * stride, FEATURES);
    }
    float[] padded = new float[ROWS * columns];
    float[] scratch = new float[FloatKernels.SCRATCH];
    scorer.paddedScores(kernels, false, rows, 0, stride, ROWS, padded, 0, columns, scratch);
    float[] scores = new float[ROWS * CLASSES];
    for (int r = 0; r < ROWS; r++) {
      System.arraycopy(padded, r * columns, scores, r * CLASSES, CLASSES);
    }
    return new Bits().add(scores);
  }

  /** The same kernels, but one score of {@code rowDots} is off by one unit in the last place. */
  private static FloatKernels spoilt(FloatKernels kernels) {
    return (FloatKernels)
        Proxy.newProxyInstance(
            FloatKernels.class.getClassLoader(),
            new Class<?>[] {FloatKernels.class},
            (proxy, method, arguments) -> {
              Object result = call(kernels, method, arguments);
              if (method.getName().equals("rowDots")) {
                float[] scores = (float[]) arguments[10];
                int stride = (int) arguments[12];
                int element = (int) arguments[11] + SPOILT / CLASSES * stride + SPOILT % CLASSES;
                scores[element] = Math.nextUp(scores[element]);
              }
              return result;
            });
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
