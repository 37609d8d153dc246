package io.github.lanewise.data;

/**
 * Thrown when data handed to the library is unacceptable: not finite, out of range, or of sizes
 * that do not match.
 */
public class InvalidDataException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the exception.
   *
   * @param message what is wrong and where: the argument, the place, the value and the limit
   */
  public InvalidDataException(String message) {
    super(message);
  }
}
