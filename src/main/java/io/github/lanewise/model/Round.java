package io.github.lanewise.model;

import io.github.lanewise.matrix.DoubleMatrix;
import io.github.lanewise.matrix.FloatMatrix;

/** Copies between the precisions: exact to double, to the nearest to float. */
final class Round {

  private Round() {}

  static float[] toFloat(double[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    return rounded;
  }

  static double[] toDouble(float[] values) {
    double[] widened = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      widened[i] = values[i];
    }
    return widened;
  }

  static FloatMatrix toFloat(DoubleMatrix matrix) {
    FloatMatrix rounded = new FloatMatrix(matrix.rows(), matrix.columns());
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        rounded.set(i, j, (float) matrix.get(i, j));
      }
    }
    return rounded;
  }

  static DoubleMatrix toDouble(FloatMatrix matrix) {
    DoubleMatrix widened = new DoubleMatrix(matrix.rows(), matrix.columns());
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        widened.set(i, j, matrix.get(i, j));
      }
    }
    return widened;
  }
}
