package io.github.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureHasherTest {

  /** Published values of MurmurHash3_x86_32 and those in scikit-learn's documentation and tests. */
  @ParameterizedTest
  @CsvSource({
    "'', 0, 0",
    "'', 1, 1364076727",
    "foo, 0, -156908512",
    "foo, 42, -1322301282",
    "hello, 0, 613153351",
    "Hello World!, 42, 3565178",
    "The quick brown fox jumps over the lazy dog, 0, 776992547"
  })
  void hashesAreMurmurs(String token, int seed, int expected) {
    assertEquals(expected, Murmur3.hash(token.getBytes(StandardCharsets.UTF_8), seed));
  }

  @Test
  void tokensCountInTheirColumnsWithTheirSigns() {
    SparseFeatures features =
        new FeatureHasher(1000, 0)
            .features(List.of(List.of("foo", "hello", "foo"), List.of(), List.of("hello")));
    assertEquals(3, features.rows());
    assertEquals(1000, features.columns());
    assertEquals(3, features.nonZeros());
    assertEquals(-2, features.get(0, 512));
    assertEquals(1, features.get(0, 351));
    assertEquals(1, features.get(2, 351));
  }

  @Test
  void tokensThatMeetAddUp() {
    SparseFeatures features =
        new FeatureHasher(1, 0).features(List.of(List.of("foo", "hello"), List.of("foo", "foo")));
    assertEquals(0, features.get(0, 0));
    assertEquals(-2, features.get(1, 0));
  }

  /** Seeds that give {@code word} the hashes -2^31, whose absolute value is no int, and 0. */
  @ParameterizedTest
  @CsvSource({"750515741, 648, -1", "1304260321, 0, 1"})
  void extremeHashesHaveAColumnAndASign(int seed, int column, double count) {
    SparseFeatures features = new FeatureHasher(1000, seed).features(List.of(List.of("word")));
    assertEquals(count, features.get(0, column));
  }

  @Test
  void aModelCanKeepTheHasher() {
    FeatureHasher hasher = new FeatureHasher(1 << 18, -7);
    assertEquals(hasher, FeatureHasher.of(hasher.metadata()));
    assertEquals(Map.of("hash_columns", "262144", "hash_seed", "-7"), hasher.metadata());
    assertThrows(InvalidDataException.class, () -> FeatureHasher.of(Map.of("hash_seed", "1")));
    assertThrows(InvalidDataException.class, () -> new FeatureHasher(0, 1));
  }
}
