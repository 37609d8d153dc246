package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CirculationTest {

  @Test
  void whatGoesInComesOut() {
    Random random = new Random(1);
    for (int nodes = 1; nodes < 9; nodes++) {
      double[][] flow = new double[nodes][nodes];
      for (int a = 0; a < nodes; a++) {
        for (int c = 0; c < nodes; c++) {
          flow[a][c] = a == c ? Double.NaN : random.nextDouble();
        }
      }
      double[] factors =
          Circulation.factors(Arrays.stream(flow).map(double[]::clone).toArray(double[][]::new));
      assertEquals(1, Arrays.stream(factors).max().orElseThrow());
      for (int k = 0; k < nodes; k++) {
        double net = 0;
        for (int other = 0; other < nodes; other++) {
          if (other != k) {
            net += factors[other] * flow[other][k] - factors[k] * flow[k][other];
          }
        }
        assertTrue(factors[k] > 0);
        assertEquals(0, net, 100 * nodes * 0x1p-53);
      }
    }
  }

  @Test
  void nodesThatExchangeNothingKeepTheirFactors() {
    double[][] flow = {{0, 0, 2, 0}, {0, 0, 0, 0}, {2, 0, 0, 0}, {0, 0, 0, 0}};
    assertArrayEquals(new double[] {1, 1, 1, 1}, Circulation.factors(flow));
  }

  @Test
  void aOneWayStreetCannotBeRepaired() {
    assertNull(Circulation.factors(new double[][] {{0, 1}, {0, 0}}));
  }
}
