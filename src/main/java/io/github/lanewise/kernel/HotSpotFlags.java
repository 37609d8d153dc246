package io.github.lanewise.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** The flags of the HotSpot virtual machine, where the module jdk.management is present. */
final class HotSpotFlags {

  private static final HotSpotDiagnosticMXBean FLAGS = flags();

  private HotSpotFlags() {}

  /** The flag's value, null where it cannot be known: no such module, machine or flag. */
  static String value(String name) {
    try {
      return FLAGS == null ? null : FLAGS.getVMOption(name).getValue();
    } catch (IllegalArgumentException noSuchFlag) {
      return null;
    }
  }

  /** Whether the flag is known to be a number of at least that much. */
  static boolean atLeast(String name, int least) {
    String value = value(name);
    return value != null && Integer.parseInt(value) >= least;
  }

  private static HotSpotDiagnosticMXBean flags() {
    try {
      return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    } catch (RuntimeException | LinkageError absent) {
      return null;
    }
  }
}
