package io.github.lanewise.jmh;

import de.bwaldvogel.liblinear.SolverType;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.optim.Solver;
import io.github.lanewise.optim.Trainer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.tribuo.classification.sgd.objectives.Hinge;
import org.tribuo.classification.sgd.objectives.LogMulticlass;

/**
 * Training on the same rows by this library and by others, each on one thread and on its own copy
 * of the rows, made beforehand. Every model must find the classes of most of its rows.
 *
 * <table>
 *   <caption>Who is compared with whom</caption>
 *   <tr><td>{@code sgd-softmax}, {@code sgd-hinge}</td><td>ours, one epoch</td></tr>
 *   <tr><td>{@code lazy-softmax}, {@code lazy-hinge}</td><td>ours without momentum, for sparse
 *       rows</td></tr>
 *   <tr><td>{@code pass-softmax}, {@code pass-hinge}</td><td>ours, value and gradient</td></tr>
 *   <tr><td>{@code tribuo-softmax}, {@code tribuo-hinge}</td><td>Tribuo, one epoch</td></tr>
 *   <tr><td>{@code liblinear-softmax}</td><td>liblinear-java, one pass of logistic regression for
 *       each class against the rest</td></tr>
 *   <tr><td>{@code liblinear-hinge}</td><td>liblinear-java, one pass of Crammer and Singer's SVM</td></tr>
 *   <tr><td>{@code lbfgs-softmax}</td><td>ours, 10 iterations of L-BFGS</td></tr>
 *   <tr><td>{@code smile-softmax}</td><td>Smile, 10 iterations of L-BFGS</td></tr>
 * </table>
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(jvmArgsAppend = TrainingPeersBenchmark.ONE_THREAD)
public class TrainingPeersBenchmark extends Measured {

  /** Smile takes parallel streams, which then run on the calling thread. */
  static final String ONE_THREAD = "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0";

  private static final double L2 = 1e-5;
  private static final int ITERATIONS = 10;

  @Param({
    "pass-softmax",
    "sgd-softmax",
    "lazy-softmax",
    "tribuo-softmax",
    "liblinear-softmax",
    "pass-hinge",
    "sgd-hinge",
    "lazy-hinge",
    "tribuo-hinge",
    "liblinear-hinge",
    "lbfgs-softmax",
    "smile-softmax"
  })
  String learner;

  /** Or {@code debian-sections}, whose rows are sparse and too wide for Smile's dense ones. */
  @Param("mnist")
  String data;

  private LearningRows rows;
  private Learner trained;

  @Setup
  public void prepare() {
    rows = LearningRows.of(data);
    trained = learner(learner, rows);
  }

  static Learner learner(String name, LearningRows rows) {
    Trainer softmax = Trainer.of(Loss.softmax()).l2(L2);
    Trainer hinge = Trainer.of(Loss.hinge()).l2(L2);
    return switch (name) {
      case "sgd-softmax" -> new LanewiseLearner(softmax.solver(Solver.SGD).epochs(1), rows);
      case "sgd-hinge" -> new LanewiseLearner(hinge.solver(Solver.SGD).epochs(1), rows);
      case "lazy-softmax" -> new LanewiseLearner(lazy(softmax), rows);
      case "lazy-hinge" -> new LanewiseLearner(lazy(hinge), rows);
      case "lbfgs-softmax" ->
          new LanewiseLearner(softmax.solver(Solver.LBFGS).maxIterations(ITERATIONS), rows);
      case "pass-softmax" -> new LanewisePass(Loss.softmax(), rows);
      case "pass-hinge" -> new LanewisePass(Loss.hinge(), rows);
      case "tribuo-softmax" -> new TribuoLearner(new LogMulticlass(), rows);
      case "tribuo-hinge" -> new TribuoLearner(new Hinge(), rows);
      case "liblinear-softmax" -> new LiblinearLearner(SolverType.L2R_LR_DUAL, 1, rows);
      case "liblinear-hinge" -> new LiblinearLearner(SolverType.MCSVM_CS, 0.1, rows);
      case "smile-softmax" -> new SmileLearner(rows, L2, ITERATIONS);
      default -> throw new IllegalArgumentException("learner: " + name);
    };
  }

  private static Trainer lazy(Trainer trainer) {
    return trainer.solver(Solver.SGD).momentum(0).learningRate(8).batch(32).epochs(1);
  }

  @Benchmark
  public void train() {
    trained.train();
  }

  @TearDown(Level.Trial)
  public void verify() {
    rows.verify(trained);
  }
}
