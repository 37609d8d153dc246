package io.github.lanewise.optim;

import io.github.lanewise.Precision;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.model.LinearModel;
import java.util.Arrays;
import java.util.List;

/** A model as solvers know it: one array, W [C x D] row by row, then b [C]. */
final class FlatModel {

  private FlatModel() {}

  /** W row by row, then b, in a new array. */
  static double[] parameters(LinearModel model) {
    int features = model.features();
    int weights = model.classes() * features;
    double[] parameters = new double[weights + model.classes()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] =
          i < weights ? model.weight(i / features, i % features) : model.bias(i - weights);
    }
    return parameters;
  }

  /** The model of W and b, which are rounded to the precision. */
  static LinearModel of(
      double[] parameters, List<String> labelNames, Loss loss, double scale, Precision precision) {
    int biases = parameters.length - labelNames.size();
    double[] weights = Arrays.copyOf(parameters, biases);
    double[] bias = Arrays.copyOfRange(parameters, biases, parameters.length);
    if (precision == Precision.DOUBLE) {
      return LinearModel.of(weights, bias, labelNames, loss, scale);
    }
    return LinearModel.of(
        FloatPass.narrow(weights), FloatPass.narrow(bias), labelNames, loss, scale);
  }
}
