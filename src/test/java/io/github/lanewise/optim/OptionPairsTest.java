package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.model.LinearModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pair of options that contradict each other is refused, and the message names both. */
class OptionPairsTest {

  private record Option(String name, UnaryOperator<Trainer> change) {}

  private static final List<Option> SOLVER_OPTIONS =
      List.of(
          new Option("maxIterations", t -> t.maxIterations(1)),
          new Option("tolerance", t -> t.tolerance(1)),
          new Option("epochs", t -> t.epochs(1)),
          new Option("batch", t -> t.batch(1)),
          new Option("learningRate", t -> t.learningRate(1)),
          new Option("schedule", t -> t.schedule(Schedule.STEP)),
          new Option("momentum", t -> t.momentum(0)));

  private static final Set<String> STEPS = Set.of("maxIterations", "tolerance");
  private static final Set<String> MINIBATCHES =
      Set.of("epochs", "batch", "learningRate", "schedule");
  private static final Set<String> MOVING_MINIBATCHES =
      Set.of("epochs", "batch", "learningRate", "schedule", "momentum");

  private static final Map<Solver, Set<String>> READ =
      Map.of(
          Solver.LBFGS, STEPS,
          Solver.SMOOTHING, STEPS,
          Solver.DUAL, STEPS,
          Solver.SGD, MOVING_MINIBATCHES,
          Solver.NESTEROV, MOVING_MINIBATCHES,
          Solver.ADAM, MINIBATCHES,
          Solver.ADAMW, MINIBATCHES);

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
  void aSolverTakesTheOptionsThatItReads(Solver solver) {
    Option choice = new Option("solver " + solver, t -> t.solver(solver));
    for (Option option : SOLVER_OPTIONS) {
      Trainer trainer = Trainer.of(Loss.hinge());
      if (READ.get(solver).contains(option.name())) {
        option.change().apply(trainer.solver(solver));
        option.change().apply(trainer).solver(solver);
      } else {
        assertExclusive(trainer, choice, option);
      }
    }
  }

  @Test
  void withoutASolverOptionsMustBeOfOne() {
    for (Option one : SOLVER_OPTIONS) {
      for (Option other : SOLVER_OPTIONS) {
        Trainer trainer = Trainer.of(Loss.softmax());
        if (STEPS.contains(one.name()) == STEPS.contains(other.name())) {
          other.change().apply(one.change().apply(trainer));
        } else {
          assertExclusive(trainer, one, other);
        }
      }
    }
  }

  static Stream<Arguments> contradictions() {
    Option smoothing = new Option("solver SMOOTHING", t -> t.solver(Solver.SMOOTHING));
    Option dual = new Option("solver DUAL", t -> t.solver(Solver.DUAL));
    Option noPenalty = new Option("l2 0.0", t -> t.l2(0));
    LinearModel biased =
        LinearModel.of(new float[4], new float[] {0, 1}, List.of("0", "1"), Loss.hinge(), 1);
    Option noBias = new Option("bias = false", t -> t.bias(false));
    return Stream.of(
        Arguments.of(Loss.softmax(), new Option("penalizeBias", t -> t.penalizeBias(true)), noBias),
        Arguments.of(Loss.hinge(), smoothing, noPenalty),
        Arguments.of(Loss.hinge(), dual, noPenalty),
        Arguments.of(Loss.hinge(), dual, new Option("standardize", t -> t.standardize(true))),
        Arguments.of(Loss.hinge(), dual, new Option("startFrom", t -> t.startFrom(biased))),
        Arguments.of(Loss.hinge(), new Option("tolerance", t -> t.tolerance(1)), noPenalty),
        Arguments.of(Loss.hinge(), new Option("maxIterations", t -> t.maxIterations(1)), noPenalty),
        Arguments.of(Loss.hinge(), new Option("startFrom", t -> t.startFrom(biased)), noBias));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void aContradictionIsRefusedWhicheverComesLast(Loss loss, Option one, Option other) {
    assertExclusive(Trainer.of(loss), one, other);
  }

  private static void assertExclusive(Trainer trainer, Option one, Option other) {
    for (List<Option> pair : List.of(List.of(one, other), List.of(other, one))) {
      Trainer first = pair.get(0).change().apply(trainer);
      UnaryOperator<Trainer> second = pair.get(1).change();
      String message =
          assertThrows(IllegalArgumentException.class, () -> second.apply(first)).getMessage();
      assertTrue(message.contains(one.name()), message);
      assertTrue(message.contains(other.name()), message);
    }
  }

  @Test
  void someSolversAreForKinks() {
    for (Loss loss : List.of(Loss.softmax(), Loss.hinge().squared(), Loss.hinge().smoothed(1))) {
      Trainer trainer = Trainer.of(loss);
      for (Solver solver : List.of(Solver.SMOOTHING, Solver.DUAL)) {
        assertRefused("solver " + solver, loss.toString(), () -> trainer.solver(solver));
      }
    }
  }

  /** Which file to resume from may be said after that a run is to be resumed. */
  @Test
  void whatOnlyTheRunCanTellIsRefusedByIt() {
    Dataset data = Samples.clusters(1, 6, 2, 2, 1);
    Trainer trainer = Trainer.of(Loss.hinge()).epochs(1);
    assertRefused("resume", "checkpoint", () -> trainer.resume(true).fit(data));
    float[] targets = new float[12];
    Arrays.fill(targets, 0.5f);
    assertRefused("loss: hinge", "soft targets", () -> trainer.fit(data.withTargets(targets)));
  }

  private static void assertRefused(String one, String other, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertTrue(message.contains(one), message);
    assertTrue(message.contains(other), message);
  }
}
