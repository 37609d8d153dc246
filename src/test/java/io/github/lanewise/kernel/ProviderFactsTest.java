package io.github.lanewise.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Virtual machines by what they say about themselves, noted down from real ones. */
class ProviderFactsTest {

  private static final String NAME = "OpenJDK 64-Bit Server VM";

  private static JitCompiler compiler(
      String name, String info, String version, Map<String, String> flags) {
    Map<String, String> properties = new HashMap<>();
    properties.put("java.vm.name", name);
    properties.put("java.vm.info", info);
    properties.put("java.vm.version", version);
    return JitCompiler.of(properties::get, flags::get);
  }

  private static JitCompiler hotSpot(String info, Map<String, String> flags) {
    return compiler(NAME, info, "25.0.3+9-LTS", flags);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OpenJDK 64-Bit Server VM          | mixed mode, sharing                  | C2
          Java HotSpot(TM) 64-Bit Server VM | mixed mode                           | C2
          OpenJDK 64-Bit Server VM          | compiled mode, sharing               | C2
          OpenJDK 64-Bit Server VM          | interpreted mode, sharing            | NONE
          OpenJDK 64-Bit Server VM          | mixed mode, emulated-client, sharing | NONE
          OpenJDK 64-Bit Server VM          | compiled mode, emulated-client       | NONE
          OpenJDK 64-Bit Zero VM            | interpreted mode                     | UNKNOWN
          Eclipse OpenJ9 VM                 | JRE 21 Linux amd64-64-Bit            | UNKNOWN
          Substrate VM                      | static mode                          | UNKNOWN
                                            | mixed mode                           | UNKNOWN
          OpenJDK 64-Bit Server VM          |                                      | UNKNOWN
          """)
  void withoutFlagsNameAndModeDecide(String name, String info, JitCompiler expected) {
    assertEquals(expected, compiler(name, info, "25.0.3+9-LTS", Map.of()));
  }

  /** HotSpot names the mode only for the first of C1's levels. */
  @ParameterizedTest
  @CsvSource({"1, NONE", "2, NONE", "3, NONE", "4, C2"})
  void tiersMustReachC2(String level, JitCompiler expected) {
    assertEquals(
        expected,
        hotSpot("mixed mode", Map.of("TieredStopAtLevel", level, "TieredCompilation", "true")));
  }

  @Test
  void withoutTiersTheirLastLevelSaysNothing() {
    assertEquals(
        JitCompiler.C2,
        hotSpot("mixed mode", Map.of("TieredStopAtLevel", "1", "TieredCompilation", "false")));
  }

  @Test
  void aCompilerThatIsSwitchedOffIsNone() {
    assertEquals(JitCompiler.NONE, hotSpot("mixed mode", Map.of("UseCompiler", "false")));
  }

  @Test
  void graalIsUnknownAndMayBeSwitchedOff() {
    String version = "21.0.2+13-jvmci-23.1-b33";
    assertEquals(JitCompiler.UNKNOWN, compiler(NAME, "mixed mode", version, Map.of()));
    assertEquals(JitCompiler.UNKNOWN, hotSpot("mixed mode", Map.of("UseJVMCICompiler", "true")));
    assertEquals(
        JitCompiler.C2, compiler(NAME, "mixed mode", version, Map.of("UseJVMCICompiler", "false")));
  }
}
