package io.github.lanewise.optim;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.loss.HingeLoss;
import io.github.lanewise.model.LinearModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A training under way: from options and rows to the solver, its variables and its start, and from
 * where it ends to a model.
 *
 * <pre>
 * weighed rows -> scaling -> objective -> start, guess -> solver -> (V, c) -> (W, b) -> model
 * </pre>
 */
final class TrainingRun implements AutoCloseable {

  /** The share of the objective by which it may be above its minimum without a word. */
  private static final double LOOSE = 0.1;

  private final TrainerOptions options;
  private final Dataset data;
  private final Solver solver;

  /** The variables to train in, or null for W and b themselves. */
  private final Scaling scaling;

  private final Workers workers;
  private final Objective objective;

  /** On rows that the class weights have weighed. */
  TrainingRun(TrainerOptions options, Dataset data) {
    this.options = options;
    this.data = data;
    solver = options.chosen(data);
    if (solver == Solver.DUAL) {
      DualVariables.requireFit(data);
    }
    scaling = scaling();
    workers =
        options.executor == null
            ? new Workers(options.threads)
            : new Workers(options.threads, options.executor);
    objective = objective(data, options.l2);
  }

  private Objective objective(Dataset rows, double l2) {
    return Objective.of(options.loss, rows, l2, options.bias, options.precision, workers, scaling);
  }

  /** Trains, see {@link Trainer#fit(Dataset, Consumer)}. */
  static Fit of(TrainerOptions options, Dataset data, Consumer<Progress> listener) {
    if (options.initial != null) {
      LinearModel initial = options.initial;
      Objective.checkAlike("startFrom", initial.features(), initial.labelNames(), data);
    }
    if (options.validation != null) {
      Dataset validation = options.validation;
      Objective.checkAlike("validation", validation.columns(), validation.labelNames(), data);
    }
    if (options.resume && options.checkpoint == null) {
      throw new IllegalArgumentException(
          "resume: needs the option checkpoint, which names the file");
    }
    try (TrainingRun run = new TrainingRun(options, options.classWeights.weigh(data))) {
      return run.fit(listener);
    }
  }

  private Fit fit(Consumer<Progress> listener) {
    EarlyStopping stopping = stopping();
    Monitor monitor = new Monitor(listener, options.cancelled, stopping, checkpoint());
    double[] parameters = start();
    Result result = minimise(parameters, monitor);
    if (stopping != null) {
      result = stopping.end(result, objective, parameters);
    }
    double seconds = monitor.seconds();
    return new Fit(
        objective.model(parameters),
        solver,
        result.objective(),
        result.gradientNorm(),
        dualityGap(result),
        result.iterations(),
        result.epochs(),
        result.status(),
        result.stopReason(),
        seconds,
        options.precision,
        workers.used(),
        monitor.history(),
        notes(result));
  }

  private Result minimise(double[] parameters, Monitor monitor) {
    try {
      return switch (solver) {
        case LBFGS ->
            new Lbfgs(options.maxIterations(), options.tolerance(solver), roundoff())
                .minimise(objective, data.rows(), parameters, guess(), monitor);
        case SMOOTHING -> smoothing(monitor).minimise(parameters, guess(), roundoff());
        case DUAL -> dualAscent(monitor).minimise(parameters);
        default ->
            new StochasticDescent(
                    options.epochs, options.batch, learningRate(), options.schedule, options.seed)
                .minimise(
                    objective, data.rows(), parameters, descent(parameters, this::rule), monitor);
      };
    } catch (Stopped stopped) {
      return monitor.stopped(stopped, data.rows());
    } catch (ArithmeticException diverged) {
      String notes = String.join("; ", notes());
      throw notes.isEmpty()
          ? diverged
          : new ArithmeticException(diverged.getMessage() + "; " + notes);
    }
  }

