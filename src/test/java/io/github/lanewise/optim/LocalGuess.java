package io.github.lanewise.optim;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.loss.Loss;
import java.util.Arrays;

/** L-BFGS with a local guess of the curvature, which the trainer makes on larger data only. */
public final class LocalGuess {

  private LocalGuess() {}

  /** The parameters after three steps, from where the guess is made; columns as they are. */
  public static double[] descend(Loss loss, Dataset data, boolean standardized, int threads) {
    Scaling scaling = standardized ? Scaling.standard(ColumnStatistics.of(data), true) : null;
    try (Workers workers = new Workers(threads);
        Objective objective =
            Objective.of(loss, data, 1e-3, Bias.FREE, Precision.FLOAT, workers, scaling)) {
      double[] parameters = new double[objective.parameterCount()];
      Arrays.setAll(parameters, i -> (i % 7 - 3) * 0.01);
      new Lbfgs(3, 0, 0)
          .minimise(
              objective,
              data.rows(),
              parameters,
              Whitening.local(data, 1e-3, true, scaling, Precision.FLOAT, workers),
              new Monitor(step -> {}, () -> false, null, null));
      return parameters;
    }
  }
}
