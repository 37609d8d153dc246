package io.github.lanewise.data;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns tokens into sparse rows without a dictionary, by signed feature hashing (K. Weinberger et
 * al., 2009): a token with the hash h counts sign(h) in column |h| mod D, where h is the 32-bit
 * MurmurHash3 of its UTF-8 bytes as a signed number and sign(0) is 1. Tokens that meet in a column
 * cancel on average, where they would otherwise add up. With the seed 0 these are the columns and
 * signs of scikit-learn's {@code FeatureHasher}.
 *
 * <p>A model understands only rows that were hashed alike, so keep {@link #metadata} in it:
 *
 * <pre>{@code
 * FeatureHasher hasher = new FeatureHasher(1 << 18, 0);
 * Dataset train = Dataset.of(hasher.features(texts), labels);
 * LinearModel model = Trainer.of(Loss.softmax()).fit(train).model().withMetadata(hasher.metadata());
 * FeatureHasher same = FeatureHasher.of(model.metadata());
 * }</pre>
 *
 * @param columns the number of features D, at least 1; a power of two, ideally
 * @param seed of the hash
 */
public record FeatureHasher(int columns, int seed) {
  private static final String COLUMNS = "hash_columns";
  private static final String SEED = "hash_seed";

  /**
   * Checks the size.
   *
   * @throws InvalidDataException if there are fewer than 1 columns or more than {@value
   *     Limits#ELEMENTS}
   */
  public FeatureHasher {
    if (columns < 1 || columns > Limits.ELEMENTS) {
      throw new InvalidDataException("columns: " + columns + "; must be 1 to " + Limits.ELEMENTS);
    }
  }

  /**
   * The hasher whose {@link #metadata} a model holds.
   *
   * @param metadata of the model. Not modified
   * @return an equal hasher
   * @throws InvalidDataException if the metadata names no hasher
   */
  public static FeatureHasher of(Map<String, String> metadata) {
    try {
      return new FeatureHasher(
          Integer.parseInt(metadata.get(COLUMNS)), Integer.parseInt(metadata.get(SEED)));
    } catch (NumberFormatException absent) {
      throw new InvalidDataException(
          "metadata: "
              + COLUMNS
              + " is "
              + metadata.get(COLUMNS)
              + " and "
              + SEED
              + " is "
              + metadata.get(SEED)
              + "; both must be integers");
    }
  }

  /**
   * What a model has to keep.
   *
   * @return {@code hash_columns} and {@code hash_seed}
   */
  public Map<String, String> metadata() {
    return Map.of(COLUMNS, Integer.toString(columns), SEED, Integer.toString(seed));
  }

  /**
   * Hashes rows of tokens.
   *
   * @param rows the tokens of each row, in any order; a repeated token counts as often. Not
   *     modified
   * @return a row of signed counts for each row of tokens
   * @throws InvalidDataException if there are 2^31 counts or more
   */
  public SparseFeatures features(Iterable<? extends List<String>> rows) {
    CsrBuilder builder = new CsrBuilder();
    for (List<String> tokens : rows) {
      TreeMap<Integer, Float> counts = new TreeMap<>();
      for (String token : tokens) {
        int hash = Murmur3.hash(token.getBytes(StandardCharsets.UTF_8), seed);
        counts.merge(column(hash), hash >= 0 ? 1f : -1f, Float::sum);
      }
      counts.forEach(builder::add);
      builder.endRow();
      Checks.nonZeros(builder.size());
    }
    return builder.build(columns, 1);
  }

  /** The absolute value of the smallest int is no int. */
  private int column(int hash) {
    return (int) (Math.abs((long) hash) % columns);
  }
}
