package io.github.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.Precision;
import io.github.lanewise.data.ClassWeights;
import io.github.lanewise.data.Csv;
import io.github.lanewise.data.DataFiles;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.DoubleTile;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.FloatTile;
import io.github.lanewise.data.Idx;
import io.github.lanewise.data.InvalidDataException;
import io.github.lanewise.data.MalformedFileException;
import io.github.lanewise.data.MappedFile;
import io.github.lanewise.data.ReadOptions;
import io.github.lanewise.data.SparseFeatures;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.matrix.DoubleMatrix;
import io.github.lanewise.matrix.FloatMatrix;
import io.github.lanewise.model.Evaluation;
import io.github.lanewise.model.LinearModel;
import io.github.lanewise.model.ModelFile;
import io.github.lanewise.optim.Fit;
import io.github.lanewise.optim.Solver;
import io.github.lanewise.optim.StreamTrainer;
import io.github.lanewise.optim.Trainer;
import io.github.lanewise.selection.CrossValidation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * scikit-learn's {@code sklearn.utils.estimator_checks} as far as they carry over to a classifier
 * in Java, one method for each, under its name without {@code check_}. It is in this package
 * because the last one runs commands.
 *
 * <p>Left out: what Java's types rule out at compile time (clone, pickle and attribute protocols,
 * {@code sample_weights_list}, {@code fit1d}), and the checks for multilabel and multioutput data,
 * regressors, transformers, clusterers, outlier detectors, pairwise metrics, pandas, {@code
 * sparsify}, tags, mixins and the array API.
 */
class EstimatorChecksTest {

  private static final Trainer SOFTMAX = Trainer.of(Loss.softmax()).maxIterations(30);
  private static final Trainer HINGE = Trainer.of(Loss.hinge()).epochs(10);
  private static final List<Trainer> TRAINERS =
      List.of(SOFTMAX, HINGE, SOFTMAX.precision(Precision.DOUBLE), SOFTMAX.standardize(true));

  /** Pixels are whole numbers up to 16 over 16: exact in every type. */
  private static Dataset digits;

  private static float[] floats;
  private static int rows;
  private static int columns;

  @TempDir Path folder;

