package io.github.lanewise.cli;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Features;
import io.github.lanewise.matrix.DoubleMatrix;
import io.github.lanewise.model.LinearModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;

/** Predictions as text: CSV (RFC 4180), lines end with a line feed. */
final class Predictions {

  /** Rows at a time, fewer if that would be more than so many probabilities. */
  private static final int BLOCK_ROWS = 1024;

  private static final int BLOCK_PROBABILITIES = 1 << 20;
  private static final Pattern SPECIAL = Pattern.compile("[\",;\t\r\n]");

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

  /**
   * One line for each row; {@code progress} is told how many have been written, now and then. Ends
   * before its time if the writer is one that keeps failures to itself, and has failed.
   */
  void write(Features rows, Writer writer, IntConsumer progress) throws IOException {
    int[] classes = withProbabilities ? null : model.predict(rows);
    int block = Math.clamp(BLOCK_PROBABILITIES / model.classes(), 1, BLOCK_ROWS);
    for (int from = 0; from < rows.rows() && !isLost(writer); from += block) {
      int count = Math.min(block, rows.rows() - from);
      if (withProbabilities) {
        writeProbabilities(rows, from, count, writer);
      } else {
        for (int r = from; r < from + count; r++) {
          writer.write(name(classes[r]) + "\n");
        }
      }
      progress.accept(from + count);
    }
  }

  /** Whether what was written is lost, and so what would be. */
  static boolean isLost(Writer writer) {
    return writer instanceof PrintWriter printer && printer.checkError();
  }

  private void writeProbabilities(Features rows, int from, int count, Writer writer)
      throws IOException {
    DoubleMatrix probabilities = new DoubleMatrix(count, model.classes());
    int[] classes = model.predict(rows, from, probabilities);
    for (int r = 0; r < count; r++) {
      writer.write(name(classes[r]));
      writeRow(probabilities, r, writer);
      writer.write('\n');
    }
  }

  private String name(int label) {
    return cell(model.labelNames().get(label));
  }

  /** In the model's precision, in the fewest digits that tell each number from its neighbours. */
  private void writeRow(DoubleMatrix probabilities, int row, Writer writer) throws IOException {
    for (int c = 0; c < model.classes(); c++) {
      double p = probabilities.get(row, c);
      writer.write(model.precision() == Precision.DOUBLE ? "," + p : "," + (float) p);
    }
  }

  /** In quotes where a reader would find separators in the text, or take blanks from its ends. */
  private static String cell(String text) {
    boolean quoted = SPECIAL.matcher(text).find() || !text.equals(text.strip());
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
