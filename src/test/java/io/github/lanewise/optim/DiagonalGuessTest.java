package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.SparseFeatures;
import io.github.lanewise.loss.Loss;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class DiagonalGuessTest {

  private static final int ROWS = 500;
  private static final int COLUMNS = 2000;
  private static final int CLASSES = 6;
  private static final int WORDS = 12;
  private static final double L2 = 1e-4;

  /** Rows like texts: a few columns are in many rows and most in few, and so it is with classes. */
  private static Dataset texts() {
    Random random = new Random(3);
    long[] pointers = new long[ROWS + 1];
    int[] indices = new int[ROWS * WORDS];
    float[] values = new float[indices.length];
    int[] labels = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      double u = random.nextDouble();
      labels[row] = (int) (CLASSES * u * u);
      TreeSet<Integer> words = new TreeSet<>();
      while (words.size() < WORDS) {
        double v = random.nextDouble();
        int word = (int) (COLUMNS * v * v * v);
        words.add(random.nextInt(3) > 0 ? word : word - word % CLASSES + labels[row]);
        words.removeIf(w -> w >= COLUMNS);
      }
      int k = row * WORDS;
      for (int word : words) {
        indices[k] = word;
        values[k++] = 0.1f + random.nextFloat() / 2;
      }
      pointers[row + 1] = k;
    }
    return Dataset.of(
        SparseFeatures.of(pointers, indices, values, COLUMNS), labels, Samples.names(CLASSES));
  }

  private static Result minimise(boolean guessed, double tolerance) {
    Dataset data = texts();
    try (Objective objective = Objective.of(Loss.softmax(), data, L2, true, Precision.DOUBLE, 1)) {
      Preconditioner guess = guessed ? DiagonalGuess.of(data, L2, null, objective.vectors()) : null;
      return new Lbfgs(3000, tolerance, 0x1p-47)
          .minimise(
              objective,
              ROWS,
              new double[objective.parameterCount()],
              guess,
              new Monitor(step -> {}, () -> false, null, null));
    }
  }

  /** The objective's minimum is flat: at a gradient g it is less than g^2 D C / lambda away. */
  @Test
  void theMinimumStaysAndIsFoundSooner() {
    double tolerance = 1e-6;
    Result slow = minimise(false, tolerance);
    Result fast = minimise(true, tolerance);
    assertTrue(slow.converged() && fast.converged());
    assertEquals(
        slow.objective(), fast.objective(), COLUMNS * CLASSES * tolerance * tolerance / L2);
    assertTrue(2 * fast.epochs() < slow.epochs(), fast.epochs() + " against " + slow.epochs());
  }
}
