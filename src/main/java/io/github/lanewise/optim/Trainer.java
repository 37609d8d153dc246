package io.github.lanewise.optim;

import io.github.lanewise.Precision;
import io.github.lanewise.data.ClassWeights;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.DoubleSparseTile;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.SparseFeatures;
import io.github.lanewise.loss.HingeLoss;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.model.LinearModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The options of a training run, immutable, and the run itself:
 *
 * <pre>
 * Fit fit = Trainer.of(Loss.softmax()).l2(1e-4).fit(train);
 * </pre>
 *
 * Every method that changes an option returns a new trainer and refuses a value out of range at
 * once.
 */
public final class Trainer {

  private static final double ADAM_RATE = 0.01;

  private static final BooleanSupplier NEVER = () -> false;

  private final Loss loss;
  private double l2 = 1e-4;
  private ClassWeights classWeights = ClassWeights.none();
  private Bias bias = Bias.FREE;
  private boolean standardize;
  private Solver solver = Solver.AUTO;
  private int maxIterations;
  private double tolerance;
  private int epochs = 30;
  private int batch = 128;
  private double learningRate;
  private double momentum = 0.9;
  private Schedule schedule = Schedule.COSINE;
  private Precision precision = Precision.FLOAT;
  private int threads = Runtime.getRuntime().availableProcessors();
  private long seed = 1;
  private Executor executor;
  private BooleanSupplier cancelled = NEVER;
  private LinearModel initial;
  private Dataset validation;
  private int patience;
  private double minImprovement;
  private Path checkpoint;
  private int checkpointEvery;
  private boolean resume;

  /**
   * The options of solvers that are not left at their defaults, in the order in which they came.
   */
  private final Set<String> given = new LinkedHashSet<>();

  private Trainer(Loss loss) {
    this.loss = Objects.requireNonNull(loss, "loss");
  }

  private Trainer(Trainer other) {
    this(other.loss);
    l2 = other.l2;
    classWeights = other.classWeights;
    bias = other.bias;
    standardize = other.standardize;
    solver = other.solver;
    maxIterations = other.maxIterations;
    tolerance = other.tolerance;
    epochs = other.epochs;
    batch = other.batch;
    learningRate = other.learningRate;
    momentum = other.momentum;
    schedule = other.schedule;
    precision = other.precision;
    threads = other.threads;
    seed = other.seed;
    executor = other.executor;
    cancelled = other.cancelled;
    initial = other.initial;
    validation = other.validation;
    patience = other.patience;
    minImprovement = other.minImprovement;
    checkpoint = other.checkpoint;
    checkpointEvery = other.checkpointEvery;
    resume = other.resume;
    given.addAll(other.given);
  }

  /**
   * A trainer with the default options, each named at its method.
   *
   * @param loss the loss to minimise
   * @return the trainer
   */
  public static Trainer of(Loss loss) {
    return new Trainer(loss);
  }

  /**
   * The strength lambda of the penalty (lambda / 2) ||W||^2; 1e-4 by default.
   *
   * @param lambda finite and at least 0
   * @return a trainer with it
   * @throws IllegalArgumentException if it is out of range, or 0 with the solver or an option of
   *     {@link Solver#SMOOTHING}
   */
  public Trainer l2(double lambda) {
    require(lambda >= 0 && lambda < Double.POSITIVE_INFINITY, "l2", lambda, "finite, at least 0");
    Trainer changed = new Trainer(this);
    changed.l2 = lambda;
    return changed.checked();
  }

  /**
   * How much each class counts; all the same by default. The factors multiply the rows' weights.
   *
   * @param factors given, or balanced
   * @return a trainer with them
   */
  public Trainer classWeights(ClassWeights factors) {
    Trainer changed = new Trainer(this);
    changed.classWeights = Objects.requireNonNull(factors, "classWeights");
    return changed;
  }

  /**
   * Whether the model has a bias b; it has by default, and b is not penalised unless {@link
   * #penalizeBias} says so.
   *
   * @param used false holds b at 0
   * @return a trainer with it
   * @throws IllegalArgumentException if it is false and the model of {@link #startFrom} has one, or
   *     it is to be penalised
   */
  public Trainer bias(boolean used) {
    if (!used && bias == Bias.PENALISED) {
      throw new IllegalArgumentException(
          "bias = false: leaves nothing for the option penalizeBias");
    }
    Trainer changed = new Trainer(this);
    changed.bias = bias == Bias.PENALISED ? bias : Bias.of(used);
    return changed.checked();
  }

