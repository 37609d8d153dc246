import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Idx;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.optim.Fit;
import io.github.lanewise.optim.Trainer;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Trains on MNIST several times in one process and prints a line for each: seconds, objective, test
 * accuracy, how it ended.
 */
final class Trainings {

  private Trainings() {}

  /** Arguments: folder, loss, tolerance, trainings. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Dataset train = read(folder, "train");
    Dataset test = read(folder, "t10k");
    Trainer trainer =
        Trainer.of(Loss.of(arguments[1])).l2(1e-4).tolerance(Double.parseDouble(arguments[2]));
    for (int i = Integer.parseInt(arguments[3]); i > 0; i--) {
      Fit fit = trainer.fit(train);
      System.out.printf(
          Locale.ROOT,
          "%.3f %.10f %.4f %s%n",
          fit.seconds(),
          fit.objective(),
          fit.model().accuracy(test),
          fit.stopReason());
    }
  }

  private static Dataset read(Path folder, String part) throws Exception {
    return Idx.read(
        folder.resolve(part + "-images-idx3-ubyte.gz"),
        folder.resolve(part + "-labels-idx1-ubyte.gz"));
  }
}