  /** Says where a small gradient does not mean a small distance to the minimum. */
  private List<String> notes(Result result) {
    List<String> notes = new ArrayList<>(notes());
    if (result.converged() && dualityGap(result) > LOOSE * result.objective()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "the gradient is within tolerance, yet the objective may be up to %.2g above its"
                  + " minimum: lower the tolerance",
              dualityGap(result)));
    }
    return notes;
  }

  /** Rounding may put the bound above the objective, and 0 is a bound wherever there is one. */
  private static double dualityGap(Result result) {
    return Math.max(0, Math.min(result.dualityGap(), result.objective()));
  }

  private List<String> notes() {
    return options.standardize ? List.of() : UnscaledColumns.notes(data);
  }

  /** Where training begins, in its variables. */
  private double[] start() {
    return options.initial == null
        ? new double[objective.parameterCount()]
        : objective.parameters(options.initial);
  }

  private Checkpoint checkpoint() {
    if (options.checkpoint == null) {
      return null;
    }
    Map<String, String> run = new LinkedHashMap<>();
    run.put("loss", options.loss.toString());
    run.put("solver", solver.toString());
    run.put("l2", Double.toString(options.l2));
    run.put("bias", options.bias.toString());
    run.put("standardize", Boolean.toString(options.standardize));
    run.put("precision", options.precision.toString());
    if (solver != Solver.LBFGS) {
      run.put("epochs", Integer.toString(options.epochs));
      run.put("batch", Integer.toString(options.batch));
      run.put("learningRate", Double.toString(learningRate()));
      run.put("momentum", Double.toString(options.momentum));
      run.put("schedule", options.schedule.toString());
      run.put("seed", Long.toString(options.seed));
    }
    if (options.validation != null) {
      run.put("patience", Integer.toString(options.patience));
      run.put("minImprovement", Double.toString(options.minImprovement));
    }
    run.put("objective", Double.toString(objective.fingerprint()));
    return new Checkpoint(options.checkpoint, options.checkpointEvery, options.resume, run);
  }

  private EarlyStopping stopping() {
    if (options.validation == null) {
      return null;
    }
    Objective judge = objective(options.classWeights.weigh(options.validation), 0);
    return new EarlyStopping(judge, options.patience, options.minImprovement);
  }

  private Scaling scaling() {
    boolean hasBias = options.bias != Bias.NONE;
    if (options.standardize) {
      return Scaling.standard(ColumnStatistics.of(data), hasBias);
    }
    if (solver != Solver.LBFGS) {
      return null;
    }
    ColumnStatistics sample = ColumnStatistics.ofSample(data, UnscaledColumns.SAMPLE_ROWS);
    return sample.largestRootMeanSquare() > UnscaledColumns.LIMIT
        ? Scaling.balanced(sample, hasBias, options.l2, data.classes())
        : null;
  }

  /** The shape of the inverse Hessian. Smoothing takes so many steps that whitening always pays. */
  private Preconditioner guess() {
    double l2 = options.l2;
    boolean hasBias = options.bias != Bias.NONE;
    if (data.columns() > Whitening.MAX_COLUMNS) {
      return DiagonalGuess.of(data, l2, scaling, objective.vectors());
    }
    if (solver == Solver.SMOOTHING) {
      return Whitening.isPossible(data)
          ? Whitening.uniform(data, l2, hasBias, scaling, options.precision, workers)
          : null;
    }
    return Whitening.pays(data)
        ? Whitening.local(data, l2, hasBias, scaling, options.precision, workers)
        : null;
  }

  private Smoothing smoothing(Monitor monitor) {
    HingeLoss hinge = (HingeLoss) options.loss;
    return new Smoothing(
        objective,
        hinge,
        new HingeDual(data, hinge.margin(), options.l2, options.bias),
        data.rows(),
        options.maxIterations(),
        options.tolerance(solver),
        monitor);
  }

  private DualAscent dualAscent(Monitor monitor) {
    return new DualAscent(
        objective,
        data,
        (HingeLoss) options.loss,
        options.l2,
        options.bias,
        options.maxIterations(),
        options.tolerance(solver),
        options.seed,
        monitor);
  }

  private double roundoff() {
    return options.precision == Precision.FLOAT ? 0x1p-24 : 0x1p-47;
  }

  /** One epoch at a constant rate; returns the objective after it. Modified: parameters, rule. */
  double epoch(double[] parameters, UpdateRule rule, double rate, int number) {
    Monitor monitor = new Monitor(progress -> {}, TrainerOptions.NEVER, null, null);
    return new StochasticDescent(1, options.batch, rate, Schedule.CONSTANT, options.seed + number)
        .minimise(objective, data.rows(), parameters, descent(parameters, () -> rule), monitor)
        .objective();
  }

  /**
   * Steps that touch only the weights of features that their rows have, if there can be such:
   * velocities move all weights in every step, and standardised columns and a bias have no zeros.
   */
  private Descent descent(double[] parameters, Supplier<UpdateRule> rule) {
    boolean lazy =
        solver == Solver.SGD
            && options.momentum == 0
            && scaling == null
            && options.bias != Bias.PENALISED;
    return lazy
        ? objective.lazyDescent(parameters)
        : new EagerDescent(objective, parameters, rule.get());
  }

  /** The rule of a stochastic solver, with nothing remembered. */
  UpdateRule rule() {
    int weights = data.classes() * data.columns();
    int length = weights + data.classes();
    return switch (solver) {
      case SGD -> new Momentum(options.momentum, length);
      case NESTEROV -> new Nesterov(options.momentum, length);
      case ADAM -> Adam.plain(length);
      case ADAMW ->
          Adam.decoupled(options.l2, options.bias == Bias.PENALISED ? length : weights, length);
      case AUTO, LBFGS, SMOOTHING, DUAL ->
          throw new IllegalArgumentException(solver + " knows no minibatches");
    };
  }

  /** The learning rate that was set, or that suits the rows. */
  double learningRate() {
    return options.learningRate > 0
        ? options.learningRate
        : LearningRate.suiting(solver, options.loss, data, scaling);
  }

  /** Ends the helper threads. */
  @Override
  public void close() {
    objective.close();
  }
}