  /**
   * Whether the penalty is on b as on W; false by default, so that a common shift of the scores
   * costs nothing. The objective then ends in (lambda / 2) (||W||^2 + ||b||^2), as if every row had
   * one more feature, 1, and no bias; with {@link #standardize}, b is that of the standardised
   * columns.
   *
   * @param wanted true penalises b
   * @return a trainer with it
   * @throws IllegalArgumentException if it is true and {@link #bias} is false
   */
  public Trainer penalizeBias(boolean wanted) {
    if (wanted && bias == Bias.NONE) {
      throw new IllegalArgumentException(
          "penalizeBias: there is no bias with the option bias = false");
    }
    Trainer changed = new Trainer(this);
    changed.bias = wanted ? Bias.PENALISED : bias == Bias.NONE ? bias : Bias.FREE;
    return changed;
  }

  /**
   * Whether training sees every column with mean 0 and variance 1; false by default. The penalty is
   * then on the weights of those columns,
   *
   * <pre>
   * (lambda / 2) sum_cd (W_cd sigma_d)^2
   * </pre>
   *
   * with sigma_d the standard deviation of column d, weighted by the rows' weights, and 1 for a
   * constant column. No row is copied or changed: the parameters are mapped instead
   * (docs/mathematics.md), and back at the end, so that the model takes the raw features. Without a
   * bias columns are scaled only.
   *
   * @param wanted true standardises
   * @return a trainer with it
   */
  public Trainer standardize(boolean wanted) {
    Trainer changed = new Trainer(this);
    changed.standardize = wanted;
    return changed;
  }

  /**
   * The algorithm; {@link Solver#AUTO} by default.
   *
   * @param algorithm which one
   * @return a trainer with it
   * @throws IllegalArgumentException if an option is set that it does not have, or the loss or the
   *     penalty is not one that it minimises
   */
  public Trainer solver(Solver algorithm) {
    Trainer changed = new Trainer(this);
    changed.solver = Objects.requireNonNull(algorithm, "solver");
    return changed.checked();
  }

  /**
   * After how many iterations L-BFGS gives up, 200 by default, and smoothing, 2,000 by default.
   *
   * @param count at least 0
   * @return a trainer with it
   * @throws IllegalArgumentException if it is out of range, or the solver has no such option
   */
  public Trainer maxIterations(int count) {
    require(count >= 0, "maxIterations", count, "at least 0");
    Trainer changed = with("maxIterations");
    changed.maxIterations = count;
    return changed.checked();
  }

  /**
   * The largest absolute entry of the gradient at which L-BFGS has converged; 1e-4 by default. The
   * gradient is in the weights of standardised columns if {@link #standardize} was called, and of
   * columns divided by about their standard deviation if one has a root mean square above 10: there
   * L-BFGS changes its variables, though not the objective (docs/mathematics.md).
   *
   * <p>For smoothing, the relative duality gap at which it has converged, 1e-3 by default: the
   * objective exceeds its minimum by no more than that part of itself.
   *
   * @param largest finite and at least 0
   * @return a trainer with it
   * @throws IllegalArgumentException if it is out of range, or the solver has no such option
   */
  public Trainer tolerance(double largest) {
    require(
        largest >= 0 && largest < Double.POSITIVE_INFINITY,
        "tolerance",
        largest,
        "finite, at least 0");
    Trainer changed = with("tolerance");
    changed.tolerance = largest;
    return changed.checked();
  }

  /**
   * How often a stochastic solver visits every row; 30 by default.
   *
   * @param count at least 1
   * @return a trainer with it
   * @throws IllegalArgumentException if it is out of range, or the solver has no such option
   */
  public Trainer epochs(int count) {
    require(count >= 1, "epochs", count, "at least 1");
    Trainer changed = with("epochs");
    changed.epochs = count;
    return changed.checked();
  }

  /**
   * Rows in a minibatch of a stochastic solver; 128 by default.
   *
   * @param rows at least 1
   * @return a trainer with it
   * @throws IllegalArgumentException if it is out of range, or the solver has no such option
   */
  public Trainer batch(int rows) {
    require(rows >= 1, "batch", rows, "at least 1");
    Trainer changed = with("batch");
    changed.batch = rows;
    return changed.checked();
  }

