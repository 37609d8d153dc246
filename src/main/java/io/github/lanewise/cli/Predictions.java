package io.github.lanewise.cli;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Features;
import io.github.lanewise.loss.Softmax;
import io.github.lanewise.matrix.DoubleMatrix;
import io.github.lanewise.model.LinearModel;
import java.io.IOException;
import java.io.Writer;
import java.util.regex.Pattern;

/** Predictions as text: CSV (RFC 4180), lines end with a line feed. */
final class Predictions {

  private static final int ROWS_AT_A_TIME = 1024;
  private static final Pattern NEEDS_QUOTES = Pattern.compile("[\",\r\n]");

  private final LinearModel model;
  private final Features rows;

  Predictions(LinearModel model, Features rows) {
    this.model = model;
    this.rows = rows;
  }

  void write(Writer writer, boolean probabilities) throws IOException {
    int[] classes = model.predict(rows);
    if (!probabilities) {
      for (int predicted : classes) {
        writer.write(cell(model.labelNames().get(predicted)) + "\n");
      }
      return;
    }
    writeHeader(writer);
    for (int from = 0; from < rows.rows(); from += ROWS_AT_A_TIME) {
      int count = Math.min(ROWS_AT_A_TIME, rows.rows() - from);
      DoubleMatrix scores = model.scores(rows, from, count);
      for (int r = 0; r < count; r++) {
        writer.write(cell(model.labelNames().get(classes[from + r])));
        writeProbabilities(scores, r, writer);
        writer.write('\n');
      }
    }
  }

  private void writeHeader(Writer writer) throws IOException {
    writer.write("label");
    for (String name : model.labelNames()) {
      writer.write("," + cell(name));
    }
    writer.write('\n');
  }

  /** In the model's precision, in the fewest digits that tell each number from its neighbours. */
  private void writeProbabilities(DoubleMatrix scores, int row, Writer writer) throws IOException {
    if (model.precision() == Precision.DOUBLE) {
      double[] wide = new double[model.classes()];
      for (int c = 0; c < wide.length; c++) {
        wide[c] = scores.get(row, c);
      }
      for (double probability : Softmax.probabilities(wide)) {
        writer.write("," + probability);
      }
    } else {
      float[] narrow = new float[model.classes()];
      for (int c = 0; c < narrow.length; c++) {
        narrow[c] = (float) scores.get(row, c);
      }
      for (float probability : Softmax.probabilities(narrow)) {
        writer.write("," + probability);
      }
    }
  }

  private static String cell(String text) {
    return NEEDS_QUOTES.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
