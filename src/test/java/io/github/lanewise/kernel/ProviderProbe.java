package io.github.lanewise.kernel;

import io.github.lanewise.Lanewise;
import io.github.lanewise.loss.Softmax;
import java.util.HashSet;
import java.util.Set;

/** What the child processes of {@link ProviderHostsTest} run. */
final class ProviderProbe {

  private static final float[] SCORES = {3.2f, 5.1f, -1.7f};

  private ProviderProbe() {}

  public static void main(String[] arguments) {
    switch (arguments[0]) {
      case "describe" -> System.out.println(Lanewise.describe());
      case "stranger" -> {
        System.setProperty("java.vm.name", "Some Other VM");
        System.out.println(Lanewise.describe());
      }
      case "twice" -> {
        failure(Lanewise::describe);
        failure(Lanewise::describe);
        failure(() -> Softmax.probabilities(SCORES));
      }
      case "trial" ->
          System.out.println(Trial.objection(KernelProvider.floats(), new ScalarFloatKernels()));
      case "threads" -> {
        Set<Thread> before = threads();
        Softmax.probabilities(SCORES);
        Set<Thread> after = threads();
        after.removeAll(before);
        System.out.println(after);
      }
      case "quick" -> System.out.println(Fma.isQuick() + " " + KernelProvider.fma());
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static Set<Thread> threads() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }

  private static void failure(Runnable call) {
    try {
      call.run();
      System.out.println("none");
    } catch (Throwable failure) {
      System.out.println(failure);
    }
  }
}
