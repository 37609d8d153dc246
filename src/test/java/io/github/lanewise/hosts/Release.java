package io.github.lanewise.hosts;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** What the file {@code release} in a JDK's folder tells. */
record Release(String version, String build) {

  static Release of(Path home) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
      properties.load(reader);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return new Release(
        unquoted(properties, "JAVA_VERSION"),
        unquoted(properties, "IMPLEMENTOR") + " " + unquoted(properties, "JAVA_RUNTIME_VERSION"));
  }

  private static String unquoted(Properties properties, String key) {
    return properties.getProperty(key, "unknown").replace("\"", "");
  }
}
