package io.github.lanewise.optim;

import io.github.lanewise.Precision;
import io.github.lanewise.data.ClassWeights;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.model.LinearModel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The options of a training run, immutable, and the start of it:
 *
 * <pre>
 * Fit fit = Trainer.of(Loss.softmax()).l2(1e-4).fit(train);
 * </pre>
 *
 * Every method that changes an option returns a new trainer and refuses a value out of range at
 * once.
 */
public final class Trainer {

  private final TrainerOptions options;

  private Trainer(TrainerOptions options) {
    this.options = options;
  }

  /**
   * A trainer with the default options, each named at its method.
   *
   * @param loss the loss to minimise
   * @return the trainer
   */
  public static Trainer of(Loss loss) {
    return new Trainer(new TrainerOptions(Objects.requireNonNull(loss, "loss")));
  }

  /**
   * The strength lambda of the penalty (lambda / 2) ||W||^2; 1e-4 by default.
   *
   * @param lambda finite and at least 0
   * @return a trainer with it
   * @throws IllegalArgumentException if it is out of range; if it is 0 with the solver {@link
   *     Solver#DUAL} or {@link Solver#SMOOTHING}; or if it is 0 for the plain hinge with the solver
   *     {@link Solver#AUTO}, and {@link #maxIterations} or {@link #tolerance} is set
   */
  public Trainer l2(double lambda) {
    require(lambda >= 0 && lambda < Double.POSITIVE_INFINITY, "l2", lambda, "finite, at least 0");
    return with(changed -> changed.l2 = lambda);
  }

