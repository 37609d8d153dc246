package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Csv;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.model.LinearModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Unscaled data sets, raw and standardised, against optima by Newton's method beyond double
 * precision, with which scikit-learn's agree (src/test/python/optima.py).
 */
@Tag("kernel")
class OptimaTest {

  private static final Properties OPTIMA = new Properties();

  @TempDir static Path folder;

  @BeforeAll
  static void readOptima() throws IOException {
    try (InputStream file = OptimaTest.class.getResourceAsStream("optima.properties")) {
      OPTIMA.load(file);
    }
  }

  static Dataset data(String name) throws IOException {
    if (name.equals("digits")) {
      return Csv.read(Path.of("docs", "data", "digits.csv.gz"));
    }
    Path copy = folder.resolve(name + ".csv.gz");
    if (!Files.exists(copy)) {
      try (InputStream file = OptimaTest.class.getResourceAsStream(name + ".csv.gz")) {
        Files.copy(file, copy);
      }
    }
    return Csv.read(copy);
  }

  private static double[] optimum(String key) {
    return Arrays.stream(OPTIMA.getProperty(key).split(","))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "digits, raw",
    "digits, standard",
    "wine, raw",
    "wine, standard",
    "breast-cancer, raw",
    "breast-cancer, standard"
  })
  void trainingReachesTheOptimum(String name, String kind) throws IOException {
    Dataset data = data(name);
    boolean standard = kind.equals("standard");
    Fit fit =
        Trainer.of(Loss.softmax())
            .precision(Precision.DOUBLE)
            .l2(Penalty.ofC(1, data))
            .standardize(standard)
            .maxIterations(5000)
            .tolerance(1e-10)
            .fit(data);
    assertTrue(fit.converged(), fit::stopReason);
    double best = optimum(name + "." + kind + ".objective")[0];
    assertEquals(best, fit.objective(), 1e-8 * best);
    double[] expected = optimum(name + "." + kind + ".parameters");
    Columns columns = standard ? new Columns(data) : null;
    double[] actual = parameters(fit.model(), columns);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-5, name + " parameter " + i);
    }
  }

  /** Parameters of the raw columns, or of standardised ones if these are given. */
  private static double[] parameters(LinearModel model, Columns columns) {
    int features = model.features();
    double[] parameters = new double[model.classes() * (features + 1)];
    double mean = 0;
    for (int c = 0; c < model.classes(); c++) {
      double bias = model.bias(c);
      for (int d = 0; d < features; d++) {
        double weight = model.weight(c, d);
        parameters[c * features + d] = columns == null ? weight : weight * columns.deviations[d];
        bias += columns == null ? 0 : weight * columns.means[d];
      }
      parameters[model.classes() * features + c] = bias;
      mean += bias / model.classes();
    }
    // One number added to every bias changes nothing: the reference's sum to 0.
    for (int c = 0; c < model.classes(); c++) {
      parameters[model.classes() * features + c] -= mean;
    }
    return parameters;
  }

  /** Means and standard deviations in two passes. */
  private static final class Columns {
    final double[] means;
    final double[] deviations;

    Columns(Dataset data) {
      means = new double[data.columns()];
      deviations = new double[data.columns()];
      int n = data.rows();
      for (int d = 0; d < means.length; d++) {
        for (int row = 0; row < n; row++) {
          means[d] += data.features().get(row, d) / n;
        }
        double variance = 0;
        for (int row = 0; row < n; row++) {
          double distance = data.features().get(row, d) - means[d];
          variance += distance * distance / n;
        }
        deviations[d] = variance < 1e-20 ? 1 : Math.sqrt(variance);
      }
    }
  }

  /** The model of a standardised training takes raw features. */
  @Test
  void aStandardisedModelPredictsRawRows() throws IOException {
    for (String name : new String[] {"wine", "breast-cancer"}) {
      Dataset data = data(name);
      for (Solver solver : new Solver[] {Solver.LBFGS, Solver.SGD}) {
        Trainer trainer = Trainer.of(Loss.softmax()).solver(solver).l2(1e-2).standardize(true);
        double accuracy = trainer.fit(data).model().accuracy(data);
        assertTrue(accuracy > 0.97, name + " " + solver + ": " + accuracy);
      }
    }
  }
}
