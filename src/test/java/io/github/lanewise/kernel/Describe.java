package io.github.lanewise.kernel;

import io.github.lanewise.Lanewise;

/** What a child process of {@link KernelProviderTest} runs. */
final class Describe {

  private Describe() {}

  public static void main(String[] arguments) {
    System.out.println(Lanewise.describe());
  }
}
