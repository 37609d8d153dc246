package io.github.lanewise.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TouchTest {

  /** The index behind the last line would be no int. */
  @Test
  @Tag("slow")
  void theEndOfTheLongestArrayCanBeRead() {
    assumeTrue(Runtime.getRuntime().maxMemory() > 3L << 30, "skipped: needs 3 GiB of heap");
    byte[] values = new byte[Integer.MAX_VALUE - 8];
    Touch.bytes(values, values.length - 70, 70);
  }
}
