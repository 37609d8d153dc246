package io.github.lanewise.cli;

/**
 * The entry of {@code lanewise-cli.jar}. It names no class of picocli, so that a process that only
 * starts another one stays small. It is compiled for Java 11, like nothing else, so that an older
 * Java than the others need can say so.
 */
public final class Main {

  private static final int OLDEST_JAVA = 21;

  private Main() {}

  /**
   * Runs one command and ends the process with its status.
   *
   * @param arguments the command and its options
   */
  public static void main(String[] arguments) {
    int java = Runtime.version().feature();
    if (java < OLDEST_JAVA) {
      System.err.println(
          "lanewise: needs Java "
              + OLDEST_JAVA
              + " or newer; this is Java "
              + java
              + " ("
              + System.getProperty("java.home")
              + ")");
      System.exit(1);
    }
    System.exit(
        Relaunch.withVectors(Main.class, arguments).orElseGet(() -> Commands.run(arguments)));
  }
}
