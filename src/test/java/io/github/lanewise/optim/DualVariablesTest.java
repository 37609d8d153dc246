package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.loss.Loss;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DualVariablesTest {

  @Test
  void moreThanAnArrayHoldsAreRefused() {
    int classes = 1 << 16;
    Features features = Features.of(new float[1 << 15], 1 << 15, 1);
    Dataset data = Dataset.of(features, new int[1 << 15], Samples.names(classes));
    assertFalse(DualVariables.fit(data));
    Trainer trainer = Trainer.of(Loss.hinge()).solver(Solver.DUAL);
    assertEquals(
        "solver: DUAL needs rows x classes to be at most 2147483639, here they are 32768 x 65536",
        assertThrows(IllegalArgumentException.class, () -> trainer.fit(data)).getMessage());
    int[] few = IntStream.range(0, (1 << 15) - 1).toArray();
    assertTrue(DualVariables.fit(data.select(few)));
  }

  /** With their factors the slopes of all rows cancel, class by class, and the total is theirs. */
  @Test
  void theRepairMakesThemFeasible() {
    Random random = new Random(2);
    Dataset plain = Samples.clusters(3, 50, 4, 3, 2);
    float[] weights = new float[50];
    int[] order = new int[50];
    for (int row = 0; row < 50; row++) {
      weights[row] = random.nextInt(1, 9);
      order[row] = 49 - row;
    }
    Dataset data = plain.withWeights(weights);
    DualVariables variables = new DualVariables(data);
    for (int row = 0; row < 50; row++) {
      variables.gather(order, row, 1);
      double sum = 0;
      for (int c = 0; c < 3; c++) {
        double alpha = c == variables.blockLabel(0) ? 0 : random.nextDouble();
        variables.blockAlpha()[c] = alpha;
        sum += alpha;
      }
      variables.put(0, sum);
    }
    double[] factors = variables.balance();
    double[] sums = new double[3];
    double[] slopes = new double[3];
    double total = 0;
    for (int row = 0; row < 50; row++) {
      variables.gather(order, row, 1);
      variables.slopes(0, factors, slopes);
      for (int c = 0; c < 3; c++) {
        sums[c] += slopes[c];
        total -= Math.min(slopes[c], 0);
      }
    }
    for (double sum : sums) {
      // Sums of 150 parts of a mean below 2.
      assertEquals(0, sum, 300 * 0x1p-53);
    }
    assertEquals(total, variables.total(factors), 300 * 0x1p-53);
    assertTrue(total > 0.1);
  }
}
