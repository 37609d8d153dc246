package io.github.lanewise.optim;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.DoubleSparseTile;
import io.github.lanewise.data.DoubleTile;
import io.github.lanewise.data.SparseFeatures;

/**
 * Weighted mean and variance of every column, and the range of all values, from one pass over the
 * rows in their order:
 *
 * <pre>
 * m_d = sum_i w_i x_id / sum_i w_i        v_d = sum_i w_i (x_id - m_d)^2 / sum_i w_i
 * </pre>
 *
 * by the updates of B. P. Welford (1962) with weights (D. H. D. West, 1979) over the non-zeros,
 * with the zeros added at the end (T. F. Chan, G. H. Golub and R. J. LeVeque, 1979). No square of a
 * raw number is formed, so that a mean far from 0 costs no digits, and a constant column has
 * variance 0 exactly. Sparse rows give the bits of the same rows dense.
 */
public final class ColumnStatistics {

  private static final int TILE_ROWS = 256;

  /** Elements of a tile beyond which it takes fewer rows. */
  private static final int TILE_ELEMENTS = 1 << 16;

  private final double[] weights;
  private final double[] means;
  private final double[] squares;
  private double total;
  private long elements;
  private long nonZeros;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;

  private ColumnStatistics(int columns) {
    weights = new double[columns];
    means = new double[columns];
    squares = new double[columns];
  }

  /**
   * The statistics of all rows.
   *
   * @param data the rows, with their weights. Not modified
   * @return its statistics
   */
  public static ColumnStatistics of(Dataset data) {
    return ofSample(data, data.rows());
  }

  /** Over at most that many rows, evenly spaced. */
  static ColumnStatistics ofSample(Dataset data, int most) {
    int[] rows = EvenSample.of(data.rows(), most);
    ColumnStatistics statistics = new ColumnStatistics(data.columns());
    statistics.elements = (long) rows.length * data.columns();
    if (data.features() instanceof SparseFeatures sparse) {
      statistics.addSparse(sparse, rows, data.weights());
    } else {
      statistics.addDense(data, rows, data.weights());
    }
    statistics.addZeros();
    return statistics;
  }

  private void addDense(Dataset data, int[] rows, float[] rowWeights) {
    int columns = means.length;
    int height = Math.clamp(TILE_ELEMENTS / columns, 1, TILE_ROWS);
    DoubleTile tile = new DoubleTile(height, columns);
    for (int from = 0; from < rows.length; from += height) {
      int count = Math.min(height, rows.length - from);
      data.features().read(rows, from, count, tile);
      for (int r = 0; r < count; r++) {
        double weight = weigh(rowWeights, rows[from + r]);
        int row = tile.offset() + r * tile.stride();
        for (int d = 0; d < columns; d++) {
          add(d, tile.values()[row + d], weight);
        }
      }
    }
  }

  private void addSparse(SparseFeatures features, int[] rows, float[] rowWeights) {
    DoubleSparseTile tile = new DoubleSparseTile(TILE_ROWS, means.length);
    for (int from = 0; from < rows.length; from += TILE_ROWS) {
      int count = Math.min(TILE_ROWS, rows.length - from);
      features.read(rows, from, count, tile);
      for (int r = 0; r < count; r++) {
        double weight = weigh(rowWeights, rows[from + r]);
        for (int k = tile.starts()[r]; k < tile.ends()[r]; k++) {
          add(tile.indices()[k], tile.values()[k], weight);
        }
      }
    }
  }

  private double weigh(float[] rowWeights, int row) {
    double weight = rowWeights == null ? 1 : rowWeights[row];
    total += weight;
    return weight;
  }

  private void add(int d, double value, double weight) {
    if (value == 0) {
      return;
    }
    nonZeros++;
    least = Math.min(least, value);
    most = Math.max(most, value);
    if (weight == 0) {
      return;
    }
    weights[d] += weight;
    double distance = value - means[d];
    means[d] += weight / weights[d] * distance;
    squares[d] += weight * distance * (value - means[d]);
  }

  private void addZeros() {
    for (int d = 0; d < means.length; d++) {
      if (weights[d] > 0) {
        double share = weights[d] / total;
        squares[d] += means[d] * means[d] * share * (total - weights[d]);
        means[d] *= share;
      }
    }
  }

  /** D. */
  int columns() {
    return means.length;
  }

  /** m_d. */
  double mean(int d) {
    return means[d];
  }

  /**
   * The weighted variance of a column, v_d.
   *
   * @param d the column
   * @return at least 0
   * @throws IndexOutOfBoundsException if there is no such column
   */
  public double variance(int d) {
    return weights[d] > 0 ? squares[d] / total : 0;
  }

  /**
   * How many values of all columns are not 0, in rows of any weight.
   *
   * @return 0 to N x D
   */
  public long nonZeros() {
    return nonZeros;
  }

  /**
   * The least value of all columns, zeros included, in rows of any weight.
   *
   * @return a finite number
   */
  public double least() {
    return nonZeros < elements ? Math.min(least, 0) : least;
  }

  /**
   * The greatest value of all columns, zeros included, in rows of any weight.
   *
   * @return a finite number
   */
  public double most() {
    return nonZeros < elements ? Math.max(most, 0) : most;
  }

  /** m_d^2 + v_d. */
  double meanSquare(int d) {
    return means[d] * means[d] + variance(d);
  }

  /** Its square root. */
  double rootMeanSquare(int d) {
    return Math.sqrt(meanSquare(d));
  }

  /** The largest root mean square of a column. */
  double largestRootMeanSquare() {
    double largest = 0;
    for (int d = 0; d < means.length; d++) {
      largest = Math.max(largest, rootMeanSquare(d));
    }
    return largest;
  }
}
