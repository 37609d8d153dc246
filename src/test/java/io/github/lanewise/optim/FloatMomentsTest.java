// twin: double
package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("kernel")
class FloatMomentsTest {

  /** Around blocks of 256 rows and panels of 64 columns; on top of what is there. */
  @ParameterizedTest
  @CsvSource({"0, 16", "1, 16", "255, 48", "256, 64", "257, 80", "600, 144"})
  void sumsProducts(int rows, int size) {
    Random random = new Random(size);
    double[][] z = new double[rows][size];
    double[][] expected = new double[size][size];
    double[][] absolute = new double[size][size];
    for (double[] row : z) {
      for (int d = 0; d < size; d++) {
        row[d] = random.nextFloat() * 2 - 1;
      }
      for (int i = 0; i < size; i++) {
        for (int j = i; j < size; j++) {
          expected[i][j] += row[i] * row[j];
          absolute[i][j] += Math.abs(row[i] * row[j]);
        }
      }
    }
    try (Workers workers = new Workers(3)) {
      SymmetricMatrix moments = new SymmetricMatrix(size, workers);
      moments.row(0)[1] = 5;
      expected[0][1] += 5;
      FloatMoments sums = new FloatMoments(moments, size, workers);
      for (double[] row : z) {
        sums.add(row);
      }
      sums.finish();
      for (int i = 0; i < size; i++) {
        for (int j = i; j < size; j++) {
          // Each product and each sum of 256 rounds; blocks are added in double, as is expected.
          double rounding = 257 * Math.ulp(1.0f) * absolute[i][j] + 600 * 0x1p-52 * absolute[i][j];
          assertEquals(expected[i][j], moments.get(i, j), rounding);
        }
      }
    }
  }
}
