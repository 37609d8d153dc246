// twin: double
package io.github.lanewise.hosts;

import io.github.lanewise.loss.Loss;
import io.github.lanewise.loss.Softmax;
import io.github.lanewise.matrix.FloatMatrix;
import io.github.lanewise.verify.Losses;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Softmax with its exp and log1p, all losses, on rows and on batches. */
final class FloatLossOperations {

  private static final int[] CLASSES = {1, 2, 10, 16, 17, 40};

  /** From scores that all matter to scores of which most underflow. */
  private static final double[] BOUNDS = {1, 30, 800};

  private static final int ROWS = 19;

  private FloatLossOperations() {}

  static List<Operation> all() {
    List<Operation> operations = new ArrayList<>();
    operations.add(new Operation("softmax/float exp", FloatLossOperations::exp));
    operations.add(new Operation("softmax/float log1p", FloatLossOperations::log1p));
    String rows = "softmax/float probabilities";
    operations.add(new Operation(rows, FloatLossOperations::probabilities));
    operations.add(new Operation(rows + ", batch", rows, () -> batch(same -> same)));
    operations.add(new Operation(rows + ", strided", rows, () -> batch(FloatSamples::strided)));
    operations.add(new Operation("softmax/float logProbabilities", FloatLossOperations::logs));
    operations.add(new Operation("softmax/float logSumExp", FloatLossOperations::logSumExp));
    operations.add(new Operation("softmax/float jacobian", FloatLossOperations::jacobian));
    for (Loss loss : Losses.all().toList()) {
      String name = "loss/float " + loss;
      String gradient = name + " gradient";
      operations.add(new Operation(name + " value", () -> values(loss)));
      operations.add(new Operation(gradient, () -> gradients(loss)));
      operations.add(
          new Operation(
              gradient + ", batch", gradient, () -> batch(loss, same -> same, new Bits())));
      operations.add(
          new Operation(
              gradient + ", strided",
              gradient,
              () -> batch(loss, FloatSamples::strided, new Bits())));
      operations.add(new Operation(name + " batch value", () -> batchValues(loss)));
      operations.add(new Operation(name + " weightGradient", () -> weightGradient(loss)));
    }
    return operations;
  }

  /** P_1 of the scores 0 and x is exp(x) / (1 + exp(x)). */
  private static Bits exp() {
    int rows = 400;
    FloatMatrix scores = new FloatMatrix(rows, 2);
    for (int i = 0; i < rows; i++) {
      scores.set(i, 1, (i < rows / 2 ? -0.53f : -3.77f) * i);
    }
    Softmax.probabilities(scores);
    return new Bits().add(scores.values());
  }

  /** logSumExp of 0 and x is log1p(exp(x)). */
  private static Bits log1p() {
    Bits bits = new Bits();
    for (int i = 0; i < 200; i++) {
      bits.add(Softmax.logSumExp(new float[] {0, -0.19f * i}));
    }
    return bits;
  }

  private static FloatMatrix scores(int classes, double bound) {
    return FloatMatrix.of(FloatSamples.values(classes, ROWS * classes, bound), ROWS, classes);
  }

  private static Bits probabilities() {
    Bits bits = new Bits();
    for (int classes : CLASSES) {
      for (double bound : BOUNDS) {
        FloatMatrix scores = scores(classes, bound);
        for (int row = 0; row < ROWS; row++) {
          bits.add(Softmax.probabilities(FloatSamples.row(scores, row)));
        }
      }
    }
    return bits;
  }

  private static Bits batch(UnaryOperator<FloatMatrix> form) {
    Bits bits = new Bits();
    for (int classes : CLASSES) {
      for (double bound : BOUNDS) {
        FloatMatrix scores = form.apply(scores(classes, bound));
        Softmax.probabilities(scores);
        FloatSamples.add(scores, bits);
      }
    }
    return bits;
  }

  private static Bits logs() {
    Bits bits = new Bits();
    for (int classes : CLASSES) {
      for (double bound : BOUNDS) {
        bits.add(Softmax.logProbabilities(FloatSamples.values(classes, classes, bound)));
      }
    }
    return bits;
  }

  private static Bits logSumExp() {
    Bits bits = new Bits();
    for (int classes : CLASSES) {
      for (double bound : BOUNDS) {
        bits.add(Softmax.logSumExp(FloatSamples.values(classes, classes, bound)));
      }
    }
    return bits;
  }

  private static Bits jacobian() {
    Bits bits = new Bits();
    for (int classes : CLASSES) {
      FloatSamples.add(Softmax.jacobian(FloatSamples.values(classes, classes, 3)), bits);
    }
    return bits;
  }

  private static int[] labels(int classes) {
    return FloatSamples.labels(7, ROWS, classes);
  }

  private static Bits values(Loss loss) {
    Bits bits = new Bits();
    for (int classes : CLASSES) {
      for (double bound : BOUNDS) {
        FloatMatrix scores = scores(classes, bound);
        for (int row = 0; row < ROWS; row++) {
          bits.add(loss.value(FloatSamples.row(scores, row), labels(classes)[row]));
        }
      }
    }
    return bits;
  }

  private static Bits gradients(Loss loss) {
    Bits bits = new Bits();
    for (int classes : CLASSES) {
      for (double bound : BOUNDS) {
        FloatMatrix scores = scores(classes, bound);
        for (int row = 0; row < ROWS; row++) {
          bits.add(loss.gradient(FloatSamples.row(scores, row), labels(classes)[row]));
        }
      }
    }
    return bits;
  }

  /** Gradients of batches; receives their losses. Modified: values. */
  private static Bits batch(Loss loss, UnaryOperator<FloatMatrix> form, Bits values) {
    Bits gradients = new Bits();
    for (int classes : CLASSES) {
      for (double bound : BOUNDS) {
        FloatMatrix scores = form.apply(scores(classes, bound));
        values.add(loss.lossAndGradient(scores, labels(classes)));
        FloatSamples.add(scores, gradients);
      }
    }
    return gradients;
  }

  private static Bits batchValues(Loss loss) {
    Bits values = new Bits();
    batch(loss, same -> same, values);
    return values;
  }

  private static Bits weightGradient(Loss loss) {
    Bits bits = new Bits();
    FloatSamples.add(
        loss.weightGradient(FloatSamples.values(1, 11, 2), 4, FloatSamples.values(2, 33, 1)), bits);
    return bits;
  }
}