  /**
   * The learning rate eta of a stochastic solver. By default 0.01 for Adam and AdamW, for the
   * others 8 / m for softmax, 2 / m for the hinge and 2 / (C m) for the squared hinge, with m the
   * mean of 1 + ||x||^2 over rows (at most 1,000, evenly spaced): the loss curves along a row like
   * its squared length. The first two factors gave the lowest objective after 30 epochs on MNIST
   * and on the bundled digits, up to a factor of 2 either way.
   *
   * @param rate finite and above 0
   * @return a trainer with it
   * @throws IllegalArgumentException if it is out of range, or the solver has no such option
   */
  public Trainer learningRate(double rate) {
    require(rate > 0 && rate < Double.POSITIVE_INFINITY, "learningRate", rate, "finite, above 0");
    Trainer changed = with("learningRate");
    changed.learningRate = rate;
    return changed.checked();
  }

  /**
   * The momentum mu of SGD and Nesterov's method; 0.9 by default. A step of SGD with momentum 0
   * touches only the weights of the features that its rows have, on one thread, unless columns are
   * standardised; all other stochastic steps move every weight. The first is what suits sparse
   * rows, with a learning rate several times the default, which allows for momentum 0.9.
   *
   * @param mu from 0 to below 1
   * @return a trainer with it
   * @throws IllegalArgumentException if it is out of range, or the solver has no such option
   */
  public Trainer momentum(double mu) {
    require(mu >= 0 && mu < 1, "momentum", mu, "from 0 to below 1");
    Trainer changed = with("momentum");
    changed.momentum = mu;
    return changed.checked();
  }

  /**
   * How the learning rate moves; {@link Schedule#COSINE} by default.
   *
   * @param way which way
   * @return a trainer with it
   * @throws IllegalArgumentException if the solver has no such option
   */
  public Trainer schedule(Schedule way) {
    Trainer changed = with("schedule");
    changed.schedule = Objects.requireNonNull(way, "schedule");
    return changed.checked();
  }

  /**
   * In which precision the kernels compute and the model is stored; FLOAT by default. The solvers
   * keep the parameters in double either way.
   *
   * @param format which one
   * @return a trainer with it
   */
  public Trainer precision(Precision format) {
    Trainer changed = new Trainer(this);
    changed.precision = Objects.requireNonNull(format, "precision");
    return changed;
  }

  /**
   * How many threads evaluate; by default as many as there are processors. The result does not
   * depend on it.
   *
   * @param count at least 1
   * @return a trainer with it
   * @throws IllegalArgumentException if it is out of range
   */
  public Trainer threads(int count) {
    require(count >= 1, "threads", count, "at least 1");
    Trainer changed = new Trainer(this);
    changed.threads = count;
    return changed;
  }

  /**
   * What {@link #threads(int)} has set.
   *
   * @return how many threads evaluate
   */
  public int threads() {
    return threads;
  }

  /**
   * The seed of the shuffling of a stochastic solver; 1 by default. The others leave nothing to
   * chance, and give the same model for every seed.
   *
   * @param value any
   * @return a trainer with it
   */
  public Trainer seed(long value) {
    Trainer changed = new Trainer(this);
    changed.seed = value;
    return changed;
  }

  /** A copy in which an option that not every solver reads is about to be set. */
  private Trainer with(String option) {
    Trainer changed = new Trainer(this);
    changed.given.add(option);
    return changed;
  }

  /** Refuses options that contradict each other, whichever of them was set last. */
  private Trainer checked() {
    SolverOptions.check(solver, given);
    if (solver == Solver.SMOOTHING) {
      checkSmoothing();
    }
    if (solver == Solver.AUTO && suitable() == Solver.SGD) {
      checkUnpenalisedKinks();
    }
    if (initial != null && bias == Bias.NONE) {
      checkInitialBias();
    }
    return this;
  }

  private void checkSmoothing() {
    if (loss.isSmooth()) {
      throw new IllegalArgumentException(
          "solver SMOOTHING is for the hinge with its kinks, not for the loss " + loss);
    }
    if (l2 == 0) {
      throw new IllegalArgumentException(
          "solver SMOOTHING needs l2 above 0: there is no certificate at l2 0.0");
    }
  }

  private void checkUnpenalisedKinks() {
    for (String option : given) {
      if (!SolverOptions.reads(Solver.SGD, option)) {
        throw new IllegalArgumentException(
            option
                + ": solver AUTO is SGD for the loss "
                + loss
                + " at l2 0.0, which has no such option");
      }
    }
  }

