package io.github.lanewise.cli;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.model.Evaluation;
import io.github.lanewise.model.LinearModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From a model file and labelled rows to all metrics. */
@Command(name = "evaluate", sortOptions = false, description = "Measure a model on labelled rows.")
final class EvaluateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ModelOnRows modelOnRows;

  @Mixin private TextOptions textOptions;

  @Option(
      names = "--report",
      paramLabel = "OUT.json",
      description = "Where to write the results as JSON.")
  private Path report;

  @Option(
      names = "--confusion",
      paramLabel = "OUT.svg",
      description = "Draw true against predicted classes.")
  private Path confusion;

  @Override
  public Integer call() throws IOException {
    List<Path> inputs = new ArrayList<>(modelOnRows.files());
    inputs.add(modelOnRows.modelFile());
    Outputs.check(inputs, report, confusion);
    LinearModel classifier = modelOnRows.readModel();
    if (confusion != null) {
      ConfusionPicture.check(classifier.classes());
    }
    Dataset rows = modelOnRows.readRows(classifier, textOptions);
    Evaluation evaluation = Evaluation.of(classifier, rows);
    if (confusion != null) {
      ConfusionPicture.of(
              "%s, %s rows".formatted(classifier.loss(), rows.rows()),
              evaluation.confusionMatrix(),
              classifier.labelNames())
          .write(confusion);
    }
    if (report != null) {
      EvaluationReport.of(classifier, evaluation).write(report);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(classifier + ", on " + rows.rows() + " rows");
    out.println(evaluation);
    return 0;
  }
}
