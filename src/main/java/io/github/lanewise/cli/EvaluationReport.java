package io.github.lanewise.cli;

import io.github.lanewise.matrix.DoubleMatrix;
import io.github.lanewise.model.Evaluation;
import io.github.lanewise.model.LinearModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All metrics of an evaluation as members of a report. */
final class EvaluationReport {

  /** A larger matrix is more than anybody would read; the report has null instead. */
  private static final int MAX_CONFUSION_CLASSES = 1000;

  private EvaluationReport() {}

  static Report of(LinearModel model, Evaluation evaluation) {
    boolean probabilities = evaluation.hasProbabilities();
    return new Report()
        .add("loss", model.loss().toString())
        .add("rows", evaluation.rows())
        .add("meanLoss", evaluation.meanLoss())
        .add("testAccuracy", evaluation.accuracy())
        .add("top5Accuracy", evaluation.topAccuracy(5))
        .add("logLoss", probabilities ? evaluation.logLoss() : null)
        .add("brierScore", probabilities ? evaluation.brierScore() : null)
        .add("calibrationError", probabilities ? evaluation.calibrationError() : null)
        .add("macro", quality(evaluation.macro()))
        .add("weighted", quality(evaluation.weighted()))
        .add("perClass", perClass(model, evaluation))
        .add("confusionMatrix", confusionMatrix(model, evaluation))
        .addModel(model, 1);
  }

  private static Map<String, Object> quality(Evaluation.Quality quality) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("precision", quality.precision());
    members.put("recall", quality.recall());
    members.put("f1", quality.f1());
    members.put("support", quality.support());
    return members;
  }

  private static Map<String, Object> perClass(LinearModel model, Evaluation evaluation) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int c = 0; c < model.classes(); c++) {
      members.put(model.labelNames().get(c), quality(evaluation.quality(c)));
    }
    return members;
  }

  /** Rows are true classes, columns predicted ones. */
  private static List<List<Double>> confusionMatrix(LinearModel model, Evaluation evaluation) {
    if (model.classes() > MAX_CONFUSION_CLASSES) {
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