  private void checkInitialBias() {
    for (int c = 0; c < initial.classes(); c++) {
      if (initial.bias(c) != 0) {
        throw new IllegalArgumentException(
            "startFrom: the model has a bias, which the option bias = false excludes");
      }
    }
  }

  /**
   * The most steps that {@link #fit} will report: iterations of L-BFGS, or epochs.
   *
   * @return their number
   */
  public int maxSteps() {
    Solver chosen = chosen();
    return SolverOptions.isStochastic(chosen) ? epochs : maxIterations(chosen);
  }

  /**
   * About how much heap {@link #fit} takes, beside the features, as far as these are on the heap.
   *
   * @param data the training rows, of which only the sizes matter. Not modified
   * @return bytes
   */
  public long heapBytes(Dataset data) {
    return HeapNeed.bytes(data, !SolverOptions.isStochastic(chosen()), precision, threads);
  }

  private Solver chosen() {
    return solver == Solver.AUTO ? suitable() : solver;
  }

  /**
   * Runs the helping threads on an executor of the caller's, at most {@link #threads} - 1 of them
   * at a time; by default a run has threads of its own, and no run uses the common pool. The
   * calling thread works too and waits for no helper that has not begun, so that a busy executor,
   * or one that runs this very training, makes it slower but not endless. The result does not
   * depend on it.
   *
   * @param helpers runs them; not shut down. It must not reject tasks
   * @return a trainer with it
   */
  public Trainer executor(Executor helpers) {
    Trainer changed = new Trainer(this);
    changed.executor = Objects.requireNonNull(helpers, "executor");
    return changed;
  }

  /**
   * What {@link #executor(Executor)} has set.
   *
   * @return the executor, or nothing if a run has threads of its own
   */
  public Optional<Executor> executor() {
    return Optional.ofNullable(executor);
  }

  /**
   * Lets a run be cancelled, for instance by {@code flag::get} of an {@code AtomicBoolean} or by
   * {@code Thread.currentThread()::isInterrupted}. It is asked before every minibatch, and by
   * L-BFGS and smoothing before every evaluation. A cancelled run returns the model of its last
   * finished step, with the stop reason "cancelled"; the objective is NaN where nobody has computed
   * it there.
   *
   * @param asked true ends the run; called on the thread that trains, must be cheap. A
   *     cross-validation trains on several threads at once
   * @return a trainer with it
   */
  public Trainer cancelWhen(BooleanSupplier asked) {
    Trainer changed = new Trainer(this);
    changed.cancelled = Objects.requireNonNull(asked, "cancelWhen");
    return changed;
  }

  /**
   * Begins training at a model's parameters instead of W = 0, b = 0.
   *
   * @param model with the features and the label names of the data to come
   * @return a trainer with it
   * @throws IllegalArgumentException if it has a bias and {@link #bias} is false
   */
  public Trainer startFrom(LinearModel model) {
    Trainer changed = new Trainer(this);
    changed.initial = Objects.requireNonNull(model, "startFrom");
    return changed.checked();
  }

  /**
   * Stops when the model no longer gets better on rows that it is not trained on, and returns the
   * best model: the one with the lowest mean loss over these rows, weighed by {@link #classWeights}
   * and without the penalty, after any step (an epoch, or an iteration of L-BFGS). The best model
   * is returned however the run ends.
   *
   * @param rows to judge by, with the features and the label names of the training rows. Not
   *     modified, not copied
   * @param steps after how many steps without improvement it is enough, at least 1
   * @param least by how much the loss must fall to count as an improvement, finite and at least 0
   * @return a trainer with it
   * @throws IllegalArgumentException if a number is out of range
   */
  public Trainer earlyStopping(Dataset rows, int steps, double least) {
    require(steps >= 1, "patience", steps, "at least 1");
    require(
        least >= 0 && least < Double.POSITIVE_INFINITY,
        "minImprovement",
        least,
        "finite, at least 0");
    Trainer changed = new Trainer(this);
    changed.validation = Objects.requireNonNull(rows, "validation");
    changed.patience = steps;
    changed.minImprovement = least;
    return changed;
  }

