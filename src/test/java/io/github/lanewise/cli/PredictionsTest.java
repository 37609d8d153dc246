package io.github.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.lanewise.data.Features;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.model.LinearModel;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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

  private static float[] floats(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }
}
