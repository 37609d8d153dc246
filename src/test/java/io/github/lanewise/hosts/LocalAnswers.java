package io.github.lanewise.hosts;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** What this virtual machine computes. */
final class LocalAnswers implements Answers {

  private final Map<String, Operation> operations = new LinkedHashMap<>();

  LocalAnswers(List<Operation> operations) {
    for (Operation operation : operations) {
      if (this.operations.put(operation.name(), operation) != null) {
        throw new IllegalArgumentException("two operations are called " + operation.name());
      }
    }
  }

  @Override
  public SequencedMap<String, String> digests() {
    SequencedMap<String, String> digests = new LinkedHashMap<>();
    operations.forEach((name, operation) -> digests.put(name, operation.result().get().digest()));
    return digests;
  }

  @Override
  public Map<String, Bits> bits(Collection<String> names) {
    Map<String, Bits> bits = new LinkedHashMap<>();
    for (String name : names) {
      Operation operation = operations.get(name);
      if (operation == null) {
        throw new IllegalArgumentException("no operation is called " + name);
      }
      bits.put(name, operation.result().get());
    }
    return bits;
  }
}
