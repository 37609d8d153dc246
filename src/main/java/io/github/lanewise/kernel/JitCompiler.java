package io.github.lanewise.kernel;

import java.util.function.UnaryOperator;

/** What turns the vector operations of a virtual machine into instructions. */
public enum JitCompiler {

  /** HotSpot's C2, for which the kernels are written. */
  C2,

  /** None that can: under an interpreter or C1 every vector operation allocates its result. */
  NONE,

  /** Graal, OpenJ9's or another one: only a trial can tell. */
  UNKNOWN;

  /** That of this process. */
  public static JitCompiler here() {
    return of(System::getProperty, HotSpotFlags::value);
  }

  /** That of a virtual machine with such system properties and flags; null is an unknown flag. */
  static JitCompiler of(UnaryOperator<String> property, UnaryOperator<String> flag) {
    String name = property.apply("java.vm.name");
    String mode = property.apply("java.vm.info");
    if (name == null || mode == null || !isHotSpot(name)) {
      return UNKNOWN;
    }
    if (mode.contains("interpreted mode")
        || mode.contains("emulated-client")
        || "false".equals(flag.apply("UseCompiler"))
        || stopsBeforeC2(flag)) {
      return NONE;
    }
    String graal = flag.apply("UseJVMCICompiler");
    boolean perhapsGraal =
        graal == null ? property.apply("java.vm.version").contains("jvmci") : graal.equals("true");
    return perhapsGraal ? UNKNOWN : C2;
  }

  /** Distributions rename the vendor, never this. */
  private static boolean isHotSpot(String name) {
    return (name.startsWith("OpenJDK") || name.startsWith("Java HotSpot"))
        && name.endsWith("Server VM");
  }

  /** Levels 1 to 3 are C1's. Without tiers HotSpot ignores the level. */
  private static boolean stopsBeforeC2(UnaryOperator<String> flag) {
    String level = flag.apply("TieredStopAtLevel");
    return level != null
        && Integer.parseInt(level) < 4
        && "true".equals(flag.apply("TieredCompilation"));
  }
}
