package io.github.lanewise.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Feature rows with a label each, and optionally a weight or soft targets each. Immutable, and
 * checked when it is made: there is at least one row, one feature and one class, every label is the
 * number of a class, every weight is finite and not negative. Training needs two classes.
 *
 * <p>Labels are class numbers 0 to C - 1; label names say what the user calls the classes.
 */
public final class Dataset {
  /** The most classes that {@link #of(Features, int[])} makes up names for. */
  static final int MAX_NUMBERED_CLASSES = 1 << 20;

  private final Features features;
  private final int[] labels;
  private final float[] weights;
  private final List<String> labelNames;
  private final SoftTargets targets;
  private final List<String> featureNames;

  /**
   * The two parts of a split data set.
   *
   * @param train the rows to train on
   * @param test the rows to test on
   */
  public record Split(Dataset train, Dataset test) {}

  private Dataset(
      Features features,
      int[] labels,
      float[] weights,
      List<String> labelNames,
      SoftTargets targets,
      List<String> featureNames) {
    this.features = features;
    this.labels = labels;
    this.weights = weights;
    this.labelNames = labelNames;
    this.targets = targets;
    this.featureNames = featureNames;
  }

  /**
   * Makes a data set with named classes.
   *
   * @param features the rows X [N x D]; not copied
   * @param labels the class of each row, 0 to C - 1. Not modified, copied
   * @param labelNames the names of the C classes, all different, none empty, at least one. Not
   *     modified, copied
   * @return the data set, every row with weight 1
   * @throws InvalidDataException if there are no rows, no features or no classes, a name is empty
   *     or repeats, sizes do not match or a label is out of range
   */
  public static Dataset of(Features features, int[] labels, List<String> labelNames) {
    checkFeatures(features);
    Objects.requireNonNull(labels, "labels");
    checkCount("labels", labels.length, features.rows());
    List<String> names = List.copyOf(Objects.requireNonNull(labelNames, "labelNames"));
    checkNames(names);
    int[] copy = labels.clone();
    for (int row = 0; row < copy.length; row++) {
      if (copy[row] < 0 || copy[row] >= names.size()) {
        throw new InvalidDataException(
            "labels: row "
                + row
                + " has label "
                + copy[row]
                + "; must be 0 to "
                + (names.size() - 1));
      }
    }
    return new Dataset(features, copy, null, names, null, List.of());
  }

