package io.github.lanewise.data;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Labels given as text, collected row by row and numbered. */
final class LabelColumn {
  /** A name's entry in the map, its two objects and its later place in lists. */
  private static final long BYTES_PER_NAME = 160;

  /** Of so few digits that it can be compared quickly. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]{1,18}(\\.[0-9]{1,18})?([eE][+-]?[0-9]{1,3})?");

  private final List<String> known;
  private final boolean oneClass;
  private final Map<String, Integer> numbers = new HashMap<>();
  private int[] labels = new int[1024];
  private int size;
  private long nameBytes;

  /** Collects labels; unless the options know the classes, they are those met. */
  LabelColumn(ReadOptions options) {
    this(options.labelNames(), options.oneClass());
  }

  /** Collects labels, of which only the known ones are accepted. */
  LabelColumn(List<String> known) {
    this(known, true);
  }

  private LabelColumn(List<String> known, boolean oneClass) {
    this.known = known;
    this.oneClass = oneClass;
    if (known != null) {
      for (int i = 0; i < known.size(); i++) {
        numbers.put(known.get(i), i);
      }
    }
  }

  /** Adds the label of the next row, or returns false if it is not a known one. */
  boolean add(String text) {
    Integer number = numbers.get(text);
    if (number == null && known == null) {
      number = numbers.size();
      numbers.put(text, number);
      nameBytes += BYTES_PER_NAME + (long) Character.BYTES * text.length();
    }
    if (number == null) {
      return false;
    }
    if (size == labels.length) {
      labels = Arrays.copyOf(labels, (int) Math.min(2L * size, Limits.ELEMENTS));
    }
    labels[size] = number;
    size++;
    return true;
  }

  /** The most memory that the labels need, now and while they are numbered. */
  long bytes() {
    return 3L * Integer.BYTES * size + nameBytes;
  }

  /**
   * The names of the classes: those known, or those met, in numerical order if all are numbers,
   * else in the order of their text.
   */
  List<String> names() {
    return known == null ? sorted(numbers.keySet()) : known;
  }

  /** Names in numerical order if all are numbers, else in the order of their text. */
  static List<String> sorted(Collection<String> distinct) {
    List<String> names = new ArrayList<>(distinct);
    Comparator<String> byText = Comparator.naturalOrder();
    boolean numbers = names.stream().allMatch(name -> NUMBER.matcher(name).matches());
    Comparator<String> byNumber = Comparator.comparing(BigDecimal::new);
    names.sort(numbers ? byNumber.thenComparing(byText) : byText);
    return names;
  }

  /** The label of each row as an index into {@code names}. */
  int[] labels(List<String> names) {
    int[] rank = new int[numbers.size()];
    for (int i = 0; i < names.size(); i++) {
      rank[numbers.get(names.get(i))] = i;
    }
    int[] ranks = new int[size];
    for (int row = 0; row < size; row++) {
      ranks[row] = rank[labels[row]];
    }
    return ranks;
  }

  /** Gives features their labels, which were read from a file. */
  Dataset dataset(Features features, Path file) throws MalformedFileException {
    if (size != features.rows()) {
      throw new MalformedFileException(
          file, 0, size + " labels for " + features.rows() + " rows; one per row is needed");
    }
    List<String> names = checkedNames(file);
    return Dataset.of(features, labels(names), names);
  }

  /** The names of the classes, of which there must be two unless they are known, or one will do. */
  List<String> checkedNames(Path file) throws MalformedFileException {
    List<String> names = names();
    if (names.size() < 2 && known == null && !oneClass) {
      throw new OneClassException(file, names.get(0));
    }
    return names;
  }
}
