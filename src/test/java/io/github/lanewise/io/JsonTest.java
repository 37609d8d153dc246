package io.github.lanewise.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  private static Object parse(String text) {
    return Json.parse(text, 1000);
  }

  @Test
  void readsEveryKindOfValue() {
    Object tree =
        parse(" {\"a\" : [1, -2.5e1, true, false, null, \"x\", {}, []],\n\t\"b\":{\"c\":0}}\r\n");
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("a", Arrays.asList(1L, -25.0, true, false, null, "x", Map.of(), List.of()));
    expected.put("b", Map.of("c", 0L));
    assertEquals(expected, tree);
    assertEquals(List.of("a", "b"), new ArrayList<>(((Map<?, ?>) tree).keySet()));
  }

  @Test
  void integersBeyond64BitsAreDoubles() {
    assertEquals(Long.MAX_VALUE, parse("9223372036854775807"));
    assertEquals(0x1p63, parse("9223372036854775808"));
  }

  @Test
  void readsEveryEscape() {
    assertEquals(
        "\"\\/\b\f\n\r\té\uD83D\uDE00",
        parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00E9\\ud83d\\uDE00\""));
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("text \"quoted\" \\ \u0000\n\u001f", "é 😀 \u2028 \ud800 \udc00x");
    tree.put("numbers", Arrays.asList(1L, -0.0, 1e300, Double.MIN_VALUE, Long.MIN_VALUE));
    tree.put("empty", Arrays.asList(List.of(), Map.of(), "", null, true));
    assertEquals(tree, parse(Json.write(tree)));
  }

  @Test
  void loneSurrogatesAreEscapedAndPairsAreNot() {
    assertEquals("\"\\ud800 😀 \\udc00\"", Json.write("\ud800 😀 \udc00"));
  }

  @Test
  void refusesToWriteWhatJsonCannotSay() {
    assertThrows(IllegalArgumentException.class, () -> Json.write(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Json.write(new Object()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":1}",
        "tru",
        "nulll",
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "1e",
        "1e+",
        "0x1",
        "NaN",
        "Infinity",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\u\u0661\u0661\u0661\u0661\"",
        "\"\n\"",
        "\"\u0000\"",
        "1 2",
        "{}}",
        "[] []",
        "'a'",
        "\u00a01",
        "// x\n1"
      })
  void refusesWhatIsNotJson(String text) {
    assertThrows(IllegalArgumentException.class, () -> parse(text));
  }

  @Test
  void depthIsLimited() {
    int deepest = Json.MAX_DEPTH;
    assertEquals(1, ((List<?>) parse("[".repeat(deepest) + "]".repeat(deepest))).size());
    String deeper = "[".repeat(deepest + 2) + "]".repeat(deepest + 2);
    assertThrows(IllegalArgumentException.class, () -> parse(deeper));
    assertThrows(IllegalArgumentException.class, () -> parse("[".repeat(1_000_000)));
  }

  @Test
  void theNumberOfValuesIsLimited() {
    assertEquals(List.of(1L, 2L), Json.parse("[1,2]", 3));
    assertThrows(IllegalArgumentException.class, () -> Json.parse("[1,2]", 2));
  }

  @Test
  void errorsNameThePlace() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> parse("{\"a\": ?}")).getMessage();
    assertTrue(message.contains("character 7") && message.contains("\"?\""), message);
  }
}
