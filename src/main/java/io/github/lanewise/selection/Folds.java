package io.github.lanewise.selection;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.InvalidDataException;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A data set's rows dealt out to K folds, each of which is the test part once: stratified, so that
 * every class is spread over the folds as evenly as its number allows.
 *
 * <p>The rows are shuffled, {@link Dataset#shuffledRows}, put in the order of their classes, and
 * dealt out one by one. So the sizes of the folds differ by at most 1, and so do the numbers of
 * each class in them; the same seed gives the same folds everywhere. Within a fold the rows keep
 * the order of the data set.
 */
public final class Folds {

  private final Dataset data;
  private final int count;
  private final int[] foldOf;

  private Folds(Dataset data, int count, int[] foldOf) {
    this.data = data;
    this.count = count;
    this.foldOf = foldOf;
  }

  /**
   * Deals out the rows.
   *
   * @param data the rows. Not modified, not copied
   * @param count K, from 2 to the number of rows
   * @param seed chooses the permutation
   * @return the folds
   * @throws InvalidDataException if there are fewer than 2 folds or more than rows
   */
  public static Folds stratified(Dataset data, int count, long seed) {
    Objects.requireNonNull(data, "data");
    if (count < 2 || count > data.rows()) {
      throw new InvalidDataException(
          "folds: " + count + "; must be 2 to " + data.rows() + ", the number of rows");
    }
    int[] next = firstPlaces(data);
    int[] foldOf = new int[data.rows()];
    for (int row : data.shuffledRows(seed)) {
      foldOf[row] = next[data.label(row)]++ % count;
    }
    return new Folds(data, count, foldOf);
  }

  /** Where each class begins when the rows are in the order of their classes. */
  private static int[] firstPlaces(Dataset data) {
    int[] first = new int[data.classes() + 1];
    for (int row = 0; row < data.rows(); row++) {
      first[data.label(row) + 1]++;
    }
    for (int c = 0; c < data.classes(); c++) {
      first[c + 1] += first[c];
    }
    return first;
  }

  /**
   * The number of folds, K.
   *
   * @return at least 2
   */
  public int count() {
    return count;
  }

  /**
   * One fold as the test part and all others as the training part: views that read the data set
   * where it is, see {@link Dataset#view}.
   *
   * @param fold which one, 0 to K - 1
   * @return both parts; every row is in exactly one
   * @throws IndexOutOfBoundsException if there is no such fold
   * @throws InvalidDataException if all rows of a part have weight 0
   */
  public Dataset.Split split(int fold) {
    Objects.checkIndex(fold, count);
    return new Dataset.Split(view(other -> other != fold), view(other -> other == fold));
  }

  private Dataset view(IntPredicate folds) {
    IntStream rows = IntStream.range(0, foldOf.length);
    return data.view(rows.filter(row -> folds.test(foldOf[row])).toArray());
  }
}