  @BeforeAll
  static void readDigits() throws IOException {
    Dataset all = Csv.read(Path.of("docs", "data", "digits.csv.gz"), 1.0 / 16);
    rows = 450;
    columns = all.columns();
    floats = new float[rows * columns];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) all.features().get(4 * (i / columns), i % columns);
    }
    digits = labelled(Features.of(floats, rows, columns), all);
  }

  private static Dataset labelled(Features features, Dataset all) {
    int[] labels = IntStream.range(0, rows).map(row -> all.label(4 * row)).toArray();
    return Dataset.of(features, labels, all.labelNames());
  }

  /** The digits with other features. */
  private static Dataset digits(Features features) {
    return Dataset.of(features, digits.labels(), digits.labelNames());
  }

  private static String digest(Trainer trainer, Dataset data) {
    return trainer.fit(data).model().sha256();
  }

  private static float[] row(int row) {
    return Arrays.copyOfRange(floats, row * columns, (row + 1) * columns);
  }

  private static void refused(String expected, Executable action) {
    String message = assertThrows(InvalidDataException.class, action).getMessage();
    assertTrue(message.contains(expected), message);
  }

  /** A trainer is its own clone: options go to a new one. */
  @Test
  void estimatorCloneable() {
    String before = digest(SOFTMAX, digits);
    Trainer changed = SOFTMAX.l2(1).bias(false).maxIterations(3).precision(Precision.DOUBLE);
    assertNotEquals(before, digest(changed, digits));
    assertEquals(before, digest(SOFTMAX, digits));
  }

  @Test
  void estimatorRepr() {
    Fit fit = SOFTMAX.fit(digits);
    Evaluation evaluation = Evaluation.of(fit.model(), digits);
    List<Object> all =
        List.of(
            fit,
            fit.model(),
            evaluation,
            CrossValidation.of(HINGE, 2).path(digits, 0.1),
            Loss.softmax(),
            Loss.hinge());
    List<String> texts = all.stream().map(Object::toString).toList();
    Locale before = Locale.getDefault();
    try {
      for (String tag : List.of("de-DE", "ar-EG-u-nu-arab", "tr-TR", "th-TH-u-nu-thai")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertEquals(texts, all.stream().map(Object::toString).toList(), tag);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void noAttributesSetInInit() {
    Set<Thread> before = workers();
    Trainer.of(Loss.softmax()).threads(64).solver(Solver.SGD);
    CrossValidation.of(SOFTMAX, 5).seed(3);
    Set<Thread> after = workers();
    // Those of a training before this test may still be on their way out.
    after.removeAll(before);
    assertEquals(Set.of(), after, "options alone start no thread");
  }

  private static Set<Thread> workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("lanewise"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** Unlike there, an option out of range is refused where it is set, by name. */
  @Test
  void doNotRaiseErrorsInInitOrSetParams() {
    List<Executable> settings =
        List.of(
            () -> SOFTMAX.l2(-1),
            () -> SOFTMAX.maxIterations(-1),
            () -> SOFTMAX.tolerance(Double.NaN),
            () -> SOFTMAX.epochs(0),
            () -> SOFTMAX.batch(0),
            () -> SOFTMAX.learningRate(0),
            () -> SOFTMAX.momentum(1),
            () -> SOFTMAX.threads(0));
    List<String> names =
        List.of(
            "l2",
            "maxIterations",
            "tolerance",
            "epochs",
            "batch",
            "learningRate",
            "momentum",
            "threads");
    for (int i = 0; i < names.size(); i++) {
      String message = assertThrows(IllegalArgumentException.class, settings.get(i)).getMessage();
      assertTrue(message.startsWith(names.get(i) + ": "), message);
    }
  }

  @Test
  void parametersDefaultConstructible() {
    for (Loss loss : List.of(Loss.softmax(), Loss.hinge())) {
      assertTrue(Trainer.of(loss).fit(digits).model().accuracy(digits) > 0.97, loss.name());
    }
  }

  @Test
  void getParamsInvariance() {
    assertEquals(
        digest(SOFTMAX.l2(1e-2).bias(false).tolerance(1e-2), digits),
        digest(SOFTMAX.tolerance(1e-2).bias(false).l2(1e-2), digits));
  }

  @Test
  void setParams() {
    assertEquals(digest(SOFTMAX.l2(1e-2), digits), digest(SOFTMAX.l2(5).l2(1e-2), digits));
  }

  /** Features come before labels, wherever both are passed. */
  @Test
  void fitScoreTakesY() {
    assertEquals(
        digest(SOFTMAX, digits),
        digest(
            SOFTMAX,
            Dataset.of(Features.of(floats, rows, columns), digits.labels(), digits.labelNames())));
  }

  /** The model has its own copy of everything, and training changes no array that it was given. */
  @Test
  void dontOverwriteParameters() {
    float[] values = floats.clone();
    int[] labels = digits.labels();
    float[] weights = new float[rows];
    Arrays.fill(weights, 0.5f);
    Dataset data =
        Dataset.of(Features.of(values, rows, columns), labels, digits.labelNames())
            .withWeights(weights);
    for (Trainer trainer : TRAINERS) {
      LinearModel model = trainer.fit(data).model();
      String before = model.sha256();
      Evaluation.of(model, data);
      model.predict(data.features());
      assertEquals(before, model.sha256());
    }
    assertArrayEquals(floats, values);
    assertArrayEquals(digits.labels(), labels);
    for (float weight : weights) {
      assertEquals(0.5f, weight);
    }
  }

  @Test
  void dictUnchanged() {
    LinearModel model = SOFTMAX.fit(digits).model();
    String before = model.sha256();
    float[] row = row(3);
    model.scores(row);
    model.probabilities(row);
    model.predict(row);
    model.accuracy(digits);
    assertEquals(before, model.sha256());
    assertArrayEquals(row(3), row);
  }

  /** Fitting returns a new model and leaves the last one alone. */
  @Test
  void fitReturnsSelf() {
    Fit first = SOFTMAX.fit(digits);
    String before = first.model().sha256();
    Fit second = SOFTMAX.fit(digits.view(IntStream.range(0, 200).toArray()));
    assertNotSame(first.model(), second.model());
    assertEquals(before, first.model().sha256());
  }

  @Test
  void readonlyMemmapInput() throws IOException {
    Path file = folder.resolve("digits.rows");
    MappedFile.write(digits, file, done -> {});
    assertTrue(file.toFile().setReadOnly());
    Dataset mapped = MappedFile.read(file);
    for (Trainer trainer : TRAINERS) {
      assertEquals(digest(trainer, digits), digest(trainer, mapped));
    }
  }

  /** There is no unfitted model: nobody else can make one, and no method returns one. */
  @Test
  void estimatorsUnfitted() {
    assertEquals(0, LinearModel.class.getConstructors().length);
    assertThrows(
        IllegalArgumentException.class,
        () -> LinearModel.of(new float[0], new float[2], List.of("a", "b"), Loss.softmax(), 1));
  }

  @Test
  void nFeaturesIn() {
    LinearModel model = SOFTMAX.fit(digits).model();
    assertEquals(columns, model.features());
    for (int width : new int[] {columns - 1, columns + 1}) {
      String expected = width + " features, the model has " + columns;
      refused(expected, () -> model.scores(new float[width]));
      refused(expected, () -> model.scores(new double[width]));
      refused(expected, () -> model.scores(new FloatMatrix(2, width)));
      refused(expected, () -> model.scores(new DoubleMatrix(2, width)));
      refused(expected, () -> model.probabilities(new float[width]));
      refused(expected, () -> model.predict(new double[width]));
      Features features = Features.of(new float[2 * width], 2, width);
      refused(expected, () -> model.scores(features, 0, 2));
      refused(expected, () -> model.probabilities(features, 0, 2));
      refused(expected, () -> model.predict(features));
      Dataset data = Dataset.of(features, new int[2], digits.labelNames());
      refused(expected, () -> model.accuracy(data));
      refused(expected, () -> Evaluation.of(model, data));
    }
  }

  /** A part with other features is refused, and changes nothing; so is going on from a model. */
  @Test
  void partialFitNFeatures() {
    Dataset narrow =
        Dataset.of(
            Features.of(new float[2 * (columns - 1)], 2, columns - 1),
            new int[2],
            digits.labelNames());
    LinearModel model = SOFTMAX.fit(digits).model();
    Trainer going = SOFTMAX.startFrom(model);
    assertThrows(IllegalArgumentException.class, () -> going.fit(narrow));
    StreamTrainer stream = Trainer.of(Loss.hinge()).stream();
    stream.partialFit(digits);
    String before = stream.model().sha256();
    String message =
        assertThrows(IllegalArgumentException.class, () -> stream.partialFit(narrow)).getMessage();
    assertTrue(message.contains("63 features, those before had 64"), message);
    assertEquals(before, stream.model().sha256());
  }

  /** A stream before its first part is the only thing unfitted, and has no model. */
  @Test
  void fitCheckIsFitted() {
    assertThrows(IllegalStateException.class, () -> Trainer.of(Loss.hinge()).stream().model());
  }

  @Test
  void estimatorsDtypes() {
    double[] doubles = new double[floats.length];
    byte[] bytes = new byte[floats.length];
    for (int i = 0; i < floats.length; i++) {
      doubles[i] = floats[i];
      bytes[i] = (byte) (floats[i] * 16);
    }
    for (Trainer trainer : TRAINERS) {
      String expected = digest(trainer, digits);
      assertEquals(expected, digest(trainer, digits(Features.of(doubles, rows, columns))));
      assertEquals(
          expected, digest(trainer, digits(Features.ofBytes(bytes, rows, columns, 1.0 / 16))));
    }
  }

  @Test
  void sampleWeightsShape() {
    refused("weights: 449 for 450", () -> digits.withWeights(new float[rows - 1]));
    refused("weights: 451 for 450", () -> digits.withWeights(new float[rows + 1]));
    refused("all are 0", () -> digits.withWeights(new float[rows]));
    float[] negative = new float[rows];
    Arrays.fill(negative, 1);
    negative[3] = -1;
    refused("row 3 has weight -1.0", () -> digits.withWeights(negative));
  }

  @Test
  void sampleWeightsNotOverwritten() {
    float[] weights = new float[rows];
    for (int row = 0; row < rows; row++) {
      weights[row] = row;
    }
    Dataset weighted = digits.withWeights(weights);
    for (Trainer trainer : TRAINERS) {
      trainer.fit(weighted);
    }
    weights[0] = 1000;
    weighted.weights()[1] = 1000;
    for (int row = 1; row < rows; row++) {
      assertEquals(row, weights[row]);
      assertEquals(row, weighted.weights()[row]);
    }
    assertEquals(0, weighted.weights()[0]);
  }

  /** Equal weights of any size are none: only their ratios count. */
  @Test
  void sampleWeightsInvariance() {
    float[] twos = new float[rows];
    Arrays.fill(twos, 2);
    for (Trainer trainer : TRAINERS) {
      assertEquals(digest(trainer, digits), digest(trainer, digits.withWeights(twos)));
    }
  }

  /**
   * A weight of k is k copies, and 0 is absence. The strongly convex objective has one minimum, and
   * both runs end within (largest gradient entry) sqrt(parameters) / lambda of it.
   */
  @Test
  void sampleWeightEquivalenceOnDenseData() {
    assertWeightsAreCopies(digits);
  }

  @Test
  void sampleWeightEquivalenceOnSparseData() {
    assertWeightsAreCopies(digits(sparse()));
  }

  private static void assertWeightsAreCopies(Dataset data) {
    double tolerance = 1e-9;
    double lambda = 1e-2;
    Trainer trainer =
        Trainer.of(Loss.softmax())
            .l2(lambda)
            .bias(false)
            .tolerance(tolerance)
            .maxIterations(1000)
            .precision(Precision.DOUBLE);
    float[] weights = new float[rows];
    for (int row = 0; row < rows; row++) {
      weights[row] = row % 4;
    }
    int[] copies =
        IntStream.range(0, rows)
            .flatMap(row -> IntStream.range(0, row % 4).map(copy -> row))
            .toArray();
    Fit weighted = trainer.fit(data.withWeights(weights));
    Fit copied = trainer.fit(data.view(copies));
    assertTrue(weighted.converged() && copied.converged(), weighted + "; " + copied);
    LinearModel one = weighted.model();
    LinearModel other = copied.model();
    double bound = 2 * tolerance * Math.sqrt(one.classes() * columns) / lambda;
    for (int c = 0; c < one.classes(); c++) {
      for (int d = 0; d < columns; d++) {
        assertEquals(other.weight(c, d), one.weight(c, d), bound);
      }
    }
  }

  @Test
  void estimatorsEmptyDataMessages() {
    int[] none = {};
    List<String> names = List.of("a", "b");
    refused("no rows", () -> Dataset.of(Features.of(new float[0], 0, 3), none, names));
    refused("no columns", () -> Dataset.of(Features.of(new float[0], 3, 0), new int[3], names));
    refused("no rows", () -> digits.view(none));
  }

  @Test
  void estimatorsNanInf() {
    LinearModel model = SOFTMAX.fit(digits).model();
    for (float bad : new float[] {Float.NaN, 1 / 0f, -1 / 0f}) {
      float[] values = floats.clone();
      values[columns + 2] = bad;
      refused("row 1, column 2 is " + bad, () -> Features.of(values, rows, columns));
      double[] doubles = {0, bad};
      refused("row 1, column 0 is " + bad, () -> Features.of(doubles, 2, 1));
      float[] weights = new float[rows];
      weights[7] = bad;
      refused("row 7 has weight " + bad, () -> digits.withWeights(weights));
    }
    float[] row = row(0);
    row[5] = Float.NaN;
    refused("NaN", () -> model.predict(row));
  }

  @Test
  void supervisedYNoNan() throws IOException {
    Path labels = folder.resolve("labels");
    Files.write(labels, ByteBuffer.allocate(12).putInt(0xD01).putInt(1).putFloat(0, 0).array());
    assertThrows(MalformedFileException.class, () -> Idx.readLabels(labels));
    refused("row 1 has label -1", () -> Dataset.of(twoRows(), new int[] {0, -1}));
    refused("row 1 has label 2", () -> Dataset.of(twoRows(), new int[] {0, 2}, List.of("a", "b")));
  }

  private static Features twoRows() {
    return Features.of(new float[] {1, 2}, 2, 1);
  }

  /** A cell that is no number is refused with its line and column. */
  @Test
  void dtypeObject() throws IOException {
    Path file = Files.writeString(folder.resolve("text.csv"), "1,2,a\n3,four,b\n");
    String message = assertThrows(MalformedFileException.class, () -> Csv.read(file)).getMessage();
    assertTrue(message.contains("text.csv:2: ") && message.contains("four"), message);
  }

  @Test
  void complexData() throws IOException {
    Path file = Files.writeString(folder.resolve("complex.csv"), "1,2,a\n1+2i,3,b\n");
    assertThrows(MalformedFileException.class, () -> Csv.read(file));
    for (String type : List.of("<c8", "<c16", "|O")) {
      String header = "{'descr': '%s', 'fortran_order': False, 'shape': (1, 1), }\n";
      ByteBuffer npy = ByteBuffer.allocate(300).put((byte) 0x93);
      npy.put("NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1));
      byte[] description = header.formatted(type).getBytes(StandardCharsets.ISO_8859_1);
      npy.put((byte) description.length).put((byte) 0).put(description);
      Path array = Files.write(folder.resolve("array.npy"), npy.array());
      String message =
          assertThrows(
                  MalformedFileException.class,
                  () -> DataFiles.readFeatures(array, 1, ReadOptions.defaults()))
              .getMessage();
      assertTrue(message.contains(type), message);
    }
  }

  @Test
  void estimatorSparseArray() {
    Dataset sparse = digits(sparse());
    for (Trainer trainer : TRAINERS) {
      LinearModel dense = trainer.fit(digits).model();
      LinearModel model = trainer.fit(sparse).model();
      assertArrayEquals(dense.predict(digits.features()), model.predict(sparse.features()));
      assertEquals(
          Evaluation.of(dense, digits).toString(), Evaluation.of(model, sparse).toString());
    }
    refused(
        "increasing",
        () -> SparseFeatures.of(new long[] {0, 2}, new int[] {1, 1}, new float[] {1, 2}, 3));
    refused(
        "increasing",
        () -> SparseFeatures.of(new long[] {0, 2}, new int[] {1, 0}, new float[] {1, 2}, 3));
  }

  private static SparseFeatures sparse() {
    int[] places = IntStream.range(0, floats.length).filter(i -> floats[i] != 0).toArray();
    long[] pointers = new long[rows + 1];
    float[] values = new float[places.length];
    for (int k = 0; k < places.length; k++) {
      pointers[places[k] / columns + 1]++;
      values[k] = floats[places[k]];
    }
    Arrays.parallelPrefix(pointers, Long::sum);
    int[] indices = Arrays.stream(places).map(place -> place % columns).toArray();
    return SparseFeatures.of(pointers, indices, values, columns);
  }

  @Test
  void estimatorsPickle() throws IOException {
    for (Trainer trainer : TRAINERS) {
      LinearModel model = trainer.fit(digits).model();
      Path file = folder.resolve("model");
      ModelFile.write(model, file);
      LinearModel read = ModelFile.read(file);
      assertEquals(model.sha256(), read.sha256());
      assertArrayEquals(model.scores(row(9)), read.scores(row(9)));
      assertEquals(model.loss().name(), read.loss().name());
      assertEquals(model.labelNames(), read.labelNames());
    }
  }

  /** Rows with gaps between them give the bits of rows without. */
  @Test
  void fContiguousArrayEstimator() {
    LinearModel model = SOFTMAX.fit(digits).model();
    FloatMatrix plain = FloatMatrix.of(floats, rows, columns);
    int stride = columns + 7;
    float[] gaps = new float[3 + rows * stride];
    Arrays.fill(gaps, Float.NaN);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(floats, row * columns, gaps, 3 + row * stride, columns);
    }
    FloatMatrix strided = FloatMatrix.of(gaps, 3, rows, columns, stride);
    assertArrayEquals(model.scores(plain).values(), model.scores(strided).values());
  }

  @Test
  void classifierDataNotAnArray() {
    Dataset own = digits(new OwnFeatures());
    for (Trainer trainer : TRAINERS) {
      LinearModel model = trainer.fit(own).model();
      assertEquals(digest(trainer, digits), model.sha256());
      assertEquals(model.accuracy(digits), model.accuracy(own));
    }
  }

  /** Features by somebody who knows nothing but the interface. */
  private static final class OwnFeatures implements Features {
    @Override
    public int rows() {
      return rows;
    }

    @Override
    public int columns() {
      return columns;
    }

    @Override
    public double get(int row, int column) {
      return floats[row * columns + column];
    }

    @Override
    public void read(int from, int count, FloatTile tile) {
      read(IntStream.range(0, rows).toArray(), from, count, tile);
    }

    @Override
    public void read(int from, int count, DoubleTile tile) {
      read(IntStream.range(0, rows).toArray(), from, count, tile);
    }

    @Override
    public void read(int[] order, int from, int count, FloatTile tile) {
      float[] buffer = tile.buffer(count);
      for (int i = 0; i < count * columns; i++) {
        buffer[i / columns * tile.stride() + i % columns] =
            floats[order[from + i / columns] * columns + i % columns];
      }
    }

    @Override
    public void read(int[] order, int from, int count, DoubleTile tile) {
      double[] buffer = tile.buffer(count);
      for (int i = 0; i < count * columns; i++) {
        buffer[i / columns * tile.stride() + i % columns] =
            floats[order[from + i / columns] * columns + i % columns];
      }
    }

    @Override
    public Features select(int[] chosen) {
      throw new UnsupportedOperationException("nobody copies rows here");
    }
  }

  @Test
  void classifiersOneLabel() throws IOException {
    refused("every row has label 3", () -> Dataset.of(twoRows(), new int[] {3, 3}));
    Path file = Files.writeString(folder.resolve("one.csv"), "1,a\n2,a\n");
    String message = assertThrows(MalformedFileException.class, () -> Csv.read(file)).getMessage();
    assertTrue(message.contains("at least two classes"), message);
  }

  /** With names for two classes, rows or weights of one alone train a model that predicts it. */
  @Test
  void classifiersOneLabelSampleWeights() {
    List<String> names = List.of("a", "b");
    Dataset both = Dataset.of(twoRows(), new int[] {0, 1}, names);
    for (Trainer trainer : TRAINERS) {
      LinearModel model = trainer.fit(both.withWeights(new float[] {0, 1})).model();
      assertArrayEquals(new int[] {1, 1}, model.predict(both.features()));
    }
  }

  @Test
  void classifiersClasses() throws IOException {
    for (List<String> names :
        List.of(
            List.of("apple", "pear", "quince"),
            List.of("-1", "10", "7"),
            List.of("0.5", "1", "é"))) {
      StringBuilder csv = new StringBuilder();
      for (int i = 0; i < 30; i++) {
        csv.append(i % 3 == 0 ? 5 : 0).append(',').append(i % 3 == 1 ? 5 : 0);
        csv.append(',').append(names.get(i % 3)).append('\n');
      }
      Dataset data = Csv.read(Files.writeString(folder.resolve("names.csv"), csv));
      assertEquals(names.stream().sorted().toList(), data.labelNames().stream().sorted().toList());
      LinearModel model = Trainer.of(Loss.softmax()).fit(data).model();
      int[] predicted = model.predict(data.features());
      for (int i = 0; i < 30; i++) {
        assertEquals(names.get(i % 3), model.labelNames().get(predicted[i]));
      }
    }
  }

  @Test
  void classifiersTrain() {
    for (Trainer trainer : TRAINERS) {
      LinearModel model = trainer.fit(digits).model();
      assertTrue(model.accuracy(digits) > 0.9, model::toString);
      int[] predicted = model.predict(digits.features());
      for (int row = 0; row < rows; row++) {
        float[] scores = model.scores(row(row));
        for (float score : scores) {
          assertTrue(score <= scores[predicted[row]]);
        }
        assertEquals(10, scores.length);
      }
    }
  }

  /** Labels are integers or names: a file of fractions is refused. */
  @Test
  void classifiersRegressionTarget() throws IOException {
    Path labels = folder.resolve("targets");
    ByteBuffer floatLabels = ByteBuffer.allocate(16).putInt(0xD01).putInt(2);
    Files.write(labels, floatLabels.putFloat(0.5f).putFloat(1.5f).array());
    assertThrows(MalformedFileException.class, () -> Idx.readLabels(labels));
  }

  /** A column of labels, n x 1, is not a vector of labels. */
  @Test
  void supervisedY2d() throws IOException {
    Path labels = folder.resolve("column");
    Files.write(labels, ByteBuffer.allocate(14).putInt(0x802).putInt(2).putInt(1).array());
    assertThrows(MalformedFileException.class, () -> Idx.readLabels(labels));
  }

  /** A class that weighs a million times as much as all others is always predicted. */
  @Test
  void classWeightClassifiers() {
    double[] factors = new double[10];
    Arrays.fill(factors, 1e-6);
    factors[4] = 1;
    int[] expected = new int[rows];
    Arrays.fill(expected, 4);
    for (Trainer trainer : TRAINERS) {
      Trainer weighed = trainer.l2(10).classWeights(ClassWeights.of(factors));
      assertArrayEquals(expected, weighed.fit(digits).model().predict(digits.features()));
    }
  }

  /** "balanced" is N / (C N_c), spelled out. */
  @Test
  void classWeightBalancedLinearClassifier() {
    int[] uneven = IntStream.range(0, rows).filter(row -> digits.label(row) > row % 9).toArray();
    Dataset data = digits.view(uneven);
    int[] counts = new int[10];
    for (int label : data.labels()) {
      counts[label]++;
    }
    double[] factors =
        Arrays.stream(counts)
            .mapToDouble(count -> count == 0 ? 0 : (double) data.rows() / (10 * count))
            .toArray();
    for (Trainer trainer : TRAINERS) {
      assertEquals(
          digest(trainer.classWeights(ClassWeights.of(factors)), data),
          digest(trainer.classWeights(ClassWeights.balanced()), data));
    }
  }

  @Test
  void nonTransformerEstimatorsNIter() {
    Fit lbfgs = SOFTMAX.maxIterations(7).fit(digits);
    assertEquals(7, lbfgs.iterations());
    assertFalse(lbfgs.converged());
    assertFalse(lbfgs.stopReason().isBlank());
    Fit done = SOFTMAX.maxIterations(500).fit(digits);
    assertTrue(done.converged() && done.iterations() >= 1 && done.iterations() <= 500);
    assertEquals(10, HINGE.fit(digits).epochs());
  }

  @Test
  void decisionProbaConsistency() {
    for (Trainer trainer : List.of(SOFTMAX, SOFTMAX.precision(Precision.DOUBLE))) {
      LinearModel model = trainer.fit(digits).model();
      for (int row = 0; row < rows; row += 10) {
        double[] x = new double[columns];
        for (int d = 0; d < columns; d++) {
          x[d] = floats[row * columns + d];
        }
        double[] scores = model.scores(x);
        double[] p = model.probabilities(x);
        for (int i = 0; i < 10; i++) {
          for (int j = 0; j < 10; j++) {
            assertTrue(scores[i] < scores[j] ? p[i] <= p[j] : p[i] >= p[j]);
          }
        }
        // Documented: their exact sum is within (C + 2) u of 1; then C sums in double.
        assertEquals(1, Arrays.stream(p).sum(), 12 * 0x1p-24 + 10 * 0x1p-53);
      }
    }
  }

  @Test
  void methodsSampleOrderInvariance() {
    int[] order = digits.shuffledRows(11);
    for (Trainer trainer : TRAINERS) {
      LinearModel model = trainer.fit(digits).model();
      DoubleMatrix scores = model.scores(digits.features(), 0, rows);
      DoubleMatrix shuffled = model.scores(digits.view(order).features(), 0, rows);
      for (int row = 0; row < rows; row++) {
        for (int c = 0; c < 10; c++) {
          assertEquals(scores.get(order[row], c), shuffled.get(row, c), 0);
        }
      }
    }
  }

  @Test
  void methodsSubsetInvariance() {
    for (Trainer trainer : TRAINERS) {
      LinearModel model = trainer.fit(digits).model();
      DoubleMatrix scores = model.scores(digits.features(), 0, rows);
      for (int row = 0; row < rows; row += 7) {
        DoubleMatrix alone = model.scores(digits.features(), row, 1);
        for (int c = 0; c < 10; c++) {
          assertEquals(scores.get(row, c), alone.get(0, c), 0);
        }
      }
    }
  }

  @Test
  void fit2d1Sample() {
    Dataset one =
        Dataset.of(Features.of(new float[] {1, 2, 3}, 1, 3), new int[] {1}, List.of("a", "b"));
    for (Trainer trainer : TRAINERS) {
      assertEquals(1, trainer.fit(one).model().accuracy(one));
    }
  }

  @Test
  void fit2d1Feature() {
    Dataset narrow =
        Dataset.of(Features.of(new float[] {-1, 1, -2, 2}, 4, 1), new int[] {0, 1, 0, 1});
    for (Trainer trainer : TRAINERS) {
      assertEquals(1, trainer.fit(narrow).model().accuracy(narrow));
    }
  }

  @Test
  void fit2dPredict1d() {
    LinearModel model = SOFTMAX.fit(digits).model();
    float[] row = row(5);
    assertEquals(model.predict(digits.features())[5], model.predict(row));
    refused("features", () -> model.predict(new float[0]));
  }

  @Test
  void fitIdempotent() throws IOException {
    for (Trainer trainer : TRAINERS) {
      Path first = folder.resolve("first");
      Path second = folder.resolve("second");
      ModelFile.write(trainer.fit(digits).model(), first);
      ModelFile.write(trainer.fit(digits).model(), second);
      assertEquals(-1, Files.mismatch(first, second));
    }
  }

  @Test
  void requiresYNone() {
    Features features = digits.features();
    for (Executable action :
        List.<Executable>of(
            () -> Dataset.of(features, null),
            () -> Dataset.of(features, null, List.of("a", "b")))) {
      String message = assertThrows(NullPointerException.class, action).getMessage();
      assertEquals("labels", message);
    }
    assertThrows(NullPointerException.class, () -> SOFTMAX.fit(null));
  }

  /** The command line gives what the calls give. */
  @Test
  void pipelineConsistency() throws IOException {
    Path csv = folder.resolve("digits.csv");
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      for (int d = 0; d < columns; d++) {
        text.append(floats[row * columns + d]).append(',');
      }
      text.append(digits.label(row)).append('\n');
    }
    Files.writeString(csv, text);
    Path file = folder.resolve("model.safetensors");
    run("train", "--loss", "softmax", "--data", csv, "--max-iterations", 30, "--model", file);
    LinearModel model = SOFTMAX.fit(Csv.read(csv)).model();
    assertEquals(model.sha256(), ModelFile.read(file).sha256());
    int[] predicted = model.predict(digits.features());
    List<String> lines = run("predict", "--model", file, "--data", csv).lines().toList();
    for (int row = 0; row < rows; row++) {
      assertEquals(model.labelNames().get(predicted[row]), lines.get(row));
    }
  }

  private static String run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] texts = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    assertEquals(0, Commands.run(new PrintWriter(out), new PrintWriter(err), texts), err::toString);
    return out.toString();
  }
}
