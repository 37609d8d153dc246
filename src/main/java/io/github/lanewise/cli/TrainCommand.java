package io.github.lanewise.cli;

import io.github.lanewise.Lanewise;
import io.github.lanewise.Precision;
import io.github.lanewise.data.DataFiles;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.InvalidDataException;
import io.github.lanewise.data.MappedFile;
import io.github.lanewise.data.ReadOptions;
import io.github.lanewise.model.LinearModel;
import io.github.lanewise.model.ModelFile;
import io.github.lanewise.optim.Fit;
import io.github.lanewise.optim.Schedule;
import io.github.lanewise.optim.Solver;
import io.github.lanewise.optim.Trainer;
import io.github.lanewise.selection.Selection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** From a data file to a model file. An option that is absent leaves the trainer's default. */
@Command(
    name = "train",
    sortOptions = false,
    description = "Train a classifier, measure it and keep it.")
final class TrainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private LossOptions lossOptions;

  @Mixin private DataOptions dataOptions;

  @Mixin private TextOptions textOptions;

  @Option(names = "--test", paramLabel = "FILE", description = "Rows to test the model on.")
  private Path test;

  @Option(
      names = "--test-labels",
      paramLabel = "FILE",
      description = "Their labels, for IDX and npy.")
  private Path testLabels;

  @Mixin private SearchOptions searchOptions;

  @Option(
      names = "--standardize",
      description =
          "Train as if every feature had mean 0 and variance 1; the model takes raw ones.")
  private boolean standardize;

  @Option(
      names = "--penalize-bias",
      description = "Let the penalty be on the bias too, as on a weight of a feature that is 1.")
  private boolean penalizeBias;

  @Option(
      names = "--solver",
      paramLabel = "auto|lbfgs|smoothing|dual|sgd|nesterov|adam|adamw",
      description =
          "Default: lbfgs for smooth losses; for the plain hinge with a penalty dual on sparse rows"
              + " of more than 1023 features, smoothing on others; sgd if one of its options is set, or for the plain hinge"
              + " without a penalty.")
  private Solver solver;

  @Option(
      names = "--max-iterations",
      paramLabel = "N",
      description = "When lbfgs gives up, default 200, or smoothing or dual, default 2000.")
  private Integer maxIterations;

  @Option(
      names = "--tolerance",
      paramLabel = "F",
      description =
          "When lbfgs has converged: the largest gradient entry, default 1e-4; or smoothing"
              + " or dual: the relative duality gap, default 1e-3.")
  private Double tolerance;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How often a stochastic solver visits every row. Default: 30.")
  private Integer epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Rows in a step of a stochastic solver. Default: 128.")
  private Integer batch;

  @Option(
      names = "--momentum",
      paramLabel = "F",
      description = "Of sgd and nesterov. Default: 0.9.")
  private Double momentum;

  @Option(
      names = "--schedule",
      paramLabel = "constant|cosine|step|inverse",
      description = "How the learning rate moves. Default: cosine.")
  private Schedule schedule;

  @Mixin private RunOptions runOptions;

  @Option(
      names = "--precision",
      paramLabel = "float|double",
      description = "Of the arithmetic and the model. Default: float.")
  private Precision precision;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Default: one per processor. Results do not depend on it.")
  private Integer threads;

  @Option(names = "--seed", paramLabel = "N", description = "Of the shuffling of rows. Default: 1.")
  private Long seed;

  @Option(names = "--model", paramLabel = "OUT", description = "Where to keep the model.")
  private Path model;

  @Option(
      names = "--report",
      paramLabel = "OUT.json",
      description = "Where to write the results as JSON.")
  private Path report;

  @Option(
      names = "--curve",
      paramLabel = "OUT.svg",
      description = "Draw the objective over the steps.")
  private Path curve;

  @Override
  public Integer call() throws IOException {
    Trainer trainer = Usage.check(spec, this::trainer);
    ReadOptions options = readOptions();
    List<Path> inputs = new ArrayList<>(dataOptions.files());
    inputs.add(test);
    inputs.add(testLabels);
    Outputs.check(inputs, model, report, curve, runOptions.checkpoint());
    Dataset all = dataOptions.read(options);
    Dataset tested = readTest(all, options);
    long splitting = seed == null ? 1 : seed;
    Dataset.Split split = runOptions.split(all, splitting);
    Dataset train = split.train();
    printNeeds(trainer, train);
    Selection selection = searchOptions.search(spec.commandLine(), trainer, splitting, train);
    Trainer best = selection == null ? trainer : selection.best().trainer();
    Fit fit = fit(runOptions.configure(best, split.test()), train);
    double trainAccuracy = fit.model().accuracy(train);
    Double testAccuracy = tested == null ? null : fit.model().accuracy(tested);
    String digest = model == null && report == null ? null : MappedFile.sha256(train);
    ParseResult command = spec.commandLine().getParseResult();
    Map<String, String> remarks = Provenance.of(fit, train, digest, command);
    textOptions.keepLabel(remarks);
    if (model != null) {
      ModelFile.write(fit.model().withMetadata(remarks), model);
    }
    if (curve != null) {
      curve(fit).write(curve);
    }
    if (report != null) {
      report(fit, train, trainAccuracy, testAccuracy)
          .add("version", Lanewise.version())
          .add("options", remarks.get("options"))
          .add("dataSha256", digest)
          .add("l2", searchOptions.chosenL2(selection))
          .add("crossValidation", SearchOptions.members(selection))
          .write(report);
    }
    if (selection != null) {
      spec.commandLine().getOut().println(selection);
    }
    print(fit, train, trainAccuracy, testAccuracy);
    return 0;
  }

  /** What is about to happen, before it takes memory and time. */
  private void printNeeds(Trainer trainer, Dataset train) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s; training needs about %d MB of heap, the limit is %d MB%n",
        train,
        Math.ceilDiv(trainer.heapBytes(train), 1 << 20),
        Runtime.getRuntime().maxMemory() >> 20);
    MeasuredLabels.note(train, out);
    out.flush();
  }

  private static Svg curve(Fit fit) {
    String title = "%s by %s".formatted(fit.model().loss(), name(fit.solver()));
    boolean whole = fit.solver() == Solver.LBFGS || fit.solver() == Solver.SMOOTHING;
    String unit = whole ? "iteration" : "epoch";
    return new LearningCurve(title, unit, fit.history()).picture();
  }

  private static String name(Solver solver) {
    return solver.name().toLowerCase(Locale.ROOT);
  }

  private ReadOptions readOptions() {
    ReadOptions options = dataOptions.readOptions(textOptions.readOptions());
    return precision == null ? options : options.precision(precision);
  }

  private Trainer trainer() {
    runOptions.check();
    Usage.requireWith(testLabels, "--test-labels", test, "--test");
    Trainer trainer = lossOptions.trainer().standardize(standardize).penalizeBias(penalizeBias);
    trainer = with(trainer, solver, Trainer::solver);
    trainer = with(trainer, maxIterations, Trainer::maxIterations);
    trainer = with(trainer, tolerance, Trainer::tolerance);
    trainer = with(trainer, epochs, Trainer::epochs);
    trainer = with(trainer, batch, Trainer::batch);
    trainer = with(trainer, momentum, Trainer::momentum);
    trainer = with(trainer, schedule, Trainer::schedule);
    trainer = with(trainer, precision, Trainer::precision);
    trainer = with(trainer, threads, Trainer::threads);
    trainer = with(trainer, seed, Trainer::seed);
    return searchOptions.configure(trainer);
  }

  private static <T> Trainer with(
      Trainer trainer, T value, BiFunction<Trainer, T, Trainer> option) {
    return value == null ? trainer : option.apply(trainer, value);
  }

  /** The test rows, scaled and labelled like the training rows; null if there are none. */
  private Dataset readTest(Dataset train, ReadOptions options) throws IOException {
    if (test == null) {
      return null;
    }
    ReadOptions likeTraining =
        options
            .scale(train.features().scale())
            .labelNames(train.labelNames())
            .featureNames(train.featureNames())
            .columns(train.columns());
    Dataset tested = DataFiles.read(Pipes.readable(test), Pipes.readable(testLabels), likeTraining);
    if (tested.columns() != train.columns()) {
      throw new InvalidDataException(
          "%s: %s features, the training data has %s"
              .formatted(test, tested.columns(), train.columns()));
    }
    return tested;
  }

  private Fit fit(Trainer trainer, Dataset train) {
    try (Bar bar = Bar.ofSteps(spec.commandLine(), "training", trainer.maxSteps())) {
      return trainer.fit(
          train,
          progress -> {
            bar.moveTo(progress.step());
            bar.say(String.format(Locale.ROOT, "objective %.6f", progress.objective()));
          });
    }
  }

  private static Report report(Fit fit, Dataset train, double trainAccuracy, Double testAccuracy) {
    return new Report()
        .add("loss", fit.model().loss().toString())
        .add("solver", name(fit.solver()))
        .add("objective", fit.objective())
        .add("gradientNorm", fit.gradientNorm())
        .add("iterations", fit.iterations())
        .add("epochs", fit.epochs())
        .add("dualityGap", fit.dualityGap())
        .add("converged", fit.converged())
        .add("status", fit.status().name().toLowerCase(Locale.ROOT))
        .add("stopReason", fit.stopReason())
        .add("notes", fit.notes())
        .add("seconds", fit.seconds())
        .add("rows", train.rows())
        .add("trainAccuracy", trainAccuracy)
        .add("testAccuracy", testAccuracy)
        .addModel(fit.model(), fit.threads());
  }

  private void print(Fit fit, Dataset train, double trainAccuracy, Double testAccuracy) {
    PrintWriter out = spec.commandLine().getOut();
    LinearModel trained = fit.model();
    out.println(trained + ", trained on " + train.rows() + " rows");
    out.printf(Locale.ROOT, "%s, %.2f s%n", fit, fit.seconds());
    fit.notes().forEach(note -> out.println("note: " + Failures.oneLine(note)));
    out.printf(Locale.ROOT, "training accuracy %.4f%n", trainAccuracy);
    if (testAccuracy != null) {
      out.printf(Locale.ROOT, "test accuracy     %.4f%n", testAccuracy);
    }
    if (model != null) {
      out.println("model written to " + model);
    }
  }
}