  /**
   * Keeps the state of the run in a file, so that {@link #resume} can go on from there. The file is
   * replaced atomically and forced to disk: however the process ends, it holds one whole state.
   *
   * @param file a safetensors file of one to three numbers per parameter, or up to 22 for L-BFGS
   * @param every after how many epochs or iterations, at least 1; smoothing, which makes up to 30
   *     iterations at a time, keeps it when they have passed a multiple of that
   * @return a trainer with it
   * @throws IllegalArgumentException if every is out of range
   */
  public Trainer checkpoint(Path file, int every) {
    require(every >= 1, "every", every, "at least 1");
    Trainer changed = new Trainer(this);
    changed.checkpoint = Objects.requireNonNull(file, "checkpoint");
    changed.checkpointEvery = every;
    return changed;
  }

  /**
   * The file of {@link #checkpoint(Path, int)}.
   *
   * @return the file, or nothing if no state is kept
   */
  public Optional<Path> checkpoint() {
    return Optional.ofNullable(checkpoint);
  }

  /**
   * Whether a run goes on from its {@link #checkpoint(Path, int)}, if that file exists; false by
   * default. The model is then the very one, bit for bit, that the run would have given
   * uninterrupted. The options and the data must be the same; only the number of threads, {@link
   * #maxIterations} and {@link #tolerance} may differ, by which smoothing decides the steps to
   * come; a run that has had its iterations ends at once. {@link Fit#seconds} and {@link
   * Fit#history} begin at the resumed step.
   *
   * @param wanted true resumes
   * @return a trainer with it
   */
  public Trainer resume(boolean wanted) {
    Trainer changed = new Trainer(this);
    changed.resume = wanted;
    return changed;
  }

