package io.github.lanewise.kernel;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** Whom the tests of the contract try: the plain kernels, and those that this host chose. */
final class Implementations {

  private Implementations() {}

  static Stream<Named<FloatKernels>> floats() {
    return Stream.of(new ScalarFloatKernels(), KernelProvider.floats())
        .map(kernels -> Named.of(kernels.name(), kernels));
  }

  static Stream<Named<DoubleKernels>> doubles() {
    return Stream.of(new ScalarDoubleKernels(), KernelProvider.doubles())
        .map(kernels -> Named.of(kernels.name(), kernels));
  }
}
