package io.github.lanewise.hosts;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.loss.HingeLoss;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.model.LinearModel;
import io.github.lanewise.optim.Fit;
import io.github.lanewise.optim.LocalGuess;
import io.github.lanewise.optim.Schedule;
import io.github.lanewise.optim.Solver;
import io.github.lanewise.optim.StreamTrainer;
import io.github.lanewise.optim.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Every solver with every loss in both precisions, for a few steps on some digits. */
final class TrainingOperations {

  private static final Set<Solver> FOR_KINKS = Set.of(Solver.SMOOTHING, Solver.DUAL);

  private TrainingOperations() {}

  static List<Operation> all(Dataset digits) {
    List<Operation> operations = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      for (Loss loss : List.of(Loss.softmax(), Loss.hinge())) {
        for (Solver solver : Solver.values()) {
          if (solver != Solver.AUTO && (!FOR_KINKS.contains(solver) || loss instanceof HingeLoss)) {
            String name = "training/%s %s %s".formatted(lower(precision), loss, lower(solver));
            Trainer trainer = trainer(loss, solver, precision);
            operations.add(new Operation(name, () -> fit(trainer, digits)));
            operations.add(
                new Operation(name + ", threads 3", name, () -> fit(trainer.threads(3), digits)));
          }
        }
      }
    }
    for (Solver solver : List.of(Solver.LBFGS, Solver.SGD)) {
      Trainer trainer = trainer(Loss.softmax(), solver, Precision.FLOAT).standardize(true);
      operations.add(
          new Operation(
              "training/float softmax %s, standardised".formatted(lower(solver)),
              () -> fit(trainer, digits)));
    }
    for (Solver solver : List.of(Solver.LBFGS, Solver.SMOOTHING, Solver.DUAL, Solver.ADAMW)) {
      Trainer trainer =
          trainer(
              FOR_KINKS.contains(solver) ? Loss.hinge() : Loss.softmax(), solver, Precision.FLOAT);
      operations.add(
          new Operation(
              "training/float %s, penalised bias".formatted(lower(solver)),
              () -> fit(trainer.penalizeBias(true), digits)));
    }
    for (boolean standardized : new boolean[] {false, true}) {
      String name =
          "training/float softmax lbfgs, local guess" + (standardized ? ", standardised" : "");
      operations.add(new Operation(name, () -> localGuess(digits, standardized, 1)));
      operations.add(
          new Operation(name + ", threads 3", name, () -> localGuess(digits, standardized, 3)));
    }
    Trainer sgd = trainer(Loss.softmax(), Solver.SGD, Precision.FLOAT);
    operations.add(
        new Operation(
            "training/float softmax sgd, early stopping",
            () -> fit(sgd.earlyStopping(digits, 1, 0), digits)));
    operations.add(
        new Operation(
            "training/float softmax sgd, from a model",
            () -> fit(sgd.startFrom(sgd.fit(digits).model()), digits)));
    operations.add(new Operation("training/float softmax adam, stream", () -> stream(digits)));
    for (Schedule schedule : Schedule.values()) {
      operations.add(
          new Operation(
              "training/float softmax sgd, schedule " + lower(schedule),
              () ->
                  fit(
                      trainer(Loss.softmax(), Solver.SGD, Precision.FLOAT)
                          .schedule(schedule)
                          .bias(false),
                      digits)));
    }
    return operations;
  }

  private static Trainer trainer(Loss loss, Solver solver, Precision precision) {
    Trainer trainer = Trainer.of(loss).solver(solver).precision(precision).l2(1e-3);
    return switch (solver) {
      case LBFGS -> trainer.maxIterations(3);
      case SMOOTHING -> trainer.maxIterations(40);
      case DUAL -> trainer.maxIterations(6);
      default -> trainer.epochs(2).batch(48);
    };
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Bits stream(Dataset digits) {
    StreamTrainer stream = Trainer.of(Loss.softmax()).solver(Solver.ADAM).batch(48).stream();
    double first = stream.partialFit(digits);
    return new Bits().add(first, stream.partialFit(digits)).addHex(stream.model().sha256());
  }

  private static Bits localGuess(Dataset digits, boolean standardized, int threads) {
    return new Bits().add(LocalGuess.descend(Loss.softmax(), digits, standardized, threads));
  }

  private static Bits fit(Trainer trainer, Dataset data) {
    Fit fit = trainer.fit(data);
    LinearModel model = fit.model();
    Bits bits =
        new Bits().add(fit.objective(), fit.gradientNorm(), fit.dualityGap()).add(fit.iterations());
    for (int c = 0; c < model.classes(); c++) {
      for (int d = 0; d < model.features(); d++) {
        bits.add(model.weight(c, d));
      }
      bits.add(model.bias(c));
    }
    return bits.addHex(model.sha256()).add(model.accuracy(data));
  }
}
