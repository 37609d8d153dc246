package io.github.lanewise.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests. */
public final class Sha256 {

  private Sha256() {}

  /** What writes the bytes to digest. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes everything.
     *
     * @param target never fails. Modified.
     * @throws IOException never
     */
    void writeTo(WritableByteChannel target) throws IOException;
  }

  /**
   * The digest of all bytes that some content writes.
   *
   * @param content writes them
   * @return 64 hexadecimal digits
   */
  public static String of(Content content) {
    MessageDigest digest = begin();
    try {
      content.writeTo(new Sink(digest::update));
    } catch (IOException neverInMemory) {
      throw new UncheckedIOException(neverInMemory);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * A digest of no bytes yet.
   *
   * @return a new one
   */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
