package io.github.lanewise.cli;

import io.github.lanewise.data.DataFiles;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.matrix.DoubleMatrix;
import io.github.lanewise.model.LinearModel;
import io.github.lanewise.model.ModelFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From a model file and labelled rows to accuracy and mean loss. */
@Command(name = "evaluate", sortOptions = false, description = "Measure a model on labelled rows.")
final class EvaluateCommand implements Callable<Integer> {

  private static final int ROWS_AT_A_TIME = 1024;

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

  @Option(
      names = "--report",
      paramLabel = "OUT.json",
      description = "Where to write the results as JSON.")
  private Path report;

  @Override
  public Integer call() throws IOException {
    Outputs.check(report);
    LinearModel classifier = ModelFile.read(model);
    Dataset rows = DataFiles.read(data, labels, classifier.featureScale(), classifier.labelNames());
    double accuracy = classifier.accuracy(rows);
    double meanLoss = meanLoss(classifier, rows);
    if (report != null) {
      new Report()
          .add("loss", classifier.loss().name())
          .add("rows", rows.rows())
          .add("meanLoss", meanLoss)
          .add("testAccuracy", accuracy)
          .addModel(classifier, 1)
          .write(report);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(classifier + ", on " + rows.rows() + " rows");
    out.printf(Locale.ROOT, "accuracy  %.4f%n", accuracy);
    out.printf(Locale.ROOT, "mean loss %.6f%n", meanLoss);
    return 0;
  }

  private static double meanLoss(LinearModel classifier, Dataset rows) {
    int[] labels = rows.labels();
    double sum = 0;
    for (int from = 0; from < rows.rows(); from += ROWS_AT_A_TIME) {
      int to = Math.min(rows.rows(), from + ROWS_AT_A_TIME);
      DoubleMatrix scores = classifier.scores(rows.features(), from, to - from);
      sum += classifier.loss().lossAndGradient(scores, Arrays.copyOfRange(labels, from, to));
    }
    return sum / rows.rows();
  }
}
