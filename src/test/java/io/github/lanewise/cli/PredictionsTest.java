package io.github.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.lanewise.data.Csv;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.ReadOptions;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.model.LinearModel;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionsTest {

  /** A quarter of the probabilities that may be held, so that rows go four by four. */
  private static final int CLASSES = 1 << 18;

  private static final int ROWS = 6;

  @Test
  void manyClassesMakeBlocksOfFewRows() throws IOException {
    Random random = new Random(1);
    Features rows = Features.of(floats(random, ROWS), ROWS, 1);
    List<String> names = IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();
    LinearModel model =
        LinearModel.of(floats(random, CLASSES), new float[CLASSES], names, Loss.softmax(), 1);
    Predictions predictions = new Predictions(model, true);
    List<Integer> written = new ArrayList<>();
    StringWriter together = new StringWriter();
    predictions.write(rows, together, written::add);
    assertEquals(List.of(4, 6), written);
    StringWriter apart = new StringWriter();
    for (int row = 0; row < ROWS; row++) {
      predictions.write(rows.select(new int[] {row}), apart, done -> {});
    }
    assertEquals(apart.toString(), together.toString());
  }

  /** Whatever the labels are called: the header decides what separates cells. */
  @Test
  void whatIsWrittenIsReadAgain(@TempDir Path folder) throws IOException {
    List<String> names =
        List.of(" a", "\u3000", "b;c", "d\te", "f,g", "say \"h\"", "two\nlines", "c d");
    int classes = names.size();
    float[] weights = new float[classes * classes];
    for (int c = 0; c < classes; c++) {
      weights[c * classes + c] = 1;
    }
    LinearModel model = LinearModel.of(weights, new float[classes], names, Loss.softmax(), 1);
    Predictions predictions = new Predictions(model, true);
    Path file = folder.resolve("predictions.csv");
    try (Writer writer = Files.newBufferedWriter(file)) {
      predictions.begin(writer);
      predictions.write(Features.of(weights, classes, classes), writer, done -> {});
    }
    Dataset read = Csv.read(file, ReadOptions.defaults().label("label").labelNames(names));
    assertEquals(names, read.featureNames());
    assertArrayEquals(IntStream.range(0, classes).toArray(), read.labels());
  }

  private static float[] floats(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }
}
