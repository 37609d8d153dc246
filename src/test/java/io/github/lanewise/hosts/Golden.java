package io.github.lanewise.hosts;

import io.github.lanewise.Lanewise;
import io.github.lanewise.Precision;
import io.github.lanewise.data.Csv;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.optim.Solver;
import io.github.lanewise.optim.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * The trainings whose models are known by their SHA-256, for each class of hosts. {@code Golden
 * DIGITS} prints the lines of {@code golden.properties} for the class of this host.
 */
final class Golden {

  private static final int ROWS = 500;
  private static final int FEATURES = 300;
  private static final int CLASSES = 5;
  private static final int SPARSE_CLASSES = 20;

  private Golden() {}

  public static void main(String[] arguments) throws IOException {
    digests(Path.of(arguments[0]))
        .forEach((name, digest) -> System.out.println(name + "=" + digest));
  }

  /** {@code fma.} or {@code no-fma.} and the training, with the SHA-256 of weights and bias. */
  static SequencedMap<String, String> digests(Path digitsFile) throws IOException {
    Dataset digits = Csv.read(digitsFile, 1.0 / 16);
    Dataset wide =
        Dataset.of(
            Features.of(FloatSamples.values(1, ROWS * FEATURES, 1), ROWS, FEATURES),
            FloatSamples.labels(2, ROWS, CLASSES));
    Dataset sparse = SparseOperations.data(true, ROWS, FEATURES, SPARSE_CLASSES);
    SequencedMap<String, String> digests = new LinkedHashMap<>();
    for (Loss loss : List.of(Loss.softmax(), Loss.hinge())) {
      for (Precision precision : Precision.values()) {
        for (Solver solver : solvers(loss)) {
          Trainer options =
              Trainer.of(loss).solver(solver).precision(precision).l2(1e-3).threads(2);
          Trainer trainer = solver == Solver.SGD ? options.epochs(3) : options.maxIterations(20);
          String name = "%s.%s.%s".formatted(loss, precision, solver).toLowerCase(Locale.ROOT);
          digests.put(numericClass() + ".digits." + name, trainer.fit(digits).model().sha256());
          digests.put(numericClass() + ".wide." + name, trainer.fit(wide).model().sha256());
          digests.put(numericClass() + ".sparse." + name, trainer.fit(sparse).model().sha256());
        }
      }
    }
    return digests;
  }

  private static List<Solver> solvers(Loss loss) {
    return loss.isSmooth()
        ? List.of(Solver.LBFGS, Solver.SGD)
        : List.of(Solver.LBFGS, Solver.SGD, Solver.DUAL);
  }

  /** The class of this host, as the file names it. */
  static String numericClass() {
    return Verdict.numericClass(Lanewise.describe()).equals("fma=true") ? "fma" : "no-fma";
  }
}
