// twin: double
package io.github.lanewise.jmh;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Features;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.model.LinearModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A random model W [C x D], b [C] and random rows X [N x D]. */
final class FloatPrediction implements PredictBenchmark.Prediction {

  private static final int VERIFIED_ROWS = 64;

  private final float[] weights;
  private final float[] bias;
  private final float[][] rows;
  private final Features features;
  private final LinearModel model;

  FloatPrediction(int n, int d, int c) {
    weights = Data.floats(Math.multiplyExact(c, d), -1, 1, 1);
    bias = Data.floats(c, -1, 1, 2);
    List<String> labelNames = IntStream.range(0, c).mapToObj(Integer::toString).toList();
    model = LinearModel.of(weights, bias, labelNames, Loss.softmax(), 1);
    float[] values = Data.floats(Math.multiplyExact(n, d), 0, 1, 3);
    features = Features.of(values, n, d);
    rows = new float[n][];
    for (int r = 0; r < n; r++) {
      rows[r] = Arrays.copyOfRange(values, r * d, (r + 1) * d);
    }
  }

  @Override
  public int one(int row) {
    return model.predict(rows[row]);
  }

  @Override
  public int[] batch() {
    return model.predict(features);
  }

  @Override
  public void verify() {
    int[] predicted = batch();
    for (int r : Verify.sample(rows.length, VERIFIED_ROWS)) {
      verify(r, predicted[r]);
      verify(r, one(r));
    }
  }

  /** The score of the predicted class is the largest, but for gamma_(D + 1) (|W| |x| + |b|). */
  void verify(int row, int predicted) {
    double gamma = Verify.gamma(model.features() + 1L, Verify.unit(Precision.FLOAT));
    double score = Double.NaN;
    double scoreBound = Double.NaN;
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < bias.length; c++) {
      double sum = bias[c];
      double magnitude = Math.abs(sum);
      for (int d = 0; d < model.features(); d++) {
        double term = (double) weights[c * model.features() + d] * rows[row][d];
        sum += term;
        magnitude += Math.abs(term);
      }
      largest = Math.max(largest, sum - gamma * magnitude);
      if (c == predicted) {
        score = sum;
        scoreBound = gamma * magnitude;
      }
    }
    if (!(score + scoreBound >= largest)) {
      throw new IllegalStateException(
          "wrong result: row %d is said to be of class %d, whose score %s is below %s"
              .formatted(row, predicted, score, largest));
    }
  }
}
