package io.github.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.kernel.KernelProvider;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class LanewiseTest {

  private static final Pattern LINE =
      Pattern.compile(
          "(scalar|vector-128|vector-256|vector-512) fma=(true|false) jdk=(\\S+) threads=(\\d+)");

  @Test
  void describesItselfInOneLine() {
    String line = Lanewise.describe();
    Matcher parts = LINE.matcher(line);
    assertTrue(parts.matches(), line);
    assertEquals(KernelProvider.floats().name(), parts.group(1));
    assertEquals(KernelProvider.fma(), Boolean.valueOf(parts.group(2)));
    assertEquals(System.getProperty("java.version"), parts.group(3));
    assertEquals(Runtime.getRuntime().availableProcessors(), Integer.parseInt(parts.group(4)));
  }
}
