package io.github.lanewise.data;

import static io.github.lanewise.data.TestFiles.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextLinesTest {
  @TempDir Path directory;

  private void assertLines(String text, String... expected) throws IOException {
    List<String> found = new ArrayList<>();
    try (TextLines lines = new TextLines(write(directory, "text", text), Limits.defaults())) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        found.add(line);
        assertEquals(found.size(), lines.number());
      }
    }
    assertEquals(List.of(expected), found);
  }

  @Test
  void linesEndWithLfOrCrLf() throws IOException {
    assertLines("");
    assertLines("\n", "");
    assertLines("a", "a");
    assertLines("a\nb", "a", "b");
    assertLines("a\r\n\r\n b \n\nc\r\n", "a", "", " b ", "", "c");
    assertLines("a\rb\r\r\n", "a\rb\r");
  }

  @Test
  void onlyTheFirstByteOrderMarkIsSkipped() throws IOException {
    assertLines("\uFEFFa\n\uFEFFb\n", "a", "\uFEFFb");
  }

  @Test
  void linesMayCrossTheBuffer() throws IOException {
    String wide = "é".repeat(30_000);
    String upToTheBuffersEnd = "x".repeat((1 << 16) - 60_002);
    assertLines(wide + "\n" + upToTheBuffersEnd + "\n" + wide, wide, upToTheBuffersEnd, wide);
  }
}
