package io.github.lanewise.kernel;

/** What a child process of {@link KernelProviderTest} runs: {@code ColdTasks MULTIPLY_ADDS}. */
final class ColdTasks {

  private static final int MANY = 1000;

  private ColdTasks() {}

  /**
   * Says how many tasks of a size run on plain kernels before one does not, and whether a small one
   * still does after it, and after a rehearsal.
   */
  public static void main(String[] arguments) {
    long multiplyAdds = Long.parseLong(arguments[0]);
    int cold = 0;
    while (cold < MANY && KernelProvider.floats(multiplyAdds) != KernelProvider.floats()) {
      cold++;
    }
    boolean after = isCold();
    KernelProvider.rehearsals(KernelProvider.doubles());
    System.out.println(cold + " " + after + " " + isCold());
  }

  private static boolean isCold() {
    return KernelProvider.doubles(1) != KernelProvider.doubles();
  }
}
