package io.github.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class BarTest {

  private static String shown(boolean terminal, long most) {
    StringWriter err = new StringWriter();
    try (Bar bar = Bar.of(new PrintWriter(err), terminal, "training", most, " rows")) {
      bar.moveTo(40);
      bar.say("objective 0.5");
    }
    return err.toString();
  }

  @Test
  void aBarMovesOnOneLineAndIsGoneInTheEnd() {
    for (long most : new long[] {-1, 100}) {
      String text = shown(true, most);
      assertTrue(text.contains("training"), text);
      assertTrue(text.contains("40"), text);
      assertTrue(!text.contains("\n") && text.endsWith("\r"), text);
      assertTrue(text.lines().allMatch(line -> line.length() <= 79), text);
    }
  }

  @Test
  void nothingMovesWhereNobodyWatches() {
    assertEquals("", shown(false, 100));
  }
}