  /**
   * How much each class counts; all the same by default. The factors multiply the rows' weights.
   *
   * @param factors given, or balanced
   * @return a trainer with them
   */
  public Trainer classWeights(ClassWeights factors) {
    Objects.requireNonNull(factors, "classWeights");
    return with(changed -> changed.classWeights = factors);
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
    if (!used && options.bias == Bias.PENALISED) {
      throw new IllegalArgumentException(
          "bias = false: leaves nothing for the option penalizeBias");
    }
    Bias bias = options.bias == Bias.PENALISED ? Bias.PENALISED : Bias.of(used);
    return with(changed -> changed.bias = bias);
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
    if (wanted && options.bias == Bias.NONE) {
      throw new IllegalArgumentException(
          "penalizeBias: there is no bias with the option bias = false");
    }
    Bias bias = wanted ? Bias.PENALISED : Bias.of(options.bias != Bias.NONE);
    return with(changed -> changed.bias = bias);
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
   * @throws IllegalArgumentException if it is true and the solver is {@link Solver#DUAL}
   */
  public Trainer standardize(boolean wanted) {
    return with(changed -> changed.standardize = wanted);
  }

  /**
   * The algorithm; {@link Solver#AUTO} by default.
   *
   * @param algorithm which one
   * @return a trainer with it
   * @throws IllegalArgumentException if an option is set that it does not have, the loss or the
   *     penalty is not one that it minimises, or it is {@link Solver#DUAL} and columns are to be
   *     standardised or a model was given to {@link #startFrom}
   */
  public Trainer solver(Solver algorithm) {
    Objects.requireNonNull(algorithm, "solver");
    return with(changed -> changed.solver = algorithm);
  }

  /**
   * After how many iterations L-BFGS gives up, 200 by default, and smoothing, 2,000 by default, and
   * after how many epochs dual coordinate ascent, 2,000 by default.
   *
   * @param count at least 0
   * @return a trainer with it
   * @throws IllegalArgumentException if it is out of range, or the solver has no such option, or no
   *     solver has it together with those that are set
   */
  public Trainer maxIterations(int count) {
    require(count >= 0, "maxIterations", count, "at least 0");
    return with("maxIterations", changed -> changed.maxIterations = count);
  }

  /**
   * The largest absolute entry of the gradient at which L-BFGS has converged; 1e-4 by default. The
   * gradient is in the weights of standardised columns if {@link #standardize} was called, and of
   * columns divided by about their standard deviation if one has a root mean square above 10: there
   * L-BFGS changes its variables, though not the objective (docs/mathematics.md).
   *
   * <p>For smoothing and dual coordinate ascent, the relative duality gap at which it has
   * converged, 1e-3 by default: the objective exceeds its minimum by no more than that part of
   * itself.
   *
   * @param largest finite and at least 0
   * @return a trainer with it
   * @throws IllegalArgumentException if it is out of range, or the solver has no such option, or no
   *     solver has it together with those that are set
   */
  public Trainer tolerance(double largest) {
    require(
        largest >= 0 && largest < Double.POSITIVE_INFINITY,
        "tolerance",
        largest,
        "finite, at least 0");
    return with("tolerance", changed -> changed.tolerance = largest);
  }

  /**
   * For models that are only compared with each other, as those of a cross-validation are: dual
   * coordinate ascent then ends at a relative duality gap of 0.1, unless {@link #tolerance} says
   * otherwise. Accuracy is at its final value long before the objective is, and later epochs cost
   * as much as earlier ones. The other solvers end as always.
   *
   * @return a trainer for trials
   */
  public Trainer forTrials() {
    return with(changed -> changed.trial = true);
  }

  /**
   * How often a stochastic solver visits every row; 30 by default.
   *
   * @param count at least 1
   * @return a trainer with it
   * @throws IllegalArgumentException if it is out of range, or the solver has no such option, or no
   *     solver has it together with those that are set
   */
  public Trainer epochs(int count) {
    require(count >= 1, "epochs", count, "at least 1");
    return with("epochs", changed -> changed.epochs = count);
  }

  /**
   * Rows in a minibatch of a stochastic solver; 128 by default.
   *
   * @param rows at least 1
   * @return a trainer with it
   * @throws IllegalArgumentException if it is out of range, or the solver has no such option, or no
   *     solver has it together with those that are set
   */
  public Trainer batch(int rows) {
    require(rows >= 1, "batch", rows, "at least 1");
    return with("batch", changed -> changed.batch = rows);
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
   * @throws IllegalArgumentException if it is out of range, or the solver has no such option, or no
   *     solver has it together with those that are set
   */
  public Trainer learningRate(double rate) {
    require(rate > 0 && rate < Double.POSITIVE_INFINITY, "learningRate", rate, "finite, above 0");
    return with("learningRate", changed -> changed.learningRate = rate);
  }

  /**
   * The momentum mu of SGD and Nesterov's method; 0.9 by default. A step of SGD with momentum 0
   * touches only the weights of the features that its rows have, on one thread, unless columns are
   * standardised; all other stochastic steps move every weight. The first is what suits sparse
   * rows, with a learning rate several times the default, which allows for momentum 0.9.
   *
   * @param mu from 0 to below 1
   * @return a trainer with it
   * @throws IllegalArgumentException if it is out of range, or the solver has no such option, or no
   *     solver has it together with those that are set
   */
  public Trainer momentum(double mu) {
    require(mu >= 0 && mu < 1, "momentum", mu, "from 0 to below 1");
    return with("momentum", changed -> changed.momentum = mu);
  }

  /**
   * How the learning rate moves; {@link Schedule#COSINE} by default.
   *
   * @param way which way
   * @return a trainer with it
   * @throws IllegalArgumentException if the solver has no such option, or no solver has it together
   *     with those that are set
   */
  public Trainer schedule(Schedule way) {
    Objects.requireNonNull(way, "schedule");
    return with("schedule", changed -> changed.schedule = way);
  }

  /**
   * In which precision the kernels compute and the model is stored; FLOAT by default. The solvers
   * keep the parameters in double either way.
   *
   * @param format which one
   * @return a trainer with it
   */
  public Trainer precision(Precision format) {
    Objects.requireNonNull(format, "precision");
    return with(changed -> changed.precision = format);
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
    return with(changed -> changed.threads = count);
  }

  /**
   * What {@link #threads(int)} has set.
   *
   * @return how many threads evaluate
   */
  public int threads() {
    return options.threads;
  }

  /**
   * The seed of the shuffling of a stochastic solver or of dual coordinate ascent; 1 by default.
   * The others leave nothing to chance, and give the same model for every seed.
   *
   * @param value any
   * @return a trainer with it
   */
  public Trainer seed(long value) {
    return with(changed -> changed.seed = value);
  }

  /**
   * The most steps that {@link #fit} will report: iterations of L-BFGS and smoothing, or epochs.
   *
   * @return their number
   */
  public int maxSteps() {
    return options.isStochastic() ? options.epochs : options.maxIterations();
  }

  /**
   * About how much heap {@link #fit} takes, beside the features, as far as these are on the heap.
   *
   * @param data the training rows, of which only the sizes matter. Not modified
   * @return bytes
   */
  public long heapBytes(Dataset data) {
    return HeapNeed.bytes(data, solverFor(data), options.precision, options.threads);
  }

  /**
   * The algorithm that a training on some rows takes: what {@link #solver} has set, or what {@link
   * Solver#AUTO} stands for there.
   *
   * @param data the training rows, of which only the kind and the sizes matter. Not modified
   * @return never {@link Solver#AUTO}
   */
  public Solver solverFor(Dataset data) {
    return options.chosen(data);
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
    Objects.requireNonNull(helpers, "executor");
    return with(changed -> changed.executor = helpers);
  }

  /**
   * What {@link #executor(Executor)} has set.
   *
   * @return the executor, or nothing if a run has threads of its own
   */
  public Optional<Executor> executor() {
    return Optional.ofNullable(options.executor);
  }

  /**
   * Lets a run be cancelled, for instance by {@code flag::get} of an {@code AtomicBoolean} or by
   * {@code Thread.currentThread()::isInterrupted}. It is asked before every minibatch (of 32 rows
   * for dual coordinate ascent), and by L-BFGS and smoothing before every evaluation. A cancelled
   * run returns the model of its last finished step, with the stop reason "cancelled"; the
   * objective is NaN where nobody has computed it there.
   *
   * @param asked true ends the run; called on the thread that trains, must be cheap. A
   *     cross-validation trains on several threads at once
   * @return a trainer with it
   */
  public Trainer cancelWhen(BooleanSupplier asked) {
    Objects.requireNonNull(asked, "cancelWhen");
    return with(changed -> changed.cancelled = asked);
  }

  /**
   * Begins training at a model's parameters instead of W = 0, b = 0.
   *
   * @param model with the features and the label names of the data to come
   * @return a trainer with it
   * @throws IllegalArgumentException if it has a bias and {@link #bias} is false, or the solver is
   *     {@link Solver#DUAL}
   */
  public Trainer startFrom(LinearModel model) {
    Objects.requireNonNull(model, "startFrom");
    return with(changed -> changed.initial = model);
  }

  /**
   * Stops when the model no longer gets better on rows that it is not trained on, and returns the
   * best model: the one with the lowest mean loss over these rows, weighed by {@link #classWeights}
   * and without the penalty, after any step (an epoch, an iteration of L-BFGS, or up to 30 of
   * smoothing). The best model is returned however the run ends.
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
    Objects.requireNonNull(rows, "validation");
    return with(
        changed -> {
          changed.validation = rows;
          changed.patience = steps;
          changed.minImprovement = least;
        });
  }

  /**
   * Keeps the state of the run in a file, so that {@link #resume} can go on from there. The file is
   * replaced atomically and forced to disk: however the process ends, it holds one whole state.
   *
   * @param file a safetensors file of doubles: for L-BFGS 21 per parameter, for smoothing 23, for
   *     the stochastic solvers one to three, for dual coordinate ascent two and C + 4 per row; with
   *     {@link #earlyStopping} one more per parameter
   * @param every after how many epochs or iterations, at least 1; smoothing, which makes up to 30
   *     iterations at a time, keeps it when they have passed a multiple of that
   * @return a trainer with it
   * @throws IllegalArgumentException if every is out of range
   */
  public Trainer checkpoint(Path file, int every) {
    require(every >= 1, "every", every, "at least 1");
    Objects.requireNonNull(file, "checkpoint");
    return with(
        changed -> {
          changed.checkpoint = file;
          changed.checkpointEvery = every;
        });
  }

  /**
   * The file of {@link #checkpoint(Path, int)}.
   *
   * @return the file, or nothing if no state is kept
   */
  public Optional<Path> checkpoint() {
    return Optional.ofNullable(options.checkpoint);
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
    return with(changed -> changed.resume = wanted);
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
    refuseInStream(options.standardize, "standardize");
    refuseInStream(options.classWeights != ClassWeights.none(), "classWeights");
    refuseInStream(options.validation != null, "earlyStopping");
    refuseInStream(options.checkpoint != null, "checkpoint");
    refuseInStream(options.resume, "resume");
    refuseInStream(options.cancelled != TrainerOptions.NEVER, "cancelWhen");
    refuseInStream(options.given.contains("epochs"), "epochs");
    refuseInStream(options.given.contains("schedule"), "schedule");
    Trainer streaming = options.solver == Solver.AUTO ? solver(Solver.SGD) : this;
    Solver chosen = streaming.options.solver;
    refuseInStream(!SolverOptions.isStochastic(chosen), "solver " + chosen);
    return new StreamTrainer(streaming.options);
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
   * @throws IllegalArgumentException if the data has a single class, soft targets for a hinge, or
   *     other features or classes than the model of {@link #startFrom} or the rows of {@link
   *     #earlyStopping}, or C D + C (sparse rows: with C rounded up to 16) passes 2^31 - 1, or N C
   *     passes 2^31 - 9 with the solver {@link Solver#DUAL}, or the options or the data are not
   *     those of the checkpoint to resume from, or none was named
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
   * @param listener is told after every epoch, every iteration of L-BFGS, and up to 30 of
   *     smoothing, on the calling thread; what it throws ends the training
   * @return the model and how training ended
   * @throws io.github.lanewise.data.InvalidDataException if class weights do not fit the data
   * @throws IllegalArgumentException if the data has a single class, soft targets for a hinge, or
   *     other features or classes than the model of {@link #startFrom} or the rows of {@link
   *     #earlyStopping}, or C D + C (sparse rows: with C rounded up to 16) passes 2^31 - 1, or N C
   *     passes 2^31 - 9 with the solver {@link Solver#DUAL}, or the options or the data are not
   *     those of the checkpoint to resume from, or none was named
   * @throws java.io.UncheckedIOException if a checkpoint cannot be written or read
   * @throws ArithmeticException if the objective stops being finite, with the place and the remedy
   */
  public Fit fit(Dataset data, Consumer<Progress> listener) {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(listener, "listener");
    return TrainingRun.of(options, data, listener);
  }

  private Trainer with(Consumer<TrainerOptions> change) {
    TrainerOptions changed = options.copy();
    change.accept(changed);
    changed.check();
    return new Trainer(changed);
  }

  /** The same with an option that not every solver reads. */
  private Trainer with(String option, Consumer<TrainerOptions> change) {
    return with(
        changed -> {
          changed.given.add(option);
          change.accept(changed);
        });
  }

  private static void require(boolean holds, String option, Number value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(option + ": " + value + " must be " + range);
    }
  }
}
