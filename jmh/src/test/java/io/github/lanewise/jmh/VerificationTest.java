package io.github.lanewise.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.Precision;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.optim.Objective;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That the benchmarks' verification accepts what is right and refuses what is not. */
class VerificationTest {

  private static final double L2 = 0.01;
  private static final int N = 300;
  private static final int D = 7;
  private static final int C = 5;

  @Test
  void acceptsAndRefusesProducts() {
    FloatProduct product = new FloatProduct(37, 21, 19);
    assertWrong(product::verify);
    product.multiply();
    product.verify();
    product.result.set(36, 18, product.result.get(36, 18) + 1e-4f);
    assertWrong(product::verify);
    product.result.set(36, 18, Float.NaN);
    assertWrong(product::verify);
  }

  @ParameterizedTest
  @ValueSource(strings = {"openblas", "netlib", "ejml", "ojalgo", "commons-math"})
  void acceptsAndRefusesProductsOfPeers(String peer) {
    GemmBenchmark.Product product = new DoublePeerProduct(peer, 37, 21, 19);
    assertWrong(product::verify);
    product.multiply();
    product.verify();
    if (!peer.equals("commons-math")) {
      GemmBenchmark.Product narrow = new FloatPeerProduct(peer, 37, 21, 19);
      assertWrong(narrow::verify);
      narrow.multiply();
      narrow.verify();
    }
  }

  @Test
  void acceptsAndRefusesExponentials() {
    DoubleExponentials exponentials = new DoubleExponentials(64);
    for (Executable way : ways(exponentials)) {
      assertWrong(exponentials::verify);
      run(way);
      exponentials.verify();
      exponentials.values[63] *= 1 + 4 * Math.ulp(1.0);
    }
  }

  private static List<Executable> ways(DoubleExponentials exponentials) {
    return List.of(exponentials::library, exponentials::vectorOperators, exponentials::math);
  }

  private static void run(Executable way) {
    try {
      way.execute();
    } catch (Throwable failed) {
      throw new AssertionError(failed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, C, 40})
  void acceptsAndRefusesSoftmaxes(int classes) {
    FloatScores narrow = new FloatScores(N, classes);
    assertWrong(narrow::verify);
    narrow.softmax();
    narrow.verify();
    narrow.values[0] *= 1 + 0x1p-12f;
    assertWrong(narrow::verify);
    DoubleScores wide = new DoubleScores(N, classes);
    wide.softmax();
    wide.verify();
    wide.excess[N - 1] += 0x1p-30;
    assertWrong(wide::verify);
    wide.softmax();
    wide.gap[0] += 0x1p-30;
    assertWrong(wide::verify);
  }

  @Test
  void acceptsAndRefusesPredictions() {
    FloatPrediction prediction = new FloatPrediction(40, D, C);
    prediction.verify();
    int right = prediction.one(3);
    for (int wrong = -1; wrong <= C; wrong++) {
      int predicted = wrong;
      if (wrong != right) {
        assertWrong(() -> prediction.verify(3, predicted));
      }
    }
  }

  @Test
  void acceptsAndRefusesChains() {
    FloatChains chains = new FloatChains();
    assertWrong(chains::verify);
    chains.run();
    chains.verify();
  }

  @ParameterizedTest
  @CsvSource({
    "softmax, float, FLOAT",
    "softmax, byte, DOUBLE",
    "hinge, float, DOUBLE",
    "hinge, byte, FLOAT"
  })
  void acceptsAndRefusesSteps(String name, String features, Precision precision) {
    Loss loss = name.equals("hinge") ? Loss.hinge() : Loss.softmax();
    Rows rows = new Rows(N, D, C);
    double[] parameters = rows.parameters();
    double[] gradient = new double[parameters.length];
    double value;
    try (Objective objective = Objective.of(loss, rows.dataset(features), L2, true, precision, 2)) {
      value = objective.evaluate(parameters, gradient);
    }
    NaiveStep naive = new NaiveStep(rows, loss, L2, parameters, Verify.unit(precision));
    naive.verify(value, gradient);

    assertWrong(() -> naive.verify(value * (1 + 1e-3), gradient));
    // One row of the 300 missing moves an entry by a share of that order.
    for (int i : new int[] {0, C * D - 1, C * D, C * D + C - 1}) {
      double[] moved = gradient.clone();
      moved[i] += 1e-3;
      assertWrong(() -> naive.verify(value, moved));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.5})
  void violatesAShareOfTheMargins(double share) {
    Rows rows = new Rows(N, 1000, C);
    double[] parameters = SeparatingWeights.of(rows, share);
    double[] gradient = new double[parameters.length];
    NaiveStep naive =
        new NaiveStep(rows, Loss.hinge(), L2, parameters, Verify.unit(Precision.FLOAT));
    try (Objective objective =
        Objective.of(Loss.hinge(), rows.dataset("float"), L2, true, Precision.FLOAT, 1)) {
      naive.verify(objective.evaluate(parameters, gradient), gradient);
    }
    assertEquals(share * N * (C - 1), violated(rows, parameters));
  }

  private static int violated(Rows rows, double[] w) {
    int violated = 0;
    for (int r = 0; r < rows.n; r++) {
      double[] x = rows.features(r);
      double[] s =
          IntStream.range(0, rows.c)
              .mapToDouble(
                  c -> IntStream.range(0, rows.d).mapToDouble(i -> w[c * rows.d + i] * x[i]).sum())
              .toArray();
      for (int c = 0; c < rows.c; c++) {
        violated += c != rows.label(r) && s[c] - s[rows.label(r)] + 1 > 0 ? 1 : 0;
      }
    }
    return violated;
  }

  @Test
  void refusesToViolateFewMarginsOfRowsThatAreAlike() {
    assertThrows(IllegalArgumentException.class, () -> SeparatingWeights.of(new Rows(N, 1, C), 0));
  }

  @ParameterizedTest
  @CsvSource({"softmax, FLOAT", "hinge, DOUBLE"})
  void acceptsAndRefusesSparseEpochs(String name, Precision precision) {
    Loss loss = StepBenchmark.lossOf(name);
    SparseRows rows = new SparseRows(N, 50 * D, C, D);
    double[] parameters = rows.parameters();
    double[] gradient = new double[parameters.length];
    double value;
    try (Objective objective = Objective.of(loss, rows.dataset(), L2, true, precision, 2)) {
      value = objective.evaluate(parameters, gradient);
    }
    NaiveStep naive = new NaiveStep(rows, loss, L2, parameters, Verify.unit(precision));
    naive.verify(value, gradient);
    assertWrong(() -> naive.verify(value * (1 + 1e-3), gradient));
    gradient[0] += 1e-3;
    assertWrong(() -> naive.verify(value, gradient));
  }

  @Test
  void sharesOfRepeatedRowsAddUp() {
    Rows rows = new Rows(1000, 1000, 1000);
    assertTrue(rows.distinct < rows.n);
    double sum = IntStream.range(0, rows.distinct).mapToDouble(rows::share).sum();
    Verify.close(sum, 1, Verify.gamma(rows.n, 0x1p-53), "sum of shares");
  }

  private static void assertWrong(Executable verification) {
    assertThrows(IllegalStateException.class, verification);
  }
}
