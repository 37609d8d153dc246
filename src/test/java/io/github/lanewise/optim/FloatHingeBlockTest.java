// twin: double
package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.kernel.FloatKernels;
import io.github.lanewise.kernel.KernelProvider;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class FloatHingeBlockTest {

  private static final double ULP = Math.ulp(1.0f);

  private final FloatKernels kernels = KernelProvider.floats();

  /** As the equation for delta says, halved 2,000 times in double precision; alpha afterwards. */
  private static double[] naive(
      float[] scores, int label, double margin, double q, double[] alpha) {
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
      int classes = 2 + random.nextInt(19);
      int label = random.nextInt(classes);
      double margin = 0.5 + random.nextInt(3);
      double q = Math.scalb(1 + random.nextDouble(), random.nextInt(-6, 7));
      float[] scores = new float[classes];
      double[] alpha = new double[classes + 3];
      for (int c = 0; c < classes; c++) {
        scores[c] = 4 * random.nextFloat() - 2;
        float any = random.nextInt(3) == 0 ? random.nextInt(2) : random.nextFloat();
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
      FloatHingeBlock block = new FloatHingeBlock(classes, margin);
      boolean changed = block.solve(kernels, scores, label, q, alpha, 3, sum);
      double[] after = Arrays.copyOfRange(alpha, 3, alpha.length);
      // Targets h / q, at most 6.5 / 2^-6, are off by 5 roundings of half an ulp, and so is their
      // root; sums of 20, at most 20 before and after, by 6 ulp with what the root leaves.
      double tolerance = (2 * 3 * 6.5 * 64 + 6 * 40) * ULP;
      assertArrayEquals(expected, after, tolerance, "round " + round);
      assertEquals(changed, !Arrays.equals(before, after));
      assertEquals(loss, block.loss(), 20 * 6.5 * 5 * ULP);
      assertEquals(product, block.product(), 20 * 6.5 * 5 * ULP);
      assertEquals(Arrays.stream(after).sum(), block.sum(), 20 * 5 * ULP);
      if (changed) {
        changes++;
        double[] change = new double[classes];
        block.change(2, change);
        for (int c = 0; c < classes; c++) {
          double difference = c == label ? sum - block.sum() : after[c] - before[c];
          assertEquals(2 * difference, change[c], 20 * 5 * ULP);
        }
      }
    }
    assertTrue(changes > 1000, "too few to tell: " + changes);
  }

  /** One block serves row after row, whatever their classes. */
  @Test
  void rowsLeaveNothingBehind() {
    Random random = new Random(2);
    FloatHingeBlock reused = new FloatHingeBlock(5, 1);
    for (int round = 0; round < 100; round++) {
      float[] scores = new float[5];
      for (int c = 0; c < scores.length; c++) {
        scores[c] = 2 * random.nextFloat();
      }
      int label = random.nextInt(5);
      double[] expected = new double[5];
      double[] alpha = new double[5];
      new FloatHingeBlock(5, 1).solve(kernels, scores, label, 0.5, expected, 0, 0);
      reused.solve(kernels, scores, label, 0.5, alpha, 0, 0);
      assertArrayEquals(expected, alpha);
    }
  }

  /** A row that cannot move its own scores. */
  @Test
  void withoutCurvatureAlphaGoesToItsEnds() {
    FloatHingeBlock block = new FloatHingeBlock(4, 1);
    double[] alpha = {0, 0, 0.5, 0};
    float[] scores = {0, 0.5f, -7, -1};
    assertTrue(block.solve(kernels, scores, 1, 0, alpha, 0, 0.5));
    assertArrayEquals(new double[] {1, 0, 0, 0}, alpha);
    assertFalse(block.solve(kernels, scores, 1, 0, alpha, 0, 1));
  }

  @Test
  void aRowFarFromItsKinksIsKnown() {
    FloatHingeBlock block = new FloatHingeBlock(3, 2);
    double[] alpha = new double[3];
    // A margin of 2, and a twentieth of that to spare.
    assertFalse(block.solve(kernels, new float[] {5, 2.875f, 0}, 0, 1, alpha, 0, 0));
    assertTrue(block.isFarFromKinks());
    assertFalse(block.solve(kernels, new float[] {5, 2.9375f, 0}, 0, 1, alpha, 0, 0));
    assertFalse(block.isFarFromKinks());
    assertTrue(block.solve(kernels, new float[] {5, 4, 0}, 0, 1, alpha, 0, 0));
    assertFalse(block.isFarFromKinks());
    assertFalse(block.solve(kernels, new float[] {9, 0, 0}, 0, 1, alpha, 0, 0));
    assertTrue(block.isFarFromKinks());
  }
}
