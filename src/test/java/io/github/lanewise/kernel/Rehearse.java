package io.github.lanewise.kernel;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a child process of {@link KernelProviderTest} runs. */
final class Rehearse {

  private Rehearse() {}

  /** Says whether other kernels rehearse, then the chosen ones twice and in double precision. */
  public static void main(String[] arguments) {
    System.out.println(
        IntStream.of(
                KernelProvider.rehearsals(new ScalarFloatKernels()),
                KernelProvider.rehearsals(KernelProvider.floats()),
                KernelProvider.rehearsals(KernelProvider.floats()),
                KernelProvider.rehearsals(KernelProvider.doubles()))
            .mapToObj(count -> String.valueOf(count > 0))
            .collect(Collectors.joining(" ")));
  }
}
