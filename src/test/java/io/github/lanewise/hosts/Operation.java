package io.github.lanewise.hosts;

import java.util.function.Supplier;

/**
 * One public operation on fixed small data.
 *
 * @param name {@code family/operation}
 * @param sameAs the operation whose bits it must have on every host, or null
 * @param result computes it afresh
 */
record Operation(String name, String sameAs, Supplier<Bits> result) {

  Operation(String name, Supplier<Bits> result) {
    this(name, null, result);
  }

  /** What stands before the slash. */
  static String family(String name) {
    return name.substring(0, name.indexOf('/'));
  }
}
