package io.github.lanewise.cli;

import io.github.lanewise.data.DataFiles;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.ReadOptions;
import io.github.lanewise.matrix.DoubleMatrix;
import io.github.lanewise.model.Evaluation;
import io.github.lanewise.model.LinearModel;
import io.github.lanewise.model.ModelFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From a model file and labelled rows to all metrics. */
@Command(name = "evaluate", sortOptions = false, description = "Measure a model on labelled rows.")
final class EvaluateCommand implements Callable<Integer> {

  private static final int MAX_CONFUSION_CLASSES = 1000;

  @Spec private CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "FILE", description = "The model.")
  private Path model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "Rows, scaled as in training: IDX, or CSV with the label last; also .gz.")
  private Path data;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "Their labels, for IDX. Default: the labels file beside the images.")
  private Path labels;

  @Mixin private TextOptions textOptions;

  @Option(
      names = "--report",
      paramLabel = "OUT.json",
      description = "Where to write the results as JSON.")
  private Path report;

  @Override
  public Integer call() throws IOException {
    Outputs.check(report);
    LinearModel classifier = ModelFile.read(model);
    ReadOptions options = textOptions.readOptions(classifier).labelNames(classifier.labelNames());
    Dataset rows = DataFiles.read(data, labels, options);
    Evaluation evaluation = Evaluation.of(classifier, rows);
    if (report != null) {
      report(classifier, rows, evaluation).write(report);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(classifier + ", on " + rows.rows() + " rows");
    out.println(evaluation);
    return 0;
  }

  private static Report report(LinearModel classifier, Dataset rows, Evaluation evaluation) {
    boolean probabilities = evaluation.hasProbabilities();
    return new Report()
        .add("loss", classifier.loss().name())
        .add("rows", rows.rows())
        .add("meanLoss", evaluation.meanLoss())
        .add("testAccuracy", evaluation.accuracy())
        .add("top5Accuracy", evaluation.topAccuracy(5))
        .add("logLoss", probabilities ? evaluation.logLoss() : null)
        .add("brierScore", probabilities ? evaluation.brierScore() : null)
        .add("calibrationError", probabilities ? evaluation.calibrationError() : null)
        .add("macro", members(evaluation.macro()))
        .add("weighted", members(evaluation.weighted()))
        .add("perClass", perClass(classifier, evaluation))
        .add("confusionMatrix", confusionMatrix(classifier, evaluation))
        .addModel(classifier, 1);
  }

  private static Map<String, Object> members(Evaluation.Quality quality) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("precision", quality.precision());
    members.put("recall", quality.recall());
    members.put("f1", quality.f1());
    members.put("support", quality.support());
    return members;
  }

  private static Map<String, Object> perClass(LinearModel classifier, Evaluation evaluation) {
    Map<String, Object> perClass = new LinkedHashMap<>();
    for (int c = 0; c < classifier.classes(); c++) {
      perClass.put(classifier.labelNames().get(c), members(evaluation.quality(c)));
    }
    return perClass;
  }

  /** Rows are true classes, columns predicted ones; null where nobody could look at it. */
  private static List<List<Double>> confusionMatrix(LinearModel classifier, Evaluation evaluation) {
    if (classifier.classes() > MAX_CONFUSION_CLASSES) {
      return null;
    }
    DoubleMatrix matrix = evaluation.confusionMatrix();
    List<List<Double>> rows = new ArrayList<>();
    for (int i = 0; i < matrix.rows(); i++) {
      List<Double> row = new ArrayList<>();
      for (int j = 0; j < matrix.columns(); j++) {
        row.add(matrix.get(i, j));
      }
      rows.add(row);
    }
    return rows;
  }
}
