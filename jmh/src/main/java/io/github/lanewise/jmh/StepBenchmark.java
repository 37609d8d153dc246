package io.github.lanewise.jmh;

import io.github.lanewise.Precision;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.optim.Objective;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One step of training by the whole data set, which lies in memory: value and gradient by {@code
 * Objective.evaluate}, that is S = X W^T + b, the losses, dL/dS, dW = dL/dS^T X and db. The two
 * products count, 4 n d c FLOP; the rest comes on top. Parameters and gradient have the precision
 * of the products.
 */
@State(Scope.Benchmark)
public class StepBenchmark extends Measured {

  private static final double L2 = 1e-4;

  @Param({"softmax", "hinge"})
  String loss;

  @Param("60000")
  int n;

  @Param("784")
  int d;

  @Param("10")
  int c;

  /** {@code float} takes 4 n d bytes, {@code byte} n d bytes with the same values. */
  @Param("float")
  String features;

  /** Of the library; JMH itself stays with one. */
  @Param("1")
  int threads;

  @Param("float")
  String precision;

  /**
   * The share of the hinge's margins that are violated. At 1 the weights are small, as at the
   * beginning of training: nearly every margin is violated, and dL/dS is dense. Below 1 they are
   * those of {@link SeparatingWeights}.
   */
  @Param("1")
  double violated;

  private Objective objective;
  private NaiveStep naive;
  private double[] parameters;
  private double[] gradient;
  private float[] floatParameters;
  private float[] floatGradient;
  private double value;

  @Setup
  public void prepare() {
    Rows rows = new Rows(n, d, c);
    Loss used = lossOf(loss);
    Precision format = Data.precision(precision);
    objective = Objective.of(used, rows.dataset(features), L2, true, format, threads);
    parameters = violated < 1 ? SeparatingWeights.of(rows, violated) : rows.parameters();
    if (format == Precision.FLOAT) {
      floatParameters = new float[parameters.length];
      floatGradient = new float[parameters.length];
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] = floatParameters[i] = (float) parameters[i];
      }
    }
    naive = new NaiveStep(rows, used, L2, parameters, Verify.unit(format));
    gradient = new double[parameters.length];
    WorkRate.countFlop(4.0 * n * d * c);
  }

  static Loss lossOf(String name) {
    return switch (name) {
      case "softmax" -> Loss.softmax();
      case "hinge" -> Loss.hinge();
      default -> throw new IllegalArgumentException("loss: " + name);
    };
  }

  @Benchmark
  public void step() {
    value =
        floatParameters == null
            ? objective.evaluate(parameters, gradient)
            : objective.evaluate(floatParameters, floatGradient);
  }

  @TearDown(Level.Trial)
  public void verify() {
    objective.close();
    for (int i = 0; floatGradient != null && i < gradient.length; i++) {
      gradient[i] = floatGradient[i];
    }
    naive.verify(value, gradient);
  }
}
