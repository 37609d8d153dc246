package io.github.lanewise.cli;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Features;
import io.github.lanewise.matrix.DoubleMatrix;
import io.github.lanewise.model.LinearModel;
import java.io.IOException;
import java.io.Writer;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

/** Predictions as text: CSV (RFC 4180), lines end with a line feed. */
final class Predictions {

  private static final int ROWS_AT_A_TIME = 1024;
  private static final Pattern NEEDS_QUOTES = Pattern.compile("[\",\r\n]");

  private final LinearModel model;
  private final boolean withProbabilities;

  Predictions(LinearModel model, boolean withProbabilities) {
    this.model = model;
    this.withProbabilities = withProbabilities;
  }

  /** What comes before the first row: the names of the columns, if there are several. */
  void begin(Writer writer) throws IOException {
    if (withProbabilities) {
      writer.write("label");
      for (String name : model.labelNames()) {
        writer.write("," + cell(name));
      }
      writer.write('\n');
    }
  }

  /** One line for each row; {@code progress} is told how many have been written, now and then. */
  void write(Features rows, Writer writer, IntConsumer progress) throws IOException {
    int[] classes = model.predict(rows);
    for (int from = 0; from < rows.rows(); from += ROWS_AT_A_TIME) {
      int count = Math.min(ROWS_AT_A_TIME, rows.rows() - from);
      DoubleMatrix probabilities =
          withProbabilities ? model.probabilities(rows, from, count) : null;
      for (int r = 0; r < count; r++) {
        writer.write(cell(model.labelNames().get(classes[from + r])));
        if (withProbabilities) {
          writeRow(probabilities, r, writer);
        }
        writer.write('\n');
      }
      progress.accept(from + count);
    }
  }

  /** In the model's precision, in the fewest digits that tell each number from its neighbours. */
  private void writeRow(DoubleMatrix probabilities, int row, Writer writer) throws IOException {
    for (int c = 0; c < model.classes(); c++) {
      double p = probabilities.get(row, c);
      writer.write(model.precision() == Precision.DOUBLE ? "," + p : "," + (float) p);
    }
  }

  private static String cell(String text) {
    return NEEDS_QUOTES.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
