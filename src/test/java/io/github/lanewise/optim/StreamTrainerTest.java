package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.data.ClassWeights;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.model.LinearModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("kernel")
class StreamTrainerTest {

  private static final Dataset DATA = Samples.clusters(1, 300, 8, 4, 0.5);

  private static Trainer trainer(Solver solver) {
    return Trainer.of(Loss.softmax()).solver(solver).batch(32);
  }

  /** Rows from .. to - 1 whose labels are below a bound, with that many classes. */
  private static Dataset part(int from, int to, int classes) {
    int[] rows = IntStream.range(from, to).filter(row -> DATA.label(row) < classes).toArray();
    Dataset chosen = DATA.select(rows);
    return Dataset.of(chosen.features(), chosen.labels(), Samples.names(classes));
  }

  /** Were momentum or rate forgotten between parts, the second epoch would differ. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"AUTO", "LBFGS", "SMOOTHING", "DUAL"})
  void aPartIsAnEpochOfFit(Solver solver) {
    Trainer trainer = trainer(solver).learningRate(0.01);
    StreamTrainer stream = trainer.stream();
    stream.partialFit(DATA);
    LinearModel once = trainer.epochs(1).schedule(Schedule.CONSTANT).fit(DATA).model();
    assertEquals(once.sha256(), stream.model().sha256());
    stream.partialFit(DATA);
    StreamTrainer forgetful = trainer.seed(2).startFrom(once).stream();
    forgetful.partialFit(DATA);
    assertTrue(!forgetful.model().sha256().equals(stream.model().sha256()), "nothing remembered");
  }

  /** Single precision steps, so that eager ones would have other bits. */
  @Test
  void withoutMomentumAPartIsALazyEpochOfFit() {
    Dataset sparse = Samples.sparse(DATA);
    Trainer trainer = trainer(Solver.SGD).momentum(0).learningRate(0.01);
    StreamTrainer stream = trainer.stream();
    double objective = stream.partialFit(sparse);
    Fit once = trainer.epochs(1).schedule(Schedule.CONSTANT).fit(sparse);
    assertEquals(once.model().sha256(), stream.model().sha256());
    assertEquals(once.objective(), objective);
    assertTrue(stream.partialFit(sparse) < objective, "the second part does not go on");
  }

  /** The same bits from the same parts, and a good model whichever class came when. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"AUTO", "LBFGS", "SMOOTHING", "DUAL"})
  void classesMayComeLater(Solver solver) {
    String first = null;
    for (int repeat = 0; repeat < 2; repeat++) {
      StreamTrainer stream = trainer(solver).stream();
      stream.partialFit(part(0, 100, 2));
      LinearModel two = stream.model();
      stream.partialFit(part(100, 200, 3));
      assertEquals(List.of("0", "1", "2"), stream.model().labelNames());
      for (int pass = 0; pass < 5; pass++) {
        stream.partialFit(part(0, 300, 4));
      }
      assertEquals(2, two.classes());
      assertEquals(1, stream.model().accuracy(DATA));
      first = first == null ? stream.model().sha256() : first;
      assertEquals(first, stream.model().sha256());
    }
  }

  /** A rate so small that W hardly moves: the old class keeps its weights, the new one has none. */
  @Test
  void aNewClassBeginsAtZeroAndOldOnesStay() {
    LinearModel before = trainer(Solver.SGD).fit(part(0, 100, 2)).model();
    StreamTrainer stream = trainer(Solver.SGD).l2(0).startFrom(before).learningRate(1e-30).stream();
    Dataset later = part(100, 200, 3);
    Dataset renamed = Dataset.of(later.features(), later.labels(), List.of("1", "x", "0"));
    stream.partialFit(renamed);
    LinearModel after = stream.model();
    assertEquals(List.of("0", "1", "x"), after.labelNames());
    for (int d = 0; d < 8; d++) {
      assertEquals(before.weight(0, d), after.weight(0, d));
      assertEquals(before.weight(1, d), after.weight(1, d));
      assertEquals(0, after.weight(2, d), 1e-25);
    }
    assertEquals(before.bias(1), after.bias(1));
    assertEquals(0, after.bias(2), 1e-25);
  }

  @Test
  void aRefusedPartChangesNothing() {
    StreamTrainer stream = trainer(Solver.SGD).stream();
    assertEquals(
        "no part has come yet: there is no model",
        assertThrows(IllegalStateException.class, stream::model).getMessage());
    stream.partialFit(part(0, 100, 3));
    String before = stream.model().sha256();
    refused("part: 9 features, those before had 8", stream, Samples.clusters(2, 30, 9, 5, 1));
    byte[] bytes = new byte[80];
    Dataset scaled = Dataset.of(Features.ofBytes(bytes, 10, 8, 0.5), new int[10], Samples.names(5));
    refused("part: features scaled by 0.5, those before by 1.0", stream, scaled);
    float[] huge = new float[80];
    Arrays.fill(huge, 3e38f);
    Dataset diverging = Dataset.of(Features.of(huge, 10, 8), new int[10], Samples.names(5));
    assertThrows(
        ArithmeticException.class,
        () -> {
          stream.partialFit(diverging);
          stream.partialFit(diverging);
        });
    assertEquals(
        "part",
        assertThrows(NullPointerException.class, () -> stream.partialFit(null)).getMessage());
    assertEquals(before, stream.model().sha256());
  }

  private static void refused(String message, StreamTrainer stream, Dataset part) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> stream.partialFit(part)).getMessage());
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("standardize", t -> t.standardize(true)),
        refusal("classWeights", t -> t.classWeights(ClassWeights.balanced())),
        refusal("earlyStopping", t -> t.earlyStopping(DATA, 1, 0)),
        refusal("checkpoint", t -> t.checkpoint(Path.of("x"), 1)),
        refusal("resume", t -> t.resume(true)),
        refusal("cancelWhen", t -> t.cancelWhen(() -> false)),
        refusal("epochs", t -> t.epochs(3)),
        refusal("schedule", t -> t.schedule(Schedule.STEP)),
        refusal("solver LBFGS", t -> t.solver(Solver.LBFGS)));
  }

  private static Arguments refusal(String option, UnaryOperator<Trainer> change) {
    return Arguments.of(option, change);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void optionsThatItWouldIgnoreAreRefused(String option, UnaryOperator<Trainer> change) {
    Trainer changed = change.apply(Trainer.of(Loss.softmax()));
    assertEquals(
        option + ": stream, which sees rows in parts, has no such option",
        assertThrows(IllegalArgumentException.class, changed::stream).getMessage());
  }
}
