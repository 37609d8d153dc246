package io.github.lanewise.verify;

import io.github.lanewise.loss.Loss;
import java.util.stream.Stream;

/** Each loss in each of its shapes. */
public final class Losses {

  private Losses() {}

  /** The two plain losses, label smoothing, another margin, squared and smoothed. */
  public static Stream<Loss> all() {
    return Stream.of(
        Loss.softmax(),
        Loss.softmax().smoothing(0.25),
        Loss.hinge(),
        Loss.hinge().margin(2.5),
        Loss.hinge().squared(),
        Loss.hinge().smoothed(0.75).margin(0.5));
  }
}
