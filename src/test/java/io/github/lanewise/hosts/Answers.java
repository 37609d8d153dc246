package io.github.lanewise.hosts;

import java.util.Collection;
import java.util.Map;
import java.util.SequencedMap;

/** What one host computes. */
interface Answers {

  /** The digest of every operation, by name. */
  SequencedMap<String, String> digests();

  /** All bits of some operations, computed once more. */
  Map<String, Bits> bits(Collection<String> operations);
}
