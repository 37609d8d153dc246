package io.github.lanewise.cli;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanewise.Lanewise;
import io.github.lanewise.data.Csv;
import io.github.lanewise.data.MappedFile;
import io.github.lanewise.io.Json;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.model.LinearModel;
import io.github.lanewise.model.ModelFile;
import io.github.lanewise.optim.Schedule;
import io.github.lanewise.optim.Solver;
import io.github.lanewise.optim.Trainer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {

  /** Distinct points of the plane, far enough apart for any solver. */
  private static final String TRAIN =
      """
      x,y,label
      3,0,"cat, big"
      4,1,"cat, big"
      -3,0,dog
      -4,1,dog
      0,5,"an ""owl\"""
      1,6,"an ""owl\"""
      """;

  private static final List<String> LABELS = List.of("an \"owl\"", "cat, big", "dog");

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path train;
  private Path model;
  private Path report;

  @BeforeEach
  void writeTrainingRows() throws IOException {
    train = Files.writeString(folder.resolve("train.csv"), TRAIN);
    model = folder.resolve("model.safetensors");
    report = folder.resolve("report.json");
  }

  private int run(Object... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    String[] texts = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
    return Commands.run(new PrintWriter(out), new PrintWriter(err), texts);
  }

  private void succeed(Object... arguments) {
    assertEquals(0, run(arguments), () -> "" + err);
    assertEquals("", err.toString());
  }

  /** One line on standard error that contains the text, nothing else, and no new file. */
  private void fail(int status, String expected, Object... arguments) throws IOException {
    Set<Path> before = files();
    assertEquals(status, run(arguments), () -> "" + out + err);
    assertTrue(
        out.toString().lines().allMatch(line -> line.contains(" MB of heap")), out::toString);
    assertTrue(err.toString().startsWith("lanewise: "), err::toString);
    assertTrue(err.toString().contains(expected), err::toString);
    assertFalse(err.toString().contains("\tat "), err::toString);
    assertEquals(status, err.toString().lines().count(), err::toString);
    assertEquals(before, files());
  }

  private Set<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return Set.copyOf(files.toList());
    }
  }

  private Map<?, ?> reported() throws IOException {
    return (Map<?, ?>) Json.parse(Files.readString(report), 100);
  }

  @ParameterizedTest
  @CsvSource({
    "softmax, --label-smoothing 0.125, softmax smoothing=0.125",
    "hinge, --margin 2.5, hinge margin=2.5",
    "hinge, --squared, hinge squared",
    "hinge, --squared --margin 3 --class-weights balanced, hinge margin=3.0 squared",
    "softmax, --class-weights none, softmax"
  })
  void trainsEveryShapeOfLoss(String loss, String options, String shaped) throws IOException {
    Object[] training = {
      "train", "--loss", loss, "--data", train, "--model", model, "--report", report
    };
    succeed(append(training, (Object[]) options.split(" ")));
    assertEquals(Loss.of(shaped), ModelFile.read(model).loss());
    assertEquals(shaped, reported().get("loss"));
    assertEquals(1.0, reported().get("trainAccuracy"));
  }

  /** What each option says is what the library is told: the model is the same, bit for bit. */
  @Test
  void handsOverTheOptionsOfStochasticSolvers() throws IOException {
    Trainer trainer =
        Trainer.of(Loss.softmax())
            .solver(Solver.NESTEROV)
            .schedule(Schedule.STEP)
            .epochs(4)
            .batch(2)
            .momentum(0.5)
            .learningRate(0.25)
            .seed(9);
    String options =
        "--solver nesterov --schedule step --epochs 4 --batch 2 --momentum 0.5"
            + " --learning-rate 0.25 --seed 9";
    Object[] training = {"train", "--loss", "softmax", "--data", train, "--model", model};
    succeed(append(training, (Object[]) options.split(" ")));
    assertEquals(trainer.fit(Csv.read(train)).model().sha256(), ModelFile.read(model).sha256());
  }

  @Test
  void tellsItsVersion() {
    for (String option : List.of("--version", "-V")) {
      succeed(option);
      List<String> lines = out.toString().lines().toList();
      assertTrue(lines.get(0).startsWith("lanewise "), out::toString);
      assertEquals(List.of(Lanewise.describe()), lines.subList(1, lines.size()));
    }
  }

  /** Three rows of one class and one of the other: balanced, both have the same bias to fight. */
  @Test
  void balancesClasses() throws IOException {
    String rows = "1,0,a\n1,0,a\n1,0,a\n0,1,b\n";
    Path skewed = Files.writeString(folder.resolve("skewed.csv"), "x,y,label\n" + rows);
    String once = "1,0,a\n0,1,b\n";
    Path even = Files.writeString(folder.resolve("even.csv"), "x,y,label\n" + once);
    Object[] training = {"train", "--loss", "softmax", "--precision", "double"};
    succeed(append(training, "--data", even, "--report", report));
    double objective = ((Number) reported().get("objective")).doubleValue();
    succeed(append(training, "--data", skewed, "--class-weights", "balanced", "--report", report));
    assertEquals(objective, ((Number) reported().get("objective")).doubleValue(), 1e-6);
  }

  @Test
  void optionsOfAnotherLossAreWrongUsage() throws IOException {
    Object[] softmax = {"train", "--loss", "softmax", "--data", train};
    Object[] hinge = {"train", "--loss", "hinge", "--data", train};
    String end = ": goes with --loss hinge, not with --loss softmax";
    fail(2, "--margin" + end, append(softmax, "--margin", "2"));
    fail(2, "--squared" + end, append(softmax, "--squared"));
    fail(
        2,
        "--label-smoothing: goes with --loss softmax, not with --loss hinge",
        append(hinge, "--label-smoothing", "0.1"));
    fail(2, "margin: 0.0 must be from", append(hinge, "--margin", "0"));
    fail(2, "smoothing: 1.0 must be", append(softmax, "--label-smoothing", "1"));
    fail(2, "--class-weights", append(hinge, "--class-weights", "some"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"softmax", "hinge"})
  void trainsEvaluatesAndPredicts(String loss) throws IOException {
    succeed(
        "train",
        "--loss",
        loss,
        "--data",
        train,
        "--test",
        train,
        "--model",
        model,
        "--report",
        report);
    assertTrue(out.toString().contains("test accuracy     1.0000"), out::toString);
    LinearModel trained = ModelFile.read(model);
    assertEquals(LABELS, trained.labelNames());
    assertEquals(loss, trained.loss().name());

    Map<?, ?> members = reported();
    for (String key :
        List.of("loss", "solver", "objective", "iterations", "epochs", "converged", "stopReason")) {
      assertTrue(members.get(key) != null, key);
    }
    assertTrue((double) members.get("seconds") >= 0);
    assertEquals(1.0, members.get("trainAccuracy"));
    assertEquals(1.0, members.get("testAccuracy"));
    assertEquals(trained.sha256(), members.get("modelSha256"));
    assertEquals("float", members.get("precision"));
    assertEquals((long) Runtime.getRuntime().availableProcessors(), members.get("threads"));
    assertTrue(Lanewise.describe().startsWith(members.get("kernel") + " "));
    assertTrue(Lanewise.describe().contains("jdk=" + members.get("jdk")));

    succeed("evaluate", "--model", model, "--data", train, "--report", report);
    assertTrue(out.toString().contains("accuracy  1.0000"), out::toString);
    assertEquals(trained.sha256(), reported().get("modelSha256"));
    double sum = 0;
    float[][] rows = {{3, 0}, {4, 1}, {-3, 0}, {-4, 1}, {0, 5}, {1, 6}};
    int[] labels = {1, 1, 2, 2, 0, 0};
    for (int i = 0; i < 6; i++) {
      sum += trained.loss().value(trained.scores(rows[i]), labels[i]);
    }
    assertEquals(sum / 6, (double) reported().get("meanLoss"), 1e-6);

    succeed("predict", "--model", model, "--data", train);
    String big = "\"cat, big\"\n";
    String owl = "\"an \"\"owl\"\"\"\n";
    assertEquals(big + big + "dog\ndog\n" + owl + owl, out.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"float", "double"})
  void probabilitiesAreTheModelsOwn(String precision) throws IOException {
    Path predictions = folder.resolve("predictions.csv");
    succeed(
        "train", "--loss", "softmax", "--data", train, "--precision", precision, "--model", model);
    succeed("predict", "--model", model, "--data", train, "--probabilities", "--out", predictions);
    assertEquals("", out.toString());
    List<String> lines = Files.readAllLines(predictions);
    assertEquals(7, lines.size());
    assertEquals("label,\"an \"\"owl\"\"\",\"cat, big\",dog", lines.get(0));
    LinearModel trained = ModelFile.read(model);
    String expected =
        precision.equals("float")
            ? join(trained.probabilities(new float[] {-3, 0}))
            : join(trained.probabilities(new double[] {-3, 0}));
    assertEquals("dog" + expected, lines.get(3));
  }

  @Test
  void crossValidationChoosesThePenalty() throws IOException {
    Object[] training = {"train", "--loss", "softmax", "--data", train, "--report", report};
    succeed(append(training, "--cross-validate", 2, "--l2", "100,1e-3", "--seed", 3));
    assertTrue(out.toString().contains("* l2 1.0e+02, accuracy 1.0000"), out::toString);
    List<?> trials = (List<?>) reported().get("crossValidation");
    assertEquals(2, trials.size());
    assertEquals(1e-3, ((Map<?, ?>) trials.get(1)).get("l2"));
    assertEquals(100.0, reported().get("l2"));
    Object chosen = reported().get("modelSha256");
    succeed(append(training, "--l2", "100"));
    assertEquals(chosen, reported().get("modelSha256"));
    assertEquals(null, reported().get("crossValidation"));
    fail(2, "--cross-validate chooses", append(training, "--l2", "1,2"));
    fail(2, "--cross-validate chooses", append(training, "--learning-rate", "1,2"));
    fail(2, "--cross-validate: 1 must be at least 2", append(training, "--cross-validate", 1));
    fail(2, "l2: -1.0", append(training, "--cross-validate", 2, "--l2", "1,-1"));
    fail(1, "--cross-validate: 7; must be 2 to 6", append(training, "--cross-validate", 7));
  }

  @Test
  void calibrationGivesAnSvmProbabilities() throws IOException {
    succeed("train", "--loss", "hinge", "--data", train, "--model", model);
    Path calibrated = folder.resolve("calibrated.safetensors");
    succeed("calibrate", "--model", model, "--data", train, "--out", calibrated);
    assertTrue(out.toString().startsWith("after   log loss "), out::toString);
    assertEquals(ModelFile.read(model).sha256(), ModelFile.read(calibrated).sha256());
    succeed("predict", "--model", calibrated, "--data", train, "--probabilities");
    assertEquals(7, out.toString().lines().count());
    succeed("evaluate", "--model", calibrated, "--data", train, "--report", report);
    assertTrue((double) reported().get("logLoss") < 1, report::toString);
    assertEquals(3, ((List<?>) reported().get("confusionMatrix")).size());
    succeed(
        "calibrate",
        "--model",
        calibrated,
        "--data",
        train,
        "--method",
        "temperature",
        "--out",
        calibrated);
    assertTrue(out.toString().startsWith("before  log loss "), out::toString);
    assertTrue(ModelFile.read(calibrated).calibration().toString().contains("temperature"));
  }

  private static String join(float[] values) {
    StringBuilder text = new StringBuilder();
    for (float value : values) {
      text.append(',').append(value);
    }
    return text.toString();
  }

  private static String join(double[] values) {
    StringBuilder text = new StringBuilder();
    for (double value : values) {
      text.append(',').append(value);
    }
    return text.toString();
  }

  @Test
  void imagesAreScaledAsInTraining() throws IOException {
    Path images = folder.resolve("t-images-idx3-ubyte");
    Path labels = folder.resolve("t-labels-idx1-ubyte");
    SplittableRandom random = new SplittableRandom(1);
    ByteBuffer pixels = ByteBuffer.allocate(16 + 40 * 4).putInt(0x803).putInt(40).putInt(2);
    ByteBuffer classes = ByteBuffer.allocate(8 + 40).putInt(0x801).putInt(40);
    pixels.putInt(2);
    for (int i = 0; i < 40; i++) {
      int label = i % 2;
      classes.put((byte) label);
      for (int d = 0; d < 4; d++) {
        pixels.put((byte) (random.nextInt(100) + 150 * label));
      }
    }
    Files.write(images, pixels.array());
    Files.write(labels, classes.array());
    succeed("train", "--loss", "softmax", "--data", images, "--model", model);
    assertEquals(1.0 / 255, ModelFile.read(model).featureScale());
    succeed("evaluate", "--model", model, "--data", images, "--labels", labels);
    assertTrue(out.toString().contains("accuracy  1.0000"), out::toString);
    succeed("train", "--loss", "softmax", "--data", images, "--scale", "0.5", "--model", model);
    assertEquals(0.5, ModelFile.read(model).featureScale());
  }

  @Test
  void theModelDoesNotDependOnThreads() throws IOException {
    succeed("train", "--loss", "hinge", "--data", train, "--threads", 1, "--report", report);
    Object alone = reported().get("modelSha256");
    succeed("train", "--loss", "hinge", "--data", train, "--threads", 3, "--report", report);
    assertEquals(3L, reported().get("threads"));
    assertEquals(alone, reported().get("modelSha256"));
    assertEquals(null, reported().get("testAccuracy"));
  }

  /** A finished run is gone on from, too: to the same model, without a step. */
  @Test
  void aRunGoesOnFromItsCheckpoint() throws IOException {
    Path checkpoint = folder.resolve("run.checkpoint");
    Object[] training = {"train", "--loss", "softmax", "--data", train, "--report", report};
    succeed(append(training, "--standardize"));
    Object expected = reported().get("modelSha256");
    Object[] kept = append(training, "--standardize", "--checkpoint", checkpoint);
    succeed(append(kept, "--max-iterations", 4, "--checkpoint-every", 2));
    assertNotEquals(expected, reported().get("modelSha256"));
    succeed(append(kept, "--resume"));
    assertEquals(expected, reported().get("modelSha256"));
    fail(1, "l2: 0.5, but the checkpoint", append(kept, "--resume", "--l2", 0.5));
  }

  @Test
  void validationRowsEndARun() throws IOException {
    Object[] training = {"train", "--loss", "softmax", "--data", train, "--report", report};
    succeed(append(training, "--validation", 0.5, "--patience", 1));
    assertEquals(3L, reported().get("rows"));
    Object expected = reported().get("modelSha256");
    fail(1, "--validation: 0.01", append(training, "--validation", 0.01));
    Path mapped = folder.resolve("train.rows");
    succeed("convert", "--data", train, "--out", mapped);
    training[4] = mapped;
    succeed(append(training, "--validation", 0.5, "--patience", 1));
    assertEquals(expected, reported().get("modelSha256"));
  }

  @Test
  void aPenaltyHoldsTheBiasDown() throws IOException {
    Object[] training = {"train", "--loss", "softmax", "--data", train, "--l2", 10};
    succeed(append(training, "--report", report, "--model", model));
    float free = (float) ModelFile.read(model).bias(0);
    succeed(append(training, "--report", report, "--model", model, "--penalize-bias"));
    float held = (float) ModelFile.read(model).bias(0);
    assertTrue(Math.abs(held) < Math.abs(free), held + " and " + free);
  }

  @Test
  void unscaledFeaturesAreNamed() throws IOException {
    Path uneven =
        Files.writeString(
            folder.resolve("uneven.csv"), "alcohol,class,proline\n1,a,500\n2,b,700\n");
    Object[] training = {"train", "--loss", "softmax", "--data", uneven, "--label", "class"};
    succeed(append(training, "--report", report));
    String note =
        "unscaled features, with a root mean square above 10: proline (608); standardize or scale"
            + " them";
    assertTrue(out.toString().lines().anyMatch(("note: " + note)::equals), out::toString);
    assertEquals(note, ((List<?>) reported().get("notes")).get(0));
    succeed(append(training, "--report", report, "--standardize"));
    assertFalse(out.toString().contains("note: "), out::toString);
    assertEquals(List.of(), reported().get("notes"));
  }

  @Test
  void theLabelColumnAndTheSeparatorMayBeNamed() throws IOException {
    succeed("train", "--loss", "softmax", "--data", train, "--report", report);
    Object expected = reported().get("modelSha256");
    Path other = folder.resolve("other.csv");
    Files.writeString(other, "x|kind|y\n3|cat|0\n4|cat|1\n-3|dog|0\n-4|dog|1\n0|ant|5\n1|ant|6\n");
    Object[] options = {"--data", other, "--separator", "|", "--label", "kind"};
    succeed(append(new Object[] {"train", "--loss", "softmax", "--report", report}, options));
    assertEquals(expected, reported().get("modelSha256"));
    succeed(append(new Object[] {"train", "--loss", "softmax", "--model", model}, options));
    succeed(append(new Object[] {"evaluate", "--model", model}, options));
    succeed(append(new Object[] {"predict", "--model", model}, options));
    assertEquals("cat cat dog dog ant ant", String.join(" ", out.toString().lines().toList()));
    options[5] = "colour";
    fail(
        1,
        "other.csv:1: no column \"colour\" for the label",
        append(new Object[] {"train", "--loss", "softmax"}, options));
  }

  /** Thirty rows of thirty classes are measured values; six of six may be classes. */
  @Test
  void labelsThatLookMeasuredAreNoted() throws IOException {
    Path measured =
        Files.writeString(
            folder.resolve("measured.csv"),
            IntStream.range(0, 30).mapToObj(i -> i % 7 + "," + i + ".5\n").collect(joining()));
    String note =
        "note: 30 different numbers are the labels of 30 rows, and each is a class of its own;"
            + " --label names another column, and measured values cannot be learned";
    succeed("inspect", measured);
    assertTrue(out.toString().lines().anyMatch(note::equals), out::toString);
    succeed("train", "--loss", "softmax", "--data", measured);
    assertTrue(out.toString().lines().anyMatch(note::equals), out::toString);
    Path few = Files.writeString(folder.resolve("few.csv"), "1,1\n2,2\n3,3\n4,4\n5,5\n6,6\n");
    succeed("inspect", few);
    assertFalse(out.toString().contains("note: "), out::toString);
  }

  @Test
  void filesOfOneClassEachAreOneDataSet() throws IOException {
    Path cats = Files.writeString(folder.resolve("cats.csv"), "3,0,cat\n4,1,cat\n");
    Path dogs = Files.writeString(folder.resolve("dogs.csv"), "-3,0,dog\n-4,1,dog\n");
    Object[] training = {"train", "--loss", "softmax", "--data", cats, "--data"};
    succeed(append(training, dogs, "--model", model));
    assertEquals(List.of("cat", "dog"), ModelFile.read(model).labelNames());
    fail(1, "cats.csv: every row has label cat; at least two", append(training, cats));
  }

  @Test
  void aFileOfOneClassIsInspectedAndConvertedButNotLearned() throws IOException {
    Path cats = Files.writeString(folder.resolve("cats.csv"), "3,0,cat\n4,1,cat\n");
    Path dogs = Files.writeString(folder.resolve("dogs.csv"), "-3,0,dog\n-4,1,dog\n");
    succeed("inspect", cats);
    assertTrue(out.toString().contains("1; training needs at least two"), out::toString);
    Path rows = folder.resolve("cats.rows");
    succeed("convert", "--data", cats, "--out", rows);
    succeed("inspect", rows);
    Object[] training = {"train", "--loss", "softmax", "--data"};
    fail(1, "cats.rows: every row has label cat; at least two", append(training, rows));
    succeed(append(training, rows, "--data", dogs));
    succeed("convert", "--data", cats, "--data", cats, "--out", rows);
    succeed("inspect", rows);
    assertTrue(out.toString().contains("rows                 4"), out::toString);
  }

  @Test
  void aPipeIsReadLikeAFile() throws Exception {
    Path pipe = folder.resolve("pipe");
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assumeTrue(made.waitFor() == 0, "no pipes here");
    feed(pipe, TRAIN);
    succeed("train", "--loss", "softmax", "--data", pipe, "--model", model);
    feed(pipe, TRAIN);
    succeed("predict", "--model", model, "--data", pipe);
    assertEquals(6, out.toString().lines().count());
    feed(pipe, "1,2,a\n3,four,b\n");
    fail(1, pipe + ":2: ", "train", "--loss", "softmax", "--data", pipe);
  }

  @Test
  void standardInputHasItsName() throws IOException {
    String expected = "-: no such file; standard input is /dev/stdin here";
    fail(1, expected, "train", "--loss", "softmax", "--data", "-");
    fail(1, expected, "inspect", "-");
  }

  private static void feed(Path pipe, String text) {
    Thread writer =
        new Thread(
            () -> {
              try {
                Files.writeString(pipe, text, StandardOpenOption.WRITE);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    writer.setDaemon(true);
    writer.start();
  }

  @Test
  void aHeaderOfNumbersIsToldByAnOption() throws IOException {
    Path numbered = folder.resolve("numbered.csv");
    Files.writeString(numbered, TRAIN.replace("x,y,label", "0,1,label"));
    succeed("train", "--loss", "softmax", "--data", train, "--report", report);
    Object expected = reported().get("modelSha256");
    Object[] training = {"train", "--loss", "softmax", "--data", numbered, "--report", report};
    succeed(append(training, "--header"));
    assertEquals(expected, reported().get("modelSha256"));
    fail(1, "numbered.csv:1: column 3", append(training, "--no-header", "--label", "1"));
  }

  @Test
  void convertedDataTrainTheSameModel() throws IOException {
    Path mapped = folder.resolve("train.rows");
    succeed("convert", "--data", train, "--out", mapped);
    assertTrue(
        out.toString()
            .startsWith(
                "%d lines; needs about 1 MB; the limit is ".formatted(TRAIN.lines().count())),
        out::toString);
    assertTrue(out.toString().contains(MappedFile.sha256(mapped)), out::toString);
    Path twice = folder.resolve("twice.rows");
    succeed("convert", "--data", train, "--data", mapped, "--out", twice);
    assertEquals(12, MappedFile.read(twice).rows());
    Set<Object> models = new HashSet<>();
    for (Object[] data : new Object[][] {{"--data", train, "--data", train}, {"--data", twice}}) {
      succeed(append(new Object[] {"train", "--loss", "softmax", "--report", report}, data));
      models.add(reported().get("modelSha256"));
    }
    assertEquals(1, models.size());
    fail(
        2,
        "--labels: 1 files for 2",
        "convert",
        "--data",
        train,
        "--data",
        train,
        "--labels",
        train,
        "--out",
        mapped);
  }

  @Test
  void standardInputIsAnsweredOnStandardOutput() throws IOException {
    succeed("train", "--loss", "softmax", "--data", train, "--model", model);
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream("3,0\n-3,0\n".getBytes(StandardCharsets.UTF_8)));
      succeed("predict", "--model", model, "--data", "-");
      assertEquals("\"cat, big\"\ndog\n", out.toString());
      System.setIn(new ByteArrayInputStream("3,0\n-3,0\n".getBytes(StandardCharsets.UTF_8)));
      Path predictions = folder.resolve("predictions.csv");
      succeed("predict", "--model", model, "--data", "-", "--probabilities", "--out", predictions);
      assertEquals(3, Files.readAllLines(predictions).size());
    } finally {
      System.setIn(before);
    }
  }

  /** Of sparse rows, those to train on need not have the last features. */
  @Test
  void testRowsMayHaveFeaturesThatTrainingRowsLack() throws IOException {
    Path sparse = Files.writeString(folder.resolve("train.svm"), "a 1:1\nb 2:1\n");
    Path test = Files.writeString(folder.resolve("test.svm"), "a 1:1 4:1\nb 2:1\n");
    Object[] training = {
      "train", "--loss", "softmax", "--data", sparse, "--test", test, "--report", report
    };
    fail(1, "test.svm:1: index 4; the limit is 2", training);
    succeed(append(training, "--columns", 4));
    assertEquals(4L, reported().get("features"));
    Path rows = folder.resolve("rows");
    succeed("convert", "--data", sparse, "--columns", 4, "--out", rows);
    succeed("train", "--loss", "softmax", "--data", rows, "--test", test, "--report", report);
    assertEquals(1.0, reported().get("testAccuracy"));
  }

  @Test
  void modelsAreExported() throws IOException {
    Path onnx = folder.resolve("model.onnx");
    succeed("train", "--loss", "softmax", "--data", train, "--model", model);
    succeed("export", "--model", model, "--out", onnx);
    assertTrue(Files.size(onnx) > 0);
    succeed("calibrate", "--method", "platt", "--data", train, "--model", model, "--out", model);
    fail(1, "Platt's cannot be written to ONNX", "export", "--model", model, "--out", onnx);
  }

  @Test
  void badInputFailsWithOneLineAndWritesNothing() throws IOException {
    Path bad = folder.resolve("bad.csv");
    Path missing = folder.resolve("missing.csv");
    Object[] training = {
      "train", "--loss", "softmax", "--data", bad, "--model", model, "--report", report
    };
    fail(1, "bad.csv: no such file", training);
    fail(1, folder + ": is a folder", "train", "--loss", "softmax", "--data", folder);
    Files.writeString(bad, "1,2,a\n3,four,b\n");
    fail(1, "bad.csv:2: ", training);
    Files.writeString(bad, "1,2,a\n3,b\n");
    fail(1, "bad.csv:2: ", training);
    Files.writeString(bad, "1,2,a\n3,NaN,b\n");
    fail(1, "bad.csv:2: ", training);
    Files.writeString(bad, "1,2,a\n3,4,a\n");
    fail(1, "two classes", training);
    Files.writeString(bad, "");
    fail(1, "bad.csv", training);

    Object[] goodTraining = {"train", "--loss", "softmax", "--data", train, "--model", model};
    fail(1, "missing.csv: no such file", append(goodTraining, "--test", missing));
    Files.writeString(bad, "1,dog\n");
    fail(1, "1 features, the training data has 2", append(goodTraining, "--test", bad));
    Files.writeString(bad, "1,dog\n2,owl\n");
    fail(1, "--data: part 1 has columns 1, part 0 has 2", append(goodTraining, "--data", bad));
    Files.writeString(bad, "1,2,horse\n");
    fail(1, "bad.csv:1: ", append(goodTraining, "--test", bad));
  }

  @Test
  void badModelsFailWithOneLineAndWriteNothing() throws IOException {
    Path predictions = folder.resolve("predictions.csv");
    Object[] prediction = {"predict", "--model", model, "--data", train, "--out", predictions};
    fail(1, "model.safetensors: no such file", prediction);
    Files.writeString(model, "not a model");
    fail(1, "not a Lanewise model", prediction);
    List<String> labels = List.of("a", "b");
    ModelFile.write(LinearModel.of(new float[6], new float[2], labels, Loss.hinge(), 1), model);
    fail(1, "gives scores, not probabilities", append(prediction, "--probabilities"));
    Path wide = Files.writeString(folder.resolve("wide.csv"), "1,2,3,4,5,a\n1,2,3,4,5,b\n");
    fail(1, "3 features", "predict", "--model", model, "--data", wide);
    Files.writeString(wide, "1,2,3,4,a\n1,2,3,4,b\n");
    fail(1, "4 features, the model has 3", "evaluate", "--model", model, "--data", wide);
  }

  @Test
  void outputsAreCheckedBeforeAnythingElse() throws IOException {
    Path nowhere = folder.resolve("nowhere").resolve("model");
    Path missing = folder.resolve("missing.csv");
    fail(1, "no such folder", "train", "--loss", "hinge", "--data", missing, "--model", nowhere);
    fail(1, "is a folder", "train", "--loss", "hinge", "--data", missing, "--report", folder);
    fail(1, "no such folder", "predict", "--model", missing, "--data", missing, "--out", nowhere);
    Object[] training = {"train", "--loss", "hinge", "--data", missing};
    fail(1, "no such folder", append(training, "--checkpoint", nowhere));
  }

  /** A slip of the hand must not cost the data. */
  @Test
  void noOutputReplacesWhatIsRead() throws IOException {
    String taken = ": is read, or written, by this command already";
    Object[] training = {"train", "--loss", "hinge", "--data", train};
    fail(1, train + taken, append(training, "--model", train));
    Path link = Files.createSymbolicLink(folder.resolve("link"), train);
    fail(1, link + taken, append(training, "--report", link));
    fail(1, model + taken, append(training, "--model", model, "--report", model));
    Path test = folder.resolve("test.csv");
    fail(1, test + taken, append(training, "--test", test, "--curve", test));
    fail(1, train + taken, "convert", "--data", train, "--out", train);
    succeed(append(training, "--model", model));
    fail(1, train + taken, "predict", "--model", model, "--data", train, "--out", train);
    fail(1, model + taken, "evaluate", "--model", model, "--data", train, "--report", model);
    fail(1, model + taken, "export", "--model", model, "--out", model);
    fail(1, model + taken, "inspect", model, "--templates", model);
    fail(1, train + taken, "calibrate", "--model", model, "--data", train, "--out", train);
    assertEquals(TRAIN, Files.readString(train));
  }

  /** The features of the training rows in another order would be other features. */
  @Test
  void columnsThatHaveChangedPlacesAreRefused() throws IOException {
    Path swapped =
        Files.writeString(folder.resolve("swapped.csv"), "y,x,label\n0,3,dog\n5,0,\"cat, big\"\n");
    Object[] training = {"train", "--loss", "softmax", "--data", train, "--model", model};
    String message = swapped + ":1: column 1 is \"y\"; the feature \"x\" is needed there";
    fail(1, message, append(training, "--test", swapped));
    fail(1, "part 1 has the features [y, x]", append(training, "--data", swapped));
    succeed(training);
    fail(1, message, "predict", "--model", model, "--data", swapped);
    fail(1, message, "evaluate", "--model", model, "--data", swapped);
    Path mapped = folder.resolve("swapped.rows");
    succeed("convert", "--data", swapped, "--out", mapped);
    message = mapped + ": feature 0 is \"y\"; the feature \"x\" is needed there";
    fail(1, message, "predict", "--model", model, "--data", mapped);
    fail(1, message, "evaluate", "--model", model, "--data", mapped);
    Path rows = Files.writeString(folder.resolve("rows.csv"), "0,3,dog\n1,4,dog\n");
    succeed("evaluate", "--model", model, "--data", rows);
  }

  /** A picture that nobody could read is refused before the rows are. */
  @Test
  void tooManyClassesForAPictureAreRefusedAtOnce() throws IOException {
    List<String> names = IntStream.range(0, 61).mapToObj(Integer::toString).toList();
    ModelFile.write(LinearModel.of(new float[61], new float[61], names, Loss.softmax(), 1), model);
    Path missing = folder.resolve("missing.csv");
    Path picture = folder.resolve("confusion.svg");
    fail(
        1,
        "at most 60 classes",
        append(
            new Object[] {"evaluate", "--model", model, "--data", missing},
            "--confusion",
            picture));
  }

  /** Before anything is read: the option and its value, or both options. */
  @ParameterizedTest
  @CsvSource({
    "--validation 0,                    --validation: 0.0 must be above 0",
    "--validation 1,                    --validation: 1.0 must be above 0 and below 1",
    "--validation 0.5 --patience 0,     --patience: 0 must be at least 1",
    "--patience 1,                      --patience: needs --validation",
    "--checkpoint run --checkpoint-every 0, --checkpoint-every: 0 must be at least 1",
    "--checkpoint-every 1,              --checkpoint-every: needs --checkpoint",
    "--resume,                          --resume: needs --checkpoint",
    "--test-labels labels,              --test-labels: needs --test",
    "--scale 0,                         scale: 0.0",
    "--scale NaN,                       scale: NaN",
    "--index-base 2,                    --index-base: 2",
    "--separator 1,                     separator: '1'",
    "--batch 0,                         batch: 0",
    "--epochs 0,                        epochs: 0",
    "--momentum 1,                      momentum: 1.0",
    "--max-iterations -1,               --max-iterations: -1",
    "--tolerance -1,                    tolerance: -1.0",
    "--learning-rate 0,                 --learning-rate: 0.0",
    "--l2 NaN,                          l2: NaN",
    "--solver lbfgs --epochs 3,         epochs: solver LBFGS has no such option",
    "--solver adam --momentum 0.5,      momentum: solver ADAM has no such option",
    "--solver lbfgs --learning-rate 1,  --learning-rate: solver LBFGS has no such option",
    "--solver sgd --tolerance 1,        tolerance: solver SGD has no such option",
    "--epochs 3 --max-iterations 3,     --epochs: no solver has it together with --max-iterations",
    "--columns 0,                       --columns: 0; must be at least 1",
    "--separator ab,                    --separator: \"ab\" must be one character",
    "--solver smoothing --l2 0,         solver SMOOTHING needs l2 above 0",
    "--tolerance 1e-3 --l2 0,           tolerance: solver AUTO is SGD for the loss hinge at l2 0.0",
    "--solver smoothing --squared,      solver SMOOTHING is for the hinge with its kinks",
    "--label-smoothing 0.1,             --label-smoothing: goes with --loss softmax",
    "--cross-validate 2 --l2 1 --learning-rate 1 --tolerance 1, --learning-rate: no solver has it",
    "--labels a --labels b,             --labels: 2 files for 1 of --data"
  })
  void badOptionsAreWrongUsage(String options, String expected) throws IOException {
    Path missing = folder.resolve("missing.csv");
    Object[] training = {"train", "--loss", "hinge", "--data", missing};
    fail(2, expected, append(training, (Object[]) options.split(" ")));
  }

  @Test
  void badReadingOptionsAreWrongUsageEverywhere() throws IOException {
    Path missing = folder.resolve("missing.csv");
    Path to = folder.resolve("to");
    fail(2, "scale: -1.0", "convert", "--data", missing, "--out", to, "--scale", -1);
    fail(2, "--index-base: 3", "convert", "--data", missing, "--out", to, "--index-base", 3);
    fail(2, "separator", "inspect", train, "--separator", "1");
    fail(2, "--separator: \"\" must be one character", "inspect", train, "--separator", "");
    succeed("train", "--loss", "softmax", "--data", train, "--model", model);
    for (String command : List.of("predict", "evaluate")) {
      fail(2, "--index-base: 3", command, "--data", missing, "--model", model, "--index-base", 3);
    }
    fail(
        2,
        "--index-base: 3",
        append(
            new Object[] {"calibrate", "--data", missing, "--model", model, "--out", to},
            "--index-base",
            3));
  }

  private void assertInspectTells(Path data, boolean named) throws IOException {
    succeed("train", "--loss", "softmax", "--data", data, "--model", model);
    succeed("inspect", model);
    String text = out.toString().replaceAll(" +", " ");
    assertEquals(
        named ? "[\"width\",\"height, in cm\"]" : null,
        ModelFile.read(model).metadata().get("feature_names"));
    String first = named ? "width" : "0";
    String second = named ? "height, in cm" : "1";
    Pattern classes =
        Pattern.compile(
            "strongest features of each class%s:\\R a %s: \\+[\\d.]+ %s: -[\\d.]+\\R"
                .formatted(named ? "" : ", counted from 0", first, second));
    assertTrue(classes.matcher(text).find(), text);
    assertEquals(-1, text.indexOf("feature_names"));
  }

  @Test
  void inspectTellsTheStrongestFeaturesByName() throws IOException {
    String rows = "1,0,a\n0,1,b\n";
    for (String header : List.of("width,\"height, in cm\",label\n", "")) {
      Path data = Files.writeString(folder.resolve("named.csv"), header + rows);
      Path mapped = folder.resolve("named.rows");
      succeed("convert", "--data", data, "--out", mapped);
      assertInspectTells(data, !header.isEmpty());
      assertInspectTells(mapped, !header.isEmpty());
    }
    String other = "[\"only one\"]";
    ModelFile.write(ModelFile.read(model).withMetadata(Map.of("feature_names", other)), model);
    succeed("inspect", model);
    String text = out.toString().replaceAll(" +", " ");
    assertTrue(text.contains("feature_names " + other), text);
    assertTrue(text.contains("counted from 0"), text);
  }

  @Test
  void wrongUsageIsStatusTwo() throws IOException {
    fail(2, "--data", "train", "--loss", "softmax");
    fail(2, "expected softmax or hinge", "train", "--loss", "logistic", "--data", train);
    fail(2, "l2: -1.0", "train", "--loss", "hinge", "--data", train, "--l2", "-1");
    fail(2, "threads: 0", "train", "--loss", "hinge", "--data", train, "--threads", "0");
    fail(2, "--unknown", "info", "--unknown");
    fail(2, "lanewise: unknown: nonsense", "nonsense");
    fail(2, "unknown: trian; did you mean train?", "trian", "--data", train);
    Object[] training = {"train", "--loss", "hinge", "--data", train};
    fail(2, "unknown: --epoch; did you mean --epochs?", append(training, "--epoch", 3));
    fail(2, "command");
  }

  @Test
  void helpListsTheCommands() {
    succeed("--help");
    for (String command : List.of("train", "predict", "evaluate", "calibrate", "info", "demo")) {
      assertTrue(out.toString().contains(command), out::toString);
      StringWriter list = new StringWriter();
      assertEquals(0, Commands.run(new PrintWriter(list), new PrintWriter(err), command, "--help"));
      assertTrue(list.toString().contains("lanewise " + command), list::toString);
    }
  }

  @Test
  void infoBeginsWithTheDescription() {
    succeed("info");
    assertTrue(out.toString().startsWith(Lanewise.describe() + System.lineSeparator()));
  }

  @Test
  void theDemoReachesItsAccuracies() {
    succeed("demo");
    assertTrue(out.toString().lines().allMatch(line -> line.length() <= 80), out::toString);
    List<Double> accuracies =
        Pattern.compile("test accuracy +([0-9.]+)")
            .matcher(out.toString())
            .results()
            .map((MatchResult found) -> Double.valueOf(found.group(1)))
            .toList();
    assertEquals(2, accuracies.size(), out::toString);
    assertTrue(accuracies.get(0) >= 0.95 && accuracies.get(1) >= 0.94, accuracies::toString);
  }

  @Test
  void theDemoNamesItsMissingData() throws IOException {
    fail(1, "missing.csv.gz: no such file", "demo", folder.resolve("missing.csv.gz"));
  }

  private static Object[] append(Object[] arguments, Object... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray();
  }
}
