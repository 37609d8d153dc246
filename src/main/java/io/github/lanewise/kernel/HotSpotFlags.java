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

  private static HotSpotDiagnosticMXBean flags() {
    try {
      return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    } catch (RuntimeException | LinkageError absent) {
      return null;
    }
  }
}
