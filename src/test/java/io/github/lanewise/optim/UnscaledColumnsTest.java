package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.loss.Loss;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("kernel")
class UnscaledColumnsTest {

  private static final String START = "unscaled features, with a root mean square above 10: ";
  private static final String REMEDY = "; standardize or scale them";

  /** Rows of two classes whose column d is everywhere plus or minus a size of its own. */
  private static Dataset data(double... sizes) {
    float[] values = new float[8 * sizes.length];
    for (int i = 0; i < values.length; i++) {
      int row = i / sizes.length;
      int d = i % sizes.length;
      values[i] = (float) ((row >> d % 3 & 1) == 0 ? sizes[d] : -sizes[d]);
    }
    int[] labels = {0, 0, 0, 1, 1, 1, 0, 1};
    return Dataset.of(Features.of(values, 8, sizes.length), labels, Samples.names(2));
  }

  private static List<String> notes(Trainer trainer, Dataset data) {
    return trainer.fit(data).notes().stream().filter(note -> note.startsWith("unscaled")).toList();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SMOOTHING", "DUAL"})
  void theyAreNamedLargestFirstWhateverTheSolver(Solver solver) {
    Dataset data = data(1, 20, 0.5, 300, 9.5);
    Dataset named = data.withFeatureNames(List.of("one", "two", "three", "proline", "five"));
    Trainer trainer = Trainer.of(Loss.softmax()).solver(solver);
    for (Dataset each : List.of(named, named.view(IntStream.range(0, 8).toArray()))) {
      assertEquals(List.of(START + "proline (300), two (20.0)" + REMEDY), notes(trainer, each));
    }
    String numbered = START + "number 3 (300), number 1 (20.0)" + REMEDY;
    assertEquals(List.of(numbered), notes(trainer, data));
    assertEquals(List.of(numbered), notes(trainer, Samples.sparse(data)));
  }

  @Test
  void manyAreCounted() {
    Trainer trainer = Trainer.of(Loss.hinge());
    assertEquals(
        List.of(
            START
                + "number 6 (17.0), number 5 (16.0), number 4 (15.0), number 3 (14.0), number 2"
                + " (13.0) and 2 more"
                + REMEDY),
        notes(trainer, data(11, 12, 13, 14, 15, 16, 17)));
  }

  @Test
  void nothingIsSaidOfScaledOrStandardisedOnes() {
    for (Loss loss : List.of(Loss.softmax(), Loss.hinge())) {
      assertEquals(List.of(), notes(Trainer.of(loss), data(1, 1e-3, 9.9)));
      assertEquals(List.of(), notes(Trainer.of(loss).standardize(true), data(1, 300)));
    }
  }

  @Test
  void divergenceNamesThemToo() {
    Trainer trainer = Trainer.of(Loss.softmax()).learningRate(1e30).l2(0.1);
    String message =
        assertThrows(ArithmeticException.class, () -> trainer.fit(data(1, 300))).getMessage();
    assertTrue(message.contains("in epoch 3"), message);
    assertTrue(message.contains("at learning rate 1.0E30; choose a smaller one"), message);
    assertTrue(message.endsWith(START + "number 1 (300)" + REMEDY), message);
  }
}
