package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymmetricMatrixTest {

  private static final double[][] NOTHING = {};

  /** 1 / (i + j + 1) plus the identity has a condition number below 4, so few ulp are lost. */
  @ParameterizedTest
  @ValueSource(ints = {16, 48})
  void inverts(int size) {
    double[] diagonal = new double[size];
    double[][] hilbert = new double[size][size];
    for (int i = 0; i < size; i++) {
      diagonal[i] = 1;
      for (int j = 0; j < size; j++) {
        hilbert[i][j] = 1.0 / (i + j + 1);
      }
    }
    try (Workers workers = new Workers(1)) {
      SymmetricMatrix matrix = new SymmetricMatrix(size, workers);
      matrix.addProduct(identity(size), hilbert);
      matrix.scale(1, diagonal);
      matrix.invert();
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          double sum = matrix.get(i, j);
          for (int k = 0; k < size; k++) {
            sum += hilbert[i][k] * matrix.get(k, j);
          }
          assertEquals(i == j ? 1 : 0, sum, size * 4 * 2 * 0x1p-53 * size);
        }
      }
    }
  }

  @Test
  void multipliesByTheInverse() {
    try (Workers workers = new Workers(1)) {
      SymmetricMatrix matrix = new SymmetricMatrix(16, workers);
      double[] diagonal = new double[16];
      double[] source = new double[16];
      for (int i = 0; i < 16; i++) {
        diagonal[i] = 1 << i;
        source[i] = 3;
      }
      matrix.addProduct(NOTHING, NOTHING);
      matrix.scale(1, diagonal);
      matrix.invert();
      double[] target = new double[16];
      matrix.addProduct(source, target);
      for (int i = 0; i < 16; i++) {
        assertEquals(3.0 / (1 << i), target[i]);
      }
    }
  }

  @Test
  void theNumberOfThreadsDoesNotShow() {
    SymmetricMatrix one = inverse(1);
    SymmetricMatrix three = inverse(3);
    for (int i = 0; i < 32; i++) {
      for (int j = 0; j < 32; j++) {
        assertEquals(one.get(i, j), three.get(i, j));
      }
    }
  }

  private static SymmetricMatrix inverse(int threads) {
    Random random = new Random(7);
    double[][] rows = new double[64][32];
    for (double[] row : rows) {
      for (int j = 0; j < row.length; j++) {
        row[j] = random.nextGaussian();
      }
    }
    try (Workers workers = new Workers(threads)) {
      SymmetricMatrix matrix = new SymmetricMatrix(32, workers);
      matrix.addProduct(rows, rows);
      matrix.invert();
      return matrix;
    }
  }

  private static double[][] identity(int size) {
    double[][] identity = new double[size][size];
    for (int i = 0; i < size; i++) {
      identity[i][i] = 1;
    }
    return identity;
  }
}