  /**
   * Makes a data set whose classes are named by their numbers, "0" to the largest label.
   *
   * @param features the rows X [N x D]; not copied
   * @param labels the class of each row, at least 0, below 2^20 and not all the same. Not modified,
   *     copied
   * @return the data set, every row with weight 1
   * @throws InvalidDataException if there are no rows or no features, sizes do not match, a label
   *     is out of range or all labels are the same
   */
  public static Dataset of(Features features, int[] labels) {
    checkFeatures(features);
    Objects.requireNonNull(labels, "labels");
    checkCount("labels", labels.length, features.rows());
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0 || labels[row] >= MAX_NUMBERED_CLASSES) {
        throw new InvalidDataException(
            "labels: row "
                + row
                + " has label "
                + labels[row]
                + "; must be 0 to "
                + (MAX_NUMBERED_CLASSES - 1));
      }
    }
    if (Arrays.stream(labels).allMatch(label -> label == labels[0])) {
      throw new InvalidDataException(
          "labels: every row has label " + labels[0] + "; at least two classes are needed");
    }
    int classes = Arrays.stream(labels).max().getAsInt() + 1;
    return of(features, labels, IntStream.range(0, classes).mapToObj(Integer::toString).toList());
  }

  /**
   * The rows of several data sets, for instance of several files, one after the other. Their
   * classes are told by name: if the parts name different ones, the whole has all of them, in
   * numerical order if all are numbers, else in the order of their text.
   *
   * @param parts at least one; all with the same storage type and scale, dense ones with the same
   *     number of features; sparse rows have as many as the part with most. Not modified; their
   *     features are not copied
   * @return the data set, with weights if a part has some
   * @throws InvalidDataException if there are no parts, they do not match, two have different names
   *     for their features, one has soft targets, or they have 2^31 rows or more in all; names the
   *     part, counted from 0
   */
  public static Dataset join(List<Dataset> parts) {
    if (parts.isEmpty()) {
      throw new InvalidDataException("parts: none; at least one is needed");
    }
    parts.forEach(part -> part.requireLabels("join"));
    Features features = JoinedFeatures.of(parts.stream().map(Dataset::features).toList());
    List<String> names = parts.get(0).labelNames;
    if (!parts.stream().allMatch(part -> part.labelNames.equals(names))) {
      List<String> all = LabelColumn.sorted(union(parts));
      return join(features, parts.stream().map(part -> part.withLabelNames(all)).toList());
    }
    return join(features, parts);
  }

  private void requireLabels(String operation) {
    if (targets != null) {
      throw new InvalidDataException(
          "targets: " + operation + " knows labels only; add the soft targets afterwards");
    }
  }

  private static Set<String> union(List<Dataset> parts) {
    Set<String> names = new LinkedHashSet<>();
    parts.forEach(part -> names.addAll(part.labelNames));
    return names;
  }

  /** Joins parts that have the same classes. */
  private static Dataset join(Features features, List<Dataset> parts) {
    boolean weighted = parts.stream().anyMatch(part -> part.weights != null);
    int[] labels = new int[features.rows()];
    float[] weights = weighted ? new float[features.rows()] : null;
    int row = 0;
    for (Dataset part : parts) {
      System.arraycopy(part.labels, 0, labels, row, part.rows());
      for (int i = 0; weighted && i < part.rows(); i++) {
        weights[row + i] = part.weights == null ? 1 : part.weights[i];
      }
      row += part.rows();
    }
    Dataset first = parts.get(0);
    return new Dataset(features, labels, weights, first.labelNames, null, joinedNames(parts));
  }

  /** The names of the features, if all parts have the same; none if some part has none. */
  private static List<String> joinedNames(List<Dataset> parts) {
    List<String> names = parts.get(0).featureNames;
    for (int i = 1; i < parts.size(); i++) {
      List<String> others = parts.get(i).featureNames;
      if (!names.isEmpty() && !others.isEmpty() && !others.equals(names)) {
        throw new InvalidDataException(
            "parts: part %s has the features %s, those before have %s"
                .formatted(i, CsvRows.shortened("" + others), CsvRows.shortened("" + names)));
      }
      names = names.isEmpty() ? others : names;
    }
    boolean all = parts.stream().noneMatch(part -> part.featureNames.isEmpty());
    return all ? names : List.of();
  }

  /**
   * The same rows, whose classes are found by name among others.
   *
   * @param names the names of the classes to come, all different, at least one; those of all labels
   *     must be among them. Not modified, copied
   * @return the data set with these classes in this order, sharing everything else with this one
   * @throws InvalidDataException if names repeat, a label's is missing, which names the row, or the
   *     names change and there are soft targets
   */
  public Dataset withLabelNames(List<String> names) {
    List<String> known = List.copyOf(Objects.requireNonNull(names, "names"));
    checkNames(known);
    if (known.equals(labelNames)) {
      return this;
    }
    requireLabels("withLabelNames");
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < known.size(); i++) {
      numbers.put(known.get(i), i);
    }
    int[] renumbered = new int[labels.length];
    for (int row = 0; row < labels.length; row++) {
      String name = labelNames.get(labels[row]);
      Integer number = numbers.get(name);
      if (number == null) {
        throw new InvalidDataException(
            "labels: row "
                + row
                + " has label \""
                + name
                + "\", which is not one of the known labels");
      }
      renumbered[row] = number;
    }
    return new Dataset(features, renumbered, weights, known, null, featureNames);
  }

  /**
   * The same rows with other weights. The objective weighs row i by w_i / sum w.
   *
   * @param weights one weight per row: finite, at least 0, not all 0. Not modified, copied
   * @return the weighted data set, sharing everything else with this one
   * @throws InvalidDataException if the number of weights or a weight is unacceptable
   */
  public Dataset withWeights(float[] weights) {
    checkCount("weights", weights.length, rows());
    float[] copy = weights.clone();
    boolean positive = false;
    for (int row = 0; row < copy.length; row++) {
      if (!(copy[row] >= 0 && copy[row] <= Float.MAX_VALUE)) {
        throw new InvalidDataException(
            "weights: row " + row + " has weight " + copy[row] + "; must be finite and at least 0");
      }
      positive |= copy[row] > 0;
    }
    if (!positive) {
      throw new InvalidDataException(
          "weights: all are 0; at least one row must have a weight above 0");
    }
    return new Dataset(features, labels, copy, labelNames, targets, featureNames);
  }

  /**
   * The same rows, whose targets are shares of all classes in the place of one label, for softmax.
   * The label of a row becomes the class with the largest share, the first of equals.
   *
   * @param targets T [N x C], row by row, each at least 0; a row sums to 1, give or take (C + 2)
   *     2^-24. Not modified, copied
   * @return the data set with these targets, sharing features and weights with this one
   * @throws InvalidDataException if their number is not N C, or a row is unacceptable
   */
  public Dataset withTargets(float[] targets) {
    SoftTargets checked = SoftTargets.of(targets, rows(), classes());
    return new Dataset(features, checked.labels(), weights, labelNames, checked, featureNames);
  }

  /**
   * The same rows, whose features have names, for messages.
   *
   * @param names one for each feature, or none at all. Not modified, copied
   * @return the data set with these names, sharing everything else with this one
   * @throws InvalidDataException if there is another number of names
   */
  public Dataset withFeatureNames(List<String> names) {
    if (!names.isEmpty() && names.size() != columns()) {
      throw new InvalidDataException(
          "featureNames: "
              + names.size()
              + " for "
              + columns()
              + " features; one for each, or none");
    }
    return new Dataset(features, labels, weights, labelNames, targets, List.copyOf(names));
  }

  /**
   * The number of rows N.
   *
   * @return at least 1
   */
  public int rows() {
    return features.rows();
  }

  /**
   * The number of features D.
   *
   * @return at least 1
   */
  public int columns() {
    return features.columns();
  }

  /**
   * The number of classes C.
   *
   * @return at least 1
   */
  public int classes() {
    return labelNames.size();
  }

  /**
   * The feature rows.
   *
   * @return X [N x D]
   */
  public Features features() {
    return features;
  }

  /**
   * The class of a row.
   *
   * @param row the row, 0 to N - 1
   * @return its label, 0 to C - 1
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public int label(int row) {
    return labels[row];
  }

  /**
   * The classes of all rows.
   *
   * @return a copy of the labels
   */
  public int[] labels() {
    return labels.clone();
  }

  /**
   * Whether rows have soft targets.
   *
   * @return true after {@link #withTargets}
   */
  public boolean hasTargets() {
    return targets != null;
  }

  /**
   * Which share of a row belongs to a class.
   *
   * @param row the row, 0 to N - 1
   * @param label the class, 0 to C - 1
   * @return T_rc; without soft targets 1 for the row's label and 0 for the others
   * @throws IndexOutOfBoundsException if there is no such row or class
   */
  public double target(int row, int label) {
    Objects.checkIndex(label, classes());
    if (targets != null) {
      return targets.share(row, label);
    }
    return labels[row] == label ? 1 : 0;
  }

  /**
   * The weights of all rows.
   *
   * @return a copy of the weights, or null if every row has weight 1
   */
  public float[] weights() {
    return weights == null ? null : weights.clone();
  }

  /**
   * The names of the classes.
   *
   * @return an unmodifiable list of C names, at the index of their class
   */
  public List<String> labelNames() {
    return labelNames;
  }

  /**
   * The names of the features, from the header of a CSV file, from a mapped file, or from {@link
   * #withFeatureNames}.
   *
   * @return an unmodifiable list of D names, or an empty one if they have none
   */
  public List<String> featureNames() {
    return featureNames;
  }

  /**
   * Copies some rows, with their labels and weights. The classes stay the same, even where the
   * chosen rows miss some.
   *
   * @param rows the row numbers, in the order wanted, at least one; repeats are allowed. Not
   *     modified
   * @return a data set of {@code rows.length} rows
   * @throws IndexOutOfBoundsException if a row does not exist
   * @throws InvalidDataException if no row is chosen, all chosen rows have weight 0, or the copy
   *     would have 2^31 elements or more
   * @throws ArithmeticException if there are soft targets, and would be 2^31 of them or more
   */
  public Dataset select(int[] rows) {
    return chosen(features.select(rows), rows);
  }

  /**
   * As {@link #select}, but the features are not copied: the view reads them where they are.
   *
   * @param rows the row numbers, in the order wanted, at least one; repeats are allowed. Not
   *     modified
   * @return a data set of {@code rows.length} rows, sparse if this one is
   * @throws IndexOutOfBoundsException if a row does not exist
   * @throws InvalidDataException if no row is chosen, or all chosen rows have weight 0
   * @throws ArithmeticException if there are soft targets, and would be 2^31 of them or more
   */
  public Dataset view(int[] rows) {
    Objects.requireNonNull(rows, "rows");
    return chosen(RowView.of(features, rows), rows);
  }

  /** These features with the labels, targets and weights of those rows. */
  private Dataset chosen(Features chosen, int[] rows) {
    int[] chosenLabels = Arrays.stream(rows).map(row -> labels[row]).toArray();
    SoftTargets chosenTargets = targets == null ? null : targets.select(rows);
    checkFeatures(chosen);
    Dataset selected =
        new Dataset(chosen, chosenLabels, null, labelNames, chosenTargets, featureNames);
    if (weights == null) {
      return selected;
    }
    float[] chosenWeights = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      chosenWeights[i] = weights[rows[i]];
    }
    return selected.withWeights(chosenWeights);
  }

  /**
   * Splits the rows at random. The rows are shuffled by a Fisher-Yates permutation drawn from
   * {@link SplittableRandom}; the first {@code Math.round(N * testFraction)} of them are the test
   * rows and the others the training rows, both in shuffled order. The same seed gives the same
   * split everywhere.
   *
   * @param testFraction the share of the test rows, above 0 and below 1
   * @param seed chooses the permutation
   * @return the two parts; every row is in exactly one
   * @throws InvalidDataException if the fraction is out of range or leaves one part without rows,
   *     or all rows of a part have weight 0
   */
  public Split split(double testFraction, long seed) {
    int tests = testRows(testFraction);
    int[] order = shuffledRows(seed);
    return new Split(
        select(Arrays.copyOfRange(order, tests, order.length)),
        select(Arrays.copyOf(order, tests)));
  }

  /**
   * The parts of {@link #split}, not copied: {@link #view}s, whose rows are in the order of this
   * data set, so that a file of them is read from its beginning to its end.
   *
   * @param testFraction the share of the test rows, above 0 and below 1
   * @param seed chooses the permutation
   * @return the two parts; every row is in exactly one
   * @throws InvalidDataException if the fraction is out of range or leaves one part without rows,
   *     or all rows of a part have weight 0
   */
  public Split splitViews(double testFraction, long seed) {
    int tests = testRows(testFraction);
    int[] order = shuffledRows(seed);
    Arrays.sort(order, 0, tests);
    Arrays.sort(order, tests, order.length);
    return new Split(
        view(Arrays.copyOfRange(order, tests, order.length)), view(Arrays.copyOf(order, tests)));
  }

  private int testRows(double testFraction) {
    long tested = Math.round(rows() * testFraction);
    if (!(testFraction > 0 && testFraction < 1) || tested == 0 || tested == rows()) {
      throw new InvalidDataException(
          "testFraction: "
              + testFraction
              + " of "
              + rows()
              + " rows; both parts need at least one row");
    }
    return (int) tested;
  }

  /**
   * All row numbers in random order: the permutation of {@link #split}.
   *
   * @param seed chooses the permutation
   * @return every number from 0 to N - 1 once, a new array
   */
  public int[] shuffledRows(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = IntStream.range(0, rows()).toArray();
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /**
   * The sizes.
   *
   * @return for example {@code 1797 rows x 64 features, 10 classes}
   */
  @Override
  public String toString() {
    return rows() + " rows x " + columns() + " features, " + classes() + " classes";
  }

  private static void checkFeatures(Features features) {
    Objects.requireNonNull(features, "features");
    if (features.rows() == 0) {
      throw new InvalidDataException("features: no rows; at least one is needed");
    }
    if (features.columns() == 0) {
      throw new InvalidDataException("features: no columns; at least one is needed");
    }
  }

  private static void checkCount(String what, int count, int rows) {
    if (count != rows) {
      throw new InvalidDataException(
          what + ": " + count + " for " + rows + " rows; one per row is needed");
    }
  }

  private static void checkNames(List<String> names) {
    if (names.isEmpty()) {
      throw new InvalidDataException("labelNames: none; at least one class is needed");
    }
    HashSet<String> seen = new HashSet<>();
    for (String name : names) {
      if (name.isEmpty()) {
        throw new InvalidDataException(
            "labelNames: class " + names.indexOf(name) + " is \"\"; every class needs a name");
      }
      if (!seen.add(name)) {
        throw new InvalidDataException(
            "labelNames: \"" + name + "\" appears twice; every class needs its own name");
      }
    }
  }
}
