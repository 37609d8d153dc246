package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.MalformedFileException;
import io.github.lanewise.data.MappedFile;
import io.github.lanewise.loss.Loss;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that are interrupted and go on as if they had not been. */
@Timeout(600)
class CheckpointTest {

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("run.checkpoint");
  }

  /** Killed as the operating system kills: no cleaning up, at a step that nobody has chosen. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"AUTO", "SMOOTHING"})
  void aKilledRunGoesOnToTheSameModel(Solver solver) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                CheckpointedRun.class.getName(),
                solver.name(),
                file().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int killedAt = 0;
    try (BufferedReader steps = process.inputReader()) {
      while (killedAt < 15) {
        killedAt = Integer.parseInt(steps.readLine());
      }
      process.destroyForcibly();
    }
    assertTrue(process.waitFor() != 0, "it has ended by itself");
    Trainer trainer = CheckpointedRun.trainer(solver);
    Fit fit = trainer.checkpoint(file(), 2).resume(true).fit(CheckpointedRun.data());
    int first = fit.history().get(0).step();
    assertTrue(
        first >= 15 && first <= CheckpointedRun.LAST + 1,
        "resumed at " + first + ", killed after " + killedAt);
    Fit expected = trainer.fit(CheckpointedRun.data());
    assertEquals(expected.model().sha256(), fit.model().sha256());
    assertEquals(expected.objective(), fit.objective());
    assertEquals(expected.iterations(), fit.iterations());
    assertEquals(expected.epochs(), fit.epochs());
    Progress same =
        expected.history().stream().filter(step -> step.step() == first).findFirst().orElseThrow();
    assertEquals(same.objective(), fit.history().get(0).objective());
  }

  /** An exception after any step, with every option that has a state. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"AUTO", "SMOOTHING"})
  void aRunInterruptedAnywhereGoesOnToTheSameModel(Solver solver) throws IOException {
    Dataset data = Samples.clusters(12, 120, 30, 3, 6);
    Dataset.Split split = data.split(0.4, 1);
    Trainer trainer =
        CheckpointedRun.trainer(solver)
            .standardize(solver != Solver.DUAL)
            .earlyStopping(split.test(), 6, 1e-3);
    Fit expected = trainer.fit(split.train());
    int last = expected.history().getLast().step();
    for (int end = 1; end <= last; end += 3) {
      Files.deleteIfExists(file());
      Trainer kept = trainer.checkpoint(file(), 2).resume(true);
      int failing = end;
      assertThrows(
          CancellationException.class,
          () ->
              kept.fit(
                  split.train(),
                  progress -> {
                    if (progress.step() == failing) {
                      throw new CancellationException();
                    }
                  }));
      Fit fit = kept.fit(split.train());
      assertEquals(expected.model().sha256(), fit.model().sha256(), "interrupted at " + end);
      assertEquals(expected.stopReason(), fit.stopReason());
      assertEquals(expected.iterations(), fit.iterations());
      // Resumed once more at its end.
      assertEquals(expected.model().sha256(), kept.fit(split.train()).model().sha256());
    }
  }

  /** An interrupt closes a file that is being written; it is to end the run, not to fail it. */
  @Test
  void anInterruptEndsARunThatKeepsACheckpoint() {
    Dataset data = Samples.clusters(12, 120, 30, 3, 6);
    Trainer trainer = CheckpointedRun.trainer(Solver.SGD).checkpoint(file(), 1);
    Fit fit =
        trainer
            .cancelWhen(Thread.currentThread()::isInterrupted)
            .fit(
                data,
                progress -> {
                  if (progress.step() == 3) {
                    Thread.currentThread().interrupt();
                  }
                });
    assertTrue(Thread.currentThread().isInterrupted(), "the interrupt was swallowed");
    String rows = MappedFile.sha256(data);
    assertTrue(Thread.interrupted());
    assertEquals(MappedFile.sha256(data), rows);
    assertEquals(Status.CANCELLED, fit.status());
    Fit resumed = trainer.resume(true).fit(data);
    assertEquals(4, resumed.history().get(0).step());
    assertEquals(
        CheckpointedRun.trainer(Solver.SGD).fit(data).model().sha256(), resumed.model().sha256());
  }

  /** An interrupt closes a file that is being read, too: it is for {@code cancelWhen} alone. */
  @Test
  void anInterruptedThreadResumes() {
    Dataset data = CheckpointedRun.data();
    AtomicInteger steps = new AtomicInteger();
    Trainer trainer = CheckpointedRun.trainer(Solver.SGD).checkpoint(file(), 1);
    Fit fit = trainer.cancelWhen(() -> steps.get() == 3).fit(data, step -> steps.incrementAndGet());
    Trainer kept = trainer.resume(true);
    Thread.currentThread().interrupt();
    Fit ended = kept.cancelWhen(Thread.currentThread()::isInterrupted).fit(data);
    Fit resumed = kept.fit(data);
    assertTrue(Thread.interrupted(), "the interrupt was swallowed");
    assertEquals(Status.CANCELLED, ended.status());
    assertEquals(fit.model().sha256(), ended.model().sha256());
    assertEquals(4, resumed.history().get(0).step());
  }

  @Test
  void withoutAFileARunBeginsAtItsBeginning() {
    Trainer trainer = CheckpointedRun.trainer(Solver.SGD).epochs(3);
    Fit fit = trainer.checkpoint(file(), 2).resume(true).fit(CheckpointedRun.data());
    assertEquals(3, fit.history().size());
    assertTrue(Files.exists(file()));
    assertEquals(trainer.fit(CheckpointedRun.data()).model().sha256(), fit.model().sha256());
  }

  @Test
  void itIsWrittenEverySoManySteps() {
    AtomicInteger writings = new AtomicInteger();
    byte[][] before = {null};
    CheckpointedRun.trainer(Solver.SGD)
        .checkpoint(file(), 4)
        .fit(
            CheckpointedRun.data(),
            progress -> {
              byte[] now = content();
              if (!Arrays.equals(now, before[0])) {
                writings.incrementAndGet();
                assertEquals(1, progress.step() % 4);
              }
              before[0] = now;
            });
    assertEquals(9, writings.get());
  }

  /** Smoothing makes thirty steps at a time, and fewer where it finds no way down. */
  @Test
  void stepsThatPassTheNumberWriteIt() {
    Trainer trainer = Trainer.of(Loss.hinge()).tolerance(1e-9).checkpoint(file(), 40);
    trainer.maxIterations(30).fit(CheckpointedRun.data());
    assertFalse(Files.exists(file()));
    trainer.maxIterations(60).fit(CheckpointedRun.data());
    assertTrue(Files.exists(file()));
  }

  /** Blocks of 65,536 numbers: some arrays have several, and some one that is not full. */
  @Test
  void longArraysComeBack() {
    Checkpoint checkpoint = new Checkpoint(file(), 1, true, Map.of());
    int[] lengths = {1, 0, (1 << 16) - 1, 1 << 16, (1 << 18) + 3};
    List<double[]> state =
        IntStream.of(lengths).mapToObj(n -> new Random(n).doubles(n).toArray()).toList();
    checkpoint.write(0, 1, state);
    List<double[]> read = IntStream.of(lengths).mapToObj(double[]::new).toList();
    assertTrue(checkpoint.read(read));
    for (int i = 0; i < lengths.length; i++) {
      assertArrayEquals(state.get(i), read.get(i));
    }
  }

  /** Whoever gives a run less time than it has had gets what there is. */
  @Test
  void aRunWhoseIterationsAreOverIsNotContinued() {
    for (Loss loss : List.of(Loss.softmax(), Loss.hinge())) {
      Trainer trainer = Trainer.of(loss).tolerance(0).checkpoint(file(), 1).resume(true);
      Fit fit = trainer.maxIterations(30).fit(CheckpointedRun.data());
      Fit resumed = trainer.maxIterations(7).fit(CheckpointedRun.data());
      assertEquals(Status.BUDGET_SPENT, resumed.status());
      assertEquals(30, resumed.iterations());
      assertEquals(fit.model().sha256(), resumed.model().sha256());
      file().toFile().delete();
    }
  }

  private byte[] content() {
    try {
      return Files.exists(file()) ? Files.readAllBytes(file()) : null;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  static Stream<Arguments> others() {
    return Stream.of(
        other("l2: 0.5", t -> t.l2(0.5)),
        other("bias: NONE", t -> t.bias(false)),
        other("standardize: true", t -> t.standardize(true)),
        other("solver: NESTEROV", t -> t.solver(Solver.NESTEROV)),
        other("epochs: 41", t -> t.epochs(41)),
        other("batch: 63", t -> t.batch(63)),
        other("learningRate: 0.5", t -> t.learningRate(0.5)),
        other("momentum: 0.5", t -> t.momentum(0.5)),
        other("schedule: CONSTANT", t -> t.schedule(Schedule.CONSTANT)),
        other("seed: 2", t -> t.seed(2)),
        other("patience: 3", t -> t.earlyStopping(CheckpointedRun.data(), 3, 0)));
  }

  private static Arguments other(String message, UnaryOperator<Trainer> change) {
    return Arguments.of(message, change);
  }

  @ParameterizedTest
  @MethodSource("others")
  void anotherRunsStateIsRefusedByName(String message, UnaryOperator<Trainer> change) {
    Trainer trainer = CheckpointedRun.trainer(Solver.SGD).checkpoint(file(), 20).resume(true);
    trainer.fit(CheckpointedRun.data());
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> change.apply(trainer).fit(CheckpointedRun.data()));
    assertTrue(
        thrown.getMessage().startsWith(message + ", but the checkpoint "), thrown::getMessage);
  }

  /** Only the last row's weight differs. */
  @Test
  void otherDataIsRefused() {
    Trainer trainer = CheckpointedRun.trainer(Solver.SGD).checkpoint(file(), 20).resume(true);
    Dataset data = CheckpointedRun.data();
    trainer.fit(data);
    float[] weights = new float[data.rows()];
    Arrays.fill(weights, 1);
    weights[weights.length - 1] = 2;
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> trainer.fit(data.withWeights(weights)));
    assertTrue(thrown.getMessage().startsWith("objective: "), thrown::getMessage);
  }

  /** Cut short or with any bit changed, a file is refused, unless the bit was of no importance. */
  @Test
  void aDamagedFileIsRefused() throws IOException {
    Trainer trainer = CheckpointedRun.trainer(Solver.SGD).checkpoint(file(), 20).resume(true);
    String expected = trainer.fit(CheckpointedRun.data()).model().sha256();
    byte[] good = Files.readAllBytes(file());
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      byte[] bad = i % 2 == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
      if (i % 2 == 1) {
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file(), bad);
      try {
        assertEquals(expected, trainer.fit(CheckpointedRun.data()).model().sha256());
      } catch (UncheckedIOException refused) {
        assertTrue(refused.getCause() instanceof MalformedFileException, refused::toString);
        assertTrue(refused.getMessage().contains("run.checkpoint"), refused::toString);
      } catch (IllegalArgumentException anotherRun) {
        assertTrue(anotherRun.getMessage().contains("run.checkpoint"), anotherRun::toString);
      }
    }
  }

  @Test
  void aFolderIsNamed() {
    Trainer trainer = CheckpointedRun.trainer(Solver.SGD).checkpoint(folder, 1).resume(true);
    UncheckedIOException thrown =
        assertThrows(UncheckedIOException.class, () -> trainer.fit(CheckpointedRun.data()));
    assertEquals(
        folder + ": not a checkpoint of Lanewise: a folder", thrown.getCause().getMessage());
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    Trainer trainer = CheckpointedRun.trainer(Solver.SGD);
    for (String message : List.of("every: 0 must be at least 1", "every: -1 must be at least 1")) {
      int every = message.contains("-1") ? -1 : 0;
      IllegalArgumentException thrown =
          assertThrows(IllegalArgumentException.class, () -> trainer.checkpoint(file(), every));
      assertEquals(message, thrown.getMessage());
    }
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> trainer.resume(true).fit(CheckpointedRun.data()));
    assertEquals("resume: needs the option checkpoint, which names the file", thrown.getMessage());
    assertFalse(Files.exists(file()));
  }
}
