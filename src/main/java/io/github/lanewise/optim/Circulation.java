package io.github.lanewise.optim;

import java.util.Arrays;

/** Factors that make a flow a circulation: as much flows into every node as out of it. */
final class Circulation {

  private Circulation() {}

  /**
   * Factors r, the largest of them 1, such that for each node k
   *
   * <pre>
   * sum over a != k of r_a flow[a][k]  =  r_k  sum over c != k of flow[k][c]
   * </pre>
   *
   * which is the stationary distribution of a Markov chain with these rates, by W. K. Grassmann, M.
   * I. Taksar and D. P. Heyman, Regenerative analysis and steady state distributions for Markov
   * chains (1985): nothing is subtracted, so that even tiny factors are accurate.
   *
   * @param flow from a to c, at least 0 [C x C]; its diagonal is ignored. Modified
   * @return r, or null if some node has an inflow and no way back
   */
  static double[] factors(double[][] flow) {
    int nodes = flow.length;
    double[] outflows = new double[nodes];
    for (int k = nodes - 1; k > 0; k--) {
      for (int c = 0; c < k; c++) {
        outflows[k] += flow[k][c];
      }
      for (int a = 0; a < k; a++) {
        if (outflows[k] > 0) {
          bypass(flow, a, k, flow[a][k] / outflows[k]);
        } else if (flow[a][k] > 0) {
          return null;
        }
      }
    }
    double[] factors = new double[nodes];
    for (int k = 0; k < nodes; k++) {
      double inflow = 0;
      for (int a = 0; a < k; a++) {
        inflow += factors[a] * flow[a][k];
      }
      factors[k] = outflows[k] > 0 ? inflow / outflows[k] : 1;
    }
    double largest = Arrays.stream(factors).max().orElse(1);
    return Arrays.stream(factors).map(factor -> factor / largest).toArray();
  }

  /** What node k passes on of the flow from a, which it did not keep. */
  private static void bypass(double[][] flow, int a, int k, double share) {
    for (int c = 0; c < k; c++) {
      flow[a][c] += share * flow[k][c];
    }
  }
}
