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
 * One epoch over sparse rows, which lie in memory: value and gradient by {@code
 * Objective.evaluate}. Its work is the rows' non-zeros, each of which meets c weights on the way to
 * the scores and c on the way back. The defaults are the sizes of debian-sections.
 */
@State(Scope.Benchmark)
public class SparseBenchmark extends Measured {

  private static final double L2 = 1e-5;

  @Param({"softmax", "hinge"})
  String loss;

  @Param("55073")
  int n;

  @Param("48136")
  int d;

  @Param("58")
  int c;

  /** Of each row. */
  @Param("13")
  int nonZeros;

  /** Of the library; JMH itself stays with one. */
  @Param("1")
  int threads;

  @Param("float")
  String precision;

  private Objective objective;
  private NaiveStep naive;
  private double[] parameters;
  private double[] gradient;
  private double value;

  @Setup
  public void prepare() {
    SparseRows rows = new SparseRows(n, d, c, nonZeros);
    Loss used = StepBenchmark.lossOf(loss);
    Precision format = Data.precision(precision);
    objective = Objective.of(used, rows.dataset(), L2, true, format, threads);
    parameters = rows.parameters();
    naive = new NaiveStep(rows, used, L2, parameters, Verify.unit(format));
    gradient = new double[parameters.length];
    WorkRate.countNonZeros((double) n * nonZeros);
  }

  @Benchmark
  public void epoch() {
    value = objective.evaluate(parameters, gradient);
  }

  @TearDown(Level.Trial)
  public void verify() {
    objective.close();
    naive.verify(value, gradient);
  }
}
