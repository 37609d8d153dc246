package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.matrix.DoubleMatrix;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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

  /** 1 / (i + j + 1) plus the identity has a condition number below 3, so few ulp are lost. */
  @Test
  void invertsSymmetricMatrices() {
    int size = 17;
    DoubleMatrix matrix = new DoubleMatrix(size, size);
    for (int i = 0; i < size * size; i++) {
      matrix.values()[i] = 1.0 / (i / size + i % size + 1) + (i / size == i % size ? 1 : 0);
    }
    DoubleMatrix inverse = DoubleMatrix.of(matrix.values().clone(), size, size);
    Whitening.invert(inverse);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double sum = 0;
        for (int k = 0; k < size; k++) {
          sum += matrix.get(i, k) * inverse.get(k, j);
        }
        assertEquals(i == j ? 1 : 0, sum, size * 3 * 2 * 0x1p-53 * size);
      }
    }
  }

  private static Result minimise(
      Dataset data, boolean bias, boolean whitened, double[] parameters) {
    try (Objective objective =
        Objective.of(Loss.softmax(), data, 1e-3, bias, Precision.DOUBLE, 1)) {
      Preconditioner whitening = whitened ? Whitening.of(data, 1e-3, bias, null) : null;
      return new Lbfgs(2000, 1e-6, 0x1p-47)
          .minimise(
              objective,
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

  @Test
  void smallDataGoWithout() {
    assertFalse(Whitening.pays(correlated()));
  }
}
