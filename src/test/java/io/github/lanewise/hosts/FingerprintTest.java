package io.github.lanewise.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What must be equal within one virtual machine; {@link HostMatrix} compares several. */
@Tag("kernel")
class FingerprintTest {

  private static final Path DIGITS = Path.of("docs", "data", "digits.csv.gz");

  /** Batches and rows, strided and not, bytes and floats, any number of threads, a second run. */
  @Test
  void sameOperationsHaveTheSameBits() throws IOException {
    List<Operation> operations = Operations.all(DIGITS);
    LocalAnswers answers = new LocalAnswers(operations);
    Map<String, String> digests = answers.digests();
    Map<String, String> differences = new TreeMap<>();
    for (Operation operation : operations) {
      String name = operation.name();
      String other = operation.sameAs();
      if (other != null && !digests.get(other).equals(digests.get(name))) {
        Map<String, Bits> bits = answers.bits(List.of(other, name));
        differences.put(name, Comparison.first(bits.get(other), bits.get(name)));
      }
    }
    assertTrue(differences.isEmpty(), differences.toString());
  }

  /** A program that printed the same whatever is computed would pass every comparison. */
  @Test
  void otherOperationsHaveOtherBits() throws IOException {
    List<Operation> operations = Operations.all(DIGITS);
    Map<String, String> digests = new LocalAnswers(operations).digests();
    Set<String> different = new HashSet<>();
    long expected =
        operations.stream()
            .filter(operation -> operation.sameAs() == null && isLarge(operation))
            .peek(operation -> different.add(digests.get(operation.name())))
            .count();
    assertEquals(expected, different.size());
  }

  /** Short results, such as classes and hinge gradients, may agree by right. */
  private static boolean isLarge(Operation operation) {
    return Set.of("products", "softmax", "objective", "model")
        .contains(Operation.family(operation.name()));
  }
}