  private static void require(boolean holds, String option, Number value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(option + ": " + value + " must be " + range);
    }
  }

  /**
   * Training on rows that come in parts, which may bring new classes: by SGD, or the stochastic
   * solver that was chosen, at a constant learning rate, from the model of {@link #startFrom} or
   * from nothing. Call {@link StreamTrainer#partialFit} with small parts to be able to stop soon.
   *
   * @return a trainer with a memory
   * @throws IllegalArgumentException if the solver needs all rows at once, or an option is set that
   *     a stream does not have: standardize, classWeights, earlyStopping, checkpoint, resume,
   *     cancelWhen, epochs or schedule
   */
  public StreamTrainer stream() {
    refuseInStream(standardize, "standardize");
    refuseInStream(classWeights != ClassWeights.none(), "classWeights");
    refuseInStream(validation != null, "earlyStopping");
    refuseInStream(checkpoint != null, "checkpoint");
    refuseInStream(resume, "resume");
    refuseInStream(cancelled != NEVER, "cancelWhen");
    refuseInStream(given.contains("epochs"), "epochs");
    refuseInStream(given.contains("schedule"), "schedule");
    Trainer streaming = solver == Solver.AUTO ? solver(Solver.SGD) : this;
    refuseInStream(!SolverOptions.isStochastic(streaming.solver), "solver " + streaming.solver);
    return new StreamTrainer(streaming, initial);
  }

  private static void refuseInStream(boolean set, String option) {
    if (set) {
      throw new IllegalArgumentException(
          option + ": stream, which sees rows in parts, has no such option");
    }
  }

  /**
   * Trains a model.
   *
   * @param data the training rows. Not modified, not copied.
   * @return the model and how training ended
   * @throws io.github.lanewise.data.InvalidDataException if class weights do not fit the data
   * @throws IllegalArgumentException if the data has other features or classes than the model of
   *     {@link #startFrom} or the rows of {@link #earlyStopping}, or the options or the data are
   *     not those of the checkpoint to resume from
   * @throws java.io.UncheckedIOException if a checkpoint cannot be written or read
   * @throws ArithmeticException if the objective stops being finite, with the place and the remedy
   */
  public Fit fit(Dataset data) {
    return fit(data, progress -> {});
  }

  /**
   * Trains a model, telling how it goes.
   *
   * @param data the training rows. Not modified, not copied.
   * @param listener is told after every iteration or epoch, on the calling thread
   * @return the model and how training ended
   * @throws io.github.lanewise.data.InvalidDataException if class weights do not fit the data
   * @throws IllegalArgumentException if the data has other features or classes than the model of
   *     {@link #startFrom} or the rows of {@link #earlyStopping}, or the options or the data are
   *     not those of the checkpoint to resume from
   * @throws java.io.UncheckedIOException if a checkpoint cannot be written or read
   * @throws ArithmeticException if the objective stops being finite, with the place and the remedy
   */
  public Fit fit(Dataset data, Consumer<Progress> listener) {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(listener, "listener");
    checkInitial(data);
    checkValidation(data);
    if (resume && checkpoint == null) {
      throw new IllegalArgumentException(
          "resume: needs the option checkpoint, which names the file");
    }
    return train(classWeights.weigh(data), listener);
  }

  private Fit train(Dataset data, Consumer<Progress> listener) {
    Solver chosen = chosen();
    Scaling scaling = scaling(data, chosen);
    try (Workers workers = workers();
        Objective objective = Objective.of(loss, data, l2, bias, precision, workers, scaling)) {
      EarlyStopping stopping = stopping(workers, scaling);
      Monitor monitor =
          new Monitor(listener, cancelled, stopping, checkpoint(chosen, data, scaling, objective));
      double[] parameters = initial(objective.parameterCount(), scaling);
      Result result = minimise(chosen, data, scaling, objective, parameters, monitor);
      if (stopping != null) {
        result = stopping.end(result, objective, parameters);
      }
      if (scaling != null) {
        scaling.toRaw(parameters, parameters);
      }
      double seconds = monitor.seconds();
      return new Fit(
          model(data.labelNames(), data.features().scale(), parameters),
          chosen,
          result.objective(),
          result.gradientNorm(),
          result.dualityGap(),
          result.iterations(),
          result.epochs(),
          result.status(),
          result.stopReason(),
          seconds,
          precision,
          workers.used(),
          monitor.history(),
          notes(data));
    }
  }

  private Result minimise(
      Solver chosen,
      Dataset data,
      Scaling scaling,
      Objective objective,
      double[] parameters,
      Monitor monitor) {
    try {
      return switch (chosen) {
        case LBFGS ->
            lbfgs()
                .minimise(
                    objective,
                    data.rows(),
                    parameters,
                    guess(chosen, data, scaling, objective),
                    monitor);
        case SMOOTHING ->
            smoothing(data, objective, monitor)
                .minimise(parameters, guess(chosen, data, scaling, objective), roundoff());
        default ->
            stochastic(chosen, data, scaling)
                .minimise(
                    objective,
                    data.rows(),
                    parameters,
                    descent(chosen, data, scaling, objective, parameters),
                    monitor);
      };
    } catch (Stopped stopped) {
      return monitor.stopped(stopped, data.rows());
    } catch (ArithmeticException diverged) {
      String notes = String.join("; ", notes(data));
      throw notes.isEmpty()
          ? diverged
          : new ArithmeticException(diverged.getMessage() + "; " + notes);
    }
  }

  private List<String> notes(Dataset data) {
    return standardize ? List.of() : UnscaledColumns.notes(data);
  }

  private Workers workers() {
    return executor == null ? new Workers(threads) : new Workers(threads, executor);
  }

  private void checkInitial(Dataset data) {
    if (initial != null) {
      checkAlike("startFrom", initial.features(), initial.labelNames(), data);
    }
  }

  private void checkValidation(Dataset data) {
    if (validation != null) {
      checkAlike("validation", validation.columns(), validation.labelNames(), data);
    }
  }

  /** Names the first difference: there may be very many classes. */
  private static void checkAlike(String what, int features, List<String> names, Dataset data) {
    require(
        features == data.columns(), what, features, data.columns() + ", the features of the data");
    if (names.size() != data.classes()) {
      throw new IllegalArgumentException(
          what + ": " + names.size() + " classes, the data has " + data.classes());
    }
    for (int c = 0; c < names.size(); c++) {
      if (!names.get(c).equals(data.labelNames().get(c))) {
        throw new IllegalArgumentException(
            "%s: class %s is \"%s\", in the data it is \"%s\""
                .formatted(what, c, names.get(c), data.labelNames().get(c)));
      }
    }
  }

  /** Where training begins, in its variables. */
  private double[] initial(int count, Scaling scaling) {
    if (initial == null) {
      return new double[count];
    }
    double[] parameters = parameters(initial);
    if (scaling != null) {
      scaling.toScaled(parameters, parameters);
    }
    return parameters;
  }

  /** W [C x D] row by row, then b [C]. */
  static double[] parameters(LinearModel model) {
    int features = model.features();
    int weights = model.classes() * features;
    double[] parameters = new double[weights + model.classes()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] =
          i < weights ? model.weight(i / features, i % features) : model.bias(i - weights);
    }
    return parameters;
  }

  private Checkpoint checkpoint(Solver chosen, Dataset data, Scaling scaling, Objective objective) {
    if (checkpoint == null) {
      return null;
    }
    Map<String, String> run = new LinkedHashMap<>();
    run.put("loss", loss.toString());
    run.put("solver", chosen.toString());
    run.put("l2", Double.toString(l2));
    run.put("bias", bias.toString());
    run.put("standardize", Boolean.toString(standardize));
    run.put("precision", precision.toString());
    if (chosen != Solver.LBFGS) {
      run.put("epochs", Integer.toString(epochs));
      run.put("batch", Integer.toString(batch));
      run.put("learningRate", Double.toString(learningRate(chosen, data, scaling)));
      run.put("momentum", Double.toString(momentum));
      run.put("schedule", schedule.toString());
      run.put("seed", Long.toString(seed));
    }
    if (validation != null) {
      run.put("patience", Integer.toString(patience));
      run.put("minImprovement", Double.toString(minImprovement));
    }
    run.put("objective", Double.toString(objective.fingerprint()));
    return new Checkpoint(checkpoint, checkpointEvery, resume, run);
  }

  private EarlyStopping stopping(Workers workers, Scaling scaling) {
    if (validation == null) {
      return null;
    }
    Dataset judged = classWeights.weigh(validation);
    Objective judge = Objective.of(loss, judged, 0, bias, precision, workers, scaling);
    return new EarlyStopping(judge, patience, minImprovement);
  }

  /** The variables to train in, or null for W and b themselves. */
  private Scaling scaling(Dataset data, Solver chosen) {
    if (standardize) {
      return Scaling.standard(ColumnStatistics.of(data), bias != Bias.NONE);
    }
    if (chosen != Solver.LBFGS) {
      return null;
    }
    ColumnStatistics sample = ColumnStatistics.ofSample(data, UnscaledColumns.SAMPLE_ROWS);
    return sample.largestRootMeanSquare() > UnscaledColumns.LIMIT
        ? Scaling.balanced(sample, bias != Bias.NONE, l2, data.classes())
        : null;
  }

  /** The shape of the inverse Hessian. Smoothing takes so many steps that whitening always pays. */
  private Preconditioner guess(Solver chosen, Dataset data, Scaling scaling, Objective objective) {
    if (data.columns() > Whitening.MAX_COLUMNS) {
      return DiagonalGuess.of(data, l2, scaling, objective.vectors());
    }
    boolean hasBias = bias != Bias.NONE;
    Workers workers = objective.workers();
    if (chosen == Solver.SMOOTHING) {
      return Whitening.isPossible(data)
          ? Whitening.uniform(data, l2, hasBias, scaling, workers)
          : null;
    }
    return Whitening.pays(data) ? Whitening.local(data, l2, hasBias, scaling, workers) : null;
  }

  private Lbfgs lbfgs() {
    return new Lbfgs(maxIterations(Solver.LBFGS), tolerance(Solver.LBFGS), roundoff());
  }

  private Smoothing smoothing(Dataset data, Objective objective, Monitor monitor) {
    HingeLoss hinge = (HingeLoss) loss;
    return new Smoothing(
        objective,
        hinge,
        new HingeDual(data, hinge.margin(), l2, bias),
        data.rows(),
        maxIterations(Solver.SMOOTHING),
        tolerance(Solver.SMOOTHING),
        monitor);
  }

  private double roundoff() {
    return precision == Precision.FLOAT ? 0x1p-24 : 0x1p-47;
  }

  private int maxIterations(Solver chosen) {
    if (given.contains("maxIterations")) {
      return maxIterations;
    }
    return chosen == Solver.SMOOTHING ? 2000 : 200;
  }

  private double tolerance(Solver chosen) {
    if (given.contains("tolerance")) {
      return tolerance;
    }
    return chosen == Solver.SMOOTHING ? 1e-3 : 1e-4;
  }

  /** What {@link Solver#AUTO} stands for. */
  private Solver suitable() {
    if (SolverOptions.areStochastic(given)) {
      return Solver.SGD;
    }
    if (loss.isSmooth()) {
      return Solver.LBFGS;
    }
    return l2 > 0 ? Solver.SMOOTHING : Solver.SGD;
  }

  private StochasticDescent stochastic(Solver chosen, Dataset data, Scaling scaling) {
    double rate = learningRate(chosen, data, scaling);
    return new StochasticDescent(epochs, batch, rate, schedule, seed);
  }

  private double learningRate(Solver chosen, Dataset data, Scaling scaling) {
    return learningRate > 0 ? learningRate : defaultLearningRate(chosen, data, scaling);
  }

  /** The rule of a stochastic solver, with nothing remembered. */
  UpdateRule rule(Dataset data) {
    return rule(solver, data);
  }

  /**
   * Whether a step may touch only the weights of features that its rows have: velocities move all
   * weights in every step, and standardised columns and a bias have no zeros.
   */
  private boolean isLazy(Solver chosen, Scaling scaling) {
    return chosen == Solver.SGD && momentum == 0 && scaling == null && bias != Bias.PENALISED;
  }

  private Descent descent(
      Solver chosen, Dataset data, Scaling scaling, Objective objective, double[] parameters) {
    return isLazy(chosen, scaling)
        ? objective.lazyDescent(parameters)
        : new EagerDescent(objective, parameters, rule(chosen, data));
  }

  /** The learning rate that was set, or that suits the rows. */
  double learningRate(Dataset data) {
    return learningRate(solver, data, null);
  }

  /** One epoch at a constant rate; returns the objective after it. Modified: parameters, rule. */
  double epoch(Dataset part, double[] parameters, UpdateRule rule, double rate, int number) {
    Dataset data = classWeights.weigh(part);
    try (Workers workers = workers();
        Objective objective = Objective.of(loss, data, l2, bias, precision, workers, null)) {
      Monitor monitor = new Monitor(progress -> {}, NEVER, null, null);
      Descent descent =
          isLazy(solver, null)
              ? objective.lazyDescent(parameters)
              : new EagerDescent(objective, parameters, rule);
      return new StochasticDescent(1, batch, rate, Schedule.CONSTANT, seed + number)
          .minimise(objective, data.rows(), parameters, descent, monitor)
          .objective();
    }
  }

  private UpdateRule rule(Solver chosen, Dataset data) {
    int weights = data.classes() * data.columns();
    int length = weights + data.classes();
    return switch (chosen) {
      case SGD -> new Momentum(momentum, length);
      case NESTEROV -> new Nesterov(momentum, length);
      case ADAM -> Adam.plain(length);
      case ADAMW -> Adam.decoupled(l2, bias == Bias.PENALISED ? length : weights, length);
      case AUTO, LBFGS, SMOOTHING ->
          throw new IllegalArgumentException(chosen + " knows no minibatches");
    };
  }

  /** For the smooth slopes without a limit 4 / curvature: 1/2 at most for softmax, 2 C squared. */
  private double rateFactor(int classes) {
    if (!(loss instanceof HingeLoss hinge)) {
      return 8;
    }
    return hinge.limit() == Double.POSITIVE_INFINITY ? 2.0 / classes : 2;
  }

  private double defaultLearningRate(Solver chosen, Dataset data, Scaling scaling) {
    if (chosen == Solver.ADAM || chosen == Solver.ADAMW) {
      return ADAM_RATE;
    }
    double factor = rateFactor(data.classes());
    if (scaling != null) {
      return factor / (1 + scaling.varying());
    }
    int sample = Math.min(data.rows(), UnscaledColumns.SAMPLE_ROWS);
    double sum = 0;
    for (int i = 0; i < sample; i++) {
      int row = (int) ((long) i * data.rows() / sample);
      sum = addSquares(data.features(), row, sum + 1);
    }
    return factor * sample / sum;
  }

  /** The sum and the squares of a row's features, in a chain, which zeros leave as it is. */
  private static double addSquares(Features features, int row, double sum) {
    double total = sum;
    if (features instanceof SparseFeatures sparse) {
      DoubleSparseTile tile = new DoubleSparseTile(1, features.columns());
      sparse.read(row, 1, tile);
      for (int k = tile.starts()[0]; k < tile.ends()[0]; k++) {
        total += tile.values()[k] * tile.values()[k];
      }
      return total;
    }
    for (int d = 0; d < features.columns(); d++) {
      double x = features.get(row, d);
      total += x * x;
    }
    return total;
  }

  /** A model in the precision of this trainer. */
  LinearModel model(List<String> labelNames, double scale, double[] parameters) {
    int biases = parameters.length - labelNames.size();
    double[] bias = Arrays.copyOfRange(parameters, biases, parameters.length);
    if (precision == Precision.DOUBLE) {
      return LinearModel.of(Arrays.copyOf(parameters, biases), bias, labelNames, loss, scale);
    }
    return LinearModel.of(
        FloatPass.narrow(parameters, biases), FloatPass.narrow(bias), labelNames, loss, scale);
  }
}
