package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HingeBlockTest {

  /** As the equation for delta says, halved 2,000 times; alpha afterwards. */
  private static double[] naive(
      double[] scores, int label, double margin, double q, double[] alpha) {
    double[] targets = new double[scores.length];
    for (int c = 0; c < scores.length; c++) {
      targets[c] = alpha[c] + (margin + scores[c] - scores[label]) / q;
    }
    double low = -scores.length;
    double high = scores.length;
    double[] after = new double[scores.length];
    for (int round = 0; round < 2000; round++) {
      double delta = low + (high - low) / 2;
      double excess = -delta;
      for (int c = 0; c < scores.length; c++) {
        after[c] = c == label ? 0 : Math.max(0, Math.min(1, targets[c] - delta));
        excess += after[c] - alpha[c];
      }
      if (excess > 0) {
        low = delta;
      } else {
        high = delta;
      }
    }
    return after;
  }

  @Test
  void findsWhatHalvingFinds() {
    Random random = new Random(1);
    int changes = 0;
    for (int round = 0; round < 3000; round++) {
      int classes = 2 + random.nextInt(9);
      int label = random.nextInt(classes);
      double margin = 0.5 + random.nextInt(3);
      double q = Math.scalb(1 + random.nextDouble(), random.nextInt(-6, 7));
      double spread = 2 * random.nextDouble();
      double[] scores = random.doubles(classes, -spread, spread).toArray();
      double[] alpha = new double[classes + 3];
      for (int c = 0; c < classes; c++) {
        double any = random.nextInt(3) == 0 ? random.nextInt(2) : random.nextDouble();
        alpha[3 + c] = c == label || random.nextBoolean() ? 0 : any;
      }
      double[] before = Arrays.copyOfRange(alpha, 3, alpha.length);
      double sum = Arrays.stream(before).sum();
      double[] expected = naive(scores, label, margin, q, before);
      double loss = 0;
      double product = 0;
      for (int c = 0; c < classes; c++) {
        double h = margin + scores[c] - scores[label];
        loss += c == label ? 0 : Math.max(0, h);
        product += before[c] * h;
      }
      HingeBlock block = new HingeBlock(classes, margin);
      boolean changed = block.solve(scores.clone(), label, q, alpha, 3, sum);
      double[] after = Arrays.copyOfRange(alpha, 3, alpha.length);
      // h / q up to 5 / 2^-6, in sums of 9; and differences of it.
      double tolerance = 320 * 100 * 0x1p-53;
      assertArrayEquals(expected, after, tolerance, "round " + round);
      assertEquals(changed, !Arrays.equals(before, after));
      assertEquals(loss, block.loss(), 1000 * 0x1p-53);
      assertEquals(product, block.product(), 1000 * 0x1p-53);
      assertEquals(Arrays.stream(after).sum(), block.sum(), 100 * 0x1p-53);
      if (changed) {
        changes++;
        for (int c = 0; c < classes; c++) {
          double difference = c == label ? sum - block.sum() : after[c] - before[c];
          assertEquals(difference, block.change()[c], 100 * 0x1p-53);
        }
      }
    }
    assertTrue(changes > 1000, "too few to tell: " + changes);
  }

  /** A row that cannot move its own scores. */
  @Test
  void withoutCurvatureAlphaGoesToItsEnds() {
    HingeBlock block = new HingeBlock(4, 1);
    double[] alpha = {0, 0, 0.5, 0};
    assertTrue(block.solve(new double[] {0, 0.5, -7, -1}, 1, 0, alpha, 0, 0.5));
    assertArrayEquals(new double[] {1, 0, 0, 0}, alpha);
    assertFalse(block.solve(new double[] {0, 0.5, -7, -1}, 1, 0, alpha, 0, 1));
  }

  @Test
  void aRowFarFromItsKinksIsKnown() {
    HingeBlock block = new HingeBlock(3, 2);
    double[] alpha = new double[3];
    assertFalse(block.solve(new double[] {5, 2.75, 0}, 0, 1, alpha, 0, 0));
    assertTrue(block.isFarFromKinks(0.125));
    assertFalse(block.isFarFromKinks(0.126));
  }
}
