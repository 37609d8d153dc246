package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.loss.Loss;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
class WhiteningTest {

  /** Columns that are nearly the same, of sizes from 1 to 10. */
  private static Dataset correlated() {
    Random random = new Random(5);
    float[] values = new float[400 * 6];
    int[] labels = new int[400];
    for (int i = 0; i < labels.length; i++) {
      double common = random.nextGaussian();
      for (int d = 0; d < 6; d++) {
        double size = StrictMath.pow(10, d / 5.0);
        values[i * 6 + d] = (float) (size * (1 + common + 0.05 * random.nextGaussian()));
      }
      labels[i] = values[i * 6] + random.nextGaussian() > 1 ? i % 2 : 2;
    }
    return Dataset.of(Features.of(values, 400, 6), labels, Samples.names(3));
  }

  private static Objective objective(Dataset data, boolean bias, Workers workers) {
    return Objective.of(Loss.softmax(), data, 1e-3, Bias.of(bias), Precision.DOUBLE, workers, null);
  }

  private static Result minimise(
      Dataset data, boolean bias, boolean whitened, double[] parameters) {
    try (Workers workers = new Workers(1)) {
      Preconditioner whitening =
          whitened ? Whitening.local(data, 1e-3, bias, null, Precision.DOUBLE, workers) : null;
      return new Lbfgs(2000, 1e-6, 0x1p-47)
          .minimise(
              objective(data, bias, workers),
              data.rows(),
              parameters,
              whitening,
              new Monitor(step -> {}, () -> false, null, null));
    }
  }

  /** The objective's minimum is flat: at a gradient g it is less than g^2 D C / lambda away. */
  @Test
  void theMinimumStaysAndIsFoundSooner() {
    Dataset data = correlated();
    Result slow = minimise(data, true, false, new double[21]);
    Result fast = minimise(data, true, true, new double[21]);
    assertTrue(slow.converged() && fast.converged());
    assertEquals(slow.objective(), fast.objective(), 18 * 1e-6 * 1e-6 / 1e-3);
    assertTrue(2 * fast.epochs() < slow.epochs(), fast.epochs() + " against " + slow.epochs());
  }

  @Test
  void aBiasThatIsNotThereStaysZero() {
    double[] parameters = new double[21];
    minimise(correlated(), false, true, parameters);
    for (int c = 18; c < 21; c++) {
      assertEquals(0, parameters[c]);
    }
  }

  /** The guess is made where the descent is after 15 iterations, which a checkpoint has to keep. */
  @Test
  void aResumedRunGoesOnWithTheSameGuess(@TempDir Path folder) {
    double[] expected = iterate(30, null);
    Path file = folder.resolve("run.checkpoint");
    iterate(20, file);
    assertArrayEquals(expected, iterate(30, file));
    assertFalse(Arrays.equals(expected, iterate(20, null)));
  }

  private static double[] iterate(int iterations, Path file) {
    Dataset data = correlated();
    double[] parameters = new double[21];
    Checkpoint checkpoint = file == null ? null : new Checkpoint(file, 1, true, Map.of());
    try (Workers workers = new Workers(2)) {
      new Lbfgs(iterations, 0, 0x1p-47)
          .minimise(
              objective(data, true, workers),
              data.rows(),
              parameters,
              Whitening.local(data, 1e-3, true, null, Precision.DOUBLE, workers),
              new Monitor(step -> {}, () -> false, null, checkpoint));
    }
    return parameters;
  }

  /** The guess looks at 112 of the 400 rows, evenly spaced, and none of them counts. */
  @Test
  void rowsWithoutWeightAreNoReasonToStall() {
    Dataset data = correlated();
    float[] weights = new float[data.rows()];
    Arrays.fill(weights, 1);
    for (int i = 0; i < 112; i++) {
      weights[i * 400 / 112] = 0;
    }
    Result result = minimise(data.withWeights(weights), true, true, new double[21]);
    assertTrue(result.converged(), result::toString);
  }

  @Test
  void smallDataGoWithout() {
    assertFalse(Whitening.pays(correlated()));
  }
}
