package io.github.lanewise.cli;

/**
 * The entry of {@code lanewise-cli.jar}. It names no class of picocli, so that a process that only
 * starts another one stays small.
 */
public final class Main {

  private Main() {}

  /**
   * Runs one command and ends the process with its status.
   *
   * @param arguments the command and its options
   */
  public static void main(String[] arguments) {
    System.exit(
        Relaunch.withVectors(Main.class, arguments).orElseGet(() -> Commands.run(arguments)));
  }
}
