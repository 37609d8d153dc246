package io.github.lanewise.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Rows of scores to try: seeded ordinary ones, and every mixture of extreme ones. */
public final class ScoreRows {

  private static final double[] SPREADS = {0, 1e-3, 1, 10, 60, 400};
  private static final int[] CLASSES = {1, 2, 3, 10, 17, 100};

  private ScoreRows() {}

  /** Some hundreds of rows; each score is a float, so that both formats hold it. */
  public static List<double[]> ordinary() {
    Random random = new Random(24);
    List<double[]> rows = new ArrayList<>();
    for (double spread : SPREADS) {
      for (int classes : CLASSES) {
        for (int repeat = 0; repeat < 8; repeat++) {
          double[] row = new double[classes];
          for (int j = 0; j < classes; j++) {
            row[j] = (float) (spread * random.nextGaussian());
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }

  /** Random mixtures of extreme scores, MAX being the format's; the first is never a mask. */
  public static List<double[]> extreme(double max, double smallest) {
    double[] extremes = {
      0,
      -0.0,
      smallest,
      -smallest,
      1,
      88.72284f,
      -88.72284f,
      709.79f,
      -709.79f,
      1e8,
      -1e8,
      max,
      -max,
      Double.NEGATIVE_INFINITY
    };
    Random random = new Random(25);
    List<double[]> rows = new ArrayList<>();
    for (double score : extremes) {
      if (score != Double.NEGATIVE_INFINITY) {
        rows.add(new double[] {score});
        rows.add(new double[] {score, score, score});
        rows.add(new double[] {score, Double.NEGATIVE_INFINITY});
      }
    }
    for (int i = 0; i < 400; i++) {
      double[] row = new double[2 + random.nextInt(20)];
      row[0] = extremes[random.nextInt(extremes.length - 1)];
      for (int j = 1; j < row.length; j++) {
        row[j] = extremes[random.nextInt(extremes.length)];
      }
      rows.add(row);
    }
    return rows;
  }

  /** The row in single precision. */
  public static float[] narrow(double[] row) {
    float[] narrow = new float[row.length];
    for (int j = 0; j < row.length; j++) {
      narrow[j] = (float) row[j];
    }
    return narrow;
  }

  /** The row in double precision. */
  public static double[] widen(float[] row) {
    double[] wide = new double[row.length];
    for (int j = 0; j < row.length; j++) {
      wide[j] = row[j];
    }
    return wide;
  }
}
