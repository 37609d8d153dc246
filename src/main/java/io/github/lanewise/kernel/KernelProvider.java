package io.github.lanewise.kernel;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Chooses the kernels of this virtual machine, once.
 *
 * <p>This class never names a vector class in its code: where the incubator module is absent, such
 * a class cannot even be loaded.
 *
 * <p>It speaks only if vectors were hoped for and scalar kernels came: the first line of a process
 * makes the JDK set up logging, which reads a file and takes longer than all of the rest here.
 */
public final class KernelProvider {

  private static final String MODULE = "jdk.incubator.vector";

  /**
   * Lets a forced width pass that of the hardware: right answers, at a thousandth of the speed. For
   * the tests of this library on narrow hosts.
   */
  private static final String EMULATE = "lanewise.kernel.emulate";

  /** The last JDK whose vector module this library was tried with. */
  public static final int LAST_KNOWN_JDK = 25;

  private static final Kernels KERNELS;

  private static final Kernels PLAIN = scalar();
  private static final boolean AUTO = KernelChoice.ASKED.equals("auto");

  /** Kept rather than thrown: a class that fails to initialize says why only once. */
  private static final IllegalStateException REFUSAL;

  static {
    Kernels kernels = null;
    IllegalStateException refusal = null;
    try {
      kernels = choose();
    } catch (IllegalStateException refused) {
      refusal = refused;
    }
    KERNELS = kernels;
    REFUSAL = refusal;
  }

  private KernelProvider() {}

  /** The kernels in both precisions. */
  private record Kernels(FloatKernels floats, DoubleKernels doubles) {}

  /**
   * The kernels in single precision.
   *
   * @throws IllegalStateException each time, if what the command line forces cannot be had
   */
  public static FloatKernels floats() {
    return kernels().floats;
  }

  /**
   * The kernels in double precision.
   *
   * @throws IllegalStateException each time, if what the command line forces cannot be had
   */
  public static DoubleKernels doubles() {
    return kernels().doubles;
  }

  /**
   * The kernels for a task of that many multiply-adds: the same, but plain ones for a small task
   * while vectors would be cold and nobody forces them, see {@link ColdStart}. Same bits.
   *
   * @throws IllegalStateException each time, if what the command line forces cannot be had
   */
  public static FloatKernels floats(long multiplyAdds) {
    FloatKernels chosen = floats();
    return AUTO && ColdStart.isCold(multiplyAdds) ? PLAIN.floats : chosen;
  }

  /**
   * The same in double precision.
   *
   * @throws IllegalStateException each time, if what the command line forces cannot be had
   */
  public static DoubleKernels doubles(long multiplyAdds) {
    DoubleKernels chosen = doubles();
    return AUTO && ColdStart.isCold(multiplyAdds) ? PLAIN.doubles : chosen;
  }

  /**
   * How often to repeat a small part of a task with these kernels, on one thread, before it begins:
   * the kernels may be cold, see {@link ColdStart}. Once for each virtual machine, and 0 if someone
   * forces the kernels.
   */
  public static int rehearsals(FloatKernels kernels) {
    return AUTO && kernels == KERNELS.floats ? ColdStart.rehearsals() : 0;
  }

  /** The same in double precision. */
  public static int rehearsals(DoubleKernels kernels) {
    return AUTO && kernels == KERNELS.doubles ? ColdStart.rehearsals() : 0;
  }

  /** Whether this host multiplies and adds in one instruction. */
  public static boolean fma() {
    return Fma.AVAILABLE;
  }

  private static Kernels kernels() {
    if (REFUSAL != null) {
      throw new IllegalStateException(REFUSAL.getMessage(), REFUSAL);
    }
    return KERNELS;
  }

  private static Kernels choose() {
    KernelChoice.check();
    return switch (KernelChoice.ASKED) {
      case "scalar" -> scalar();
      case "auto" -> vectorOrScalar();
      case "vector" -> forced(0);
      default -> forced(Integer.parseInt(KernelChoice.ASKED.substring("vector-".length())));
    };
  }

  private static Kernels scalar() {
    return new Kernels(new ScalarFloatKernels(), new ScalarDoubleKernels());
  }

  private static Kernels forced(int bits) {
    try {
      return vector(bits);
    } catch (Exception | Error refused) {
      throw new IllegalStateException(
          "-D"
              + KernelChoice.PROPERTY
              + "="
              + KernelChoice.ASKED
              + " cannot be honoured: "
              + reason(refused),
          refused);
    }
  }

  /** Whatever is wrong with the vectors here: the scalar kernels give the same bits. */
  private static Kernels vectorOrScalar() {
    try {
      return trusted();
    } catch (Exception | Error refused) {
      System.getLogger("io.github.lanewise")
          .log(Level.INFO, "lanewise: scalar kernels, because " + reason(refused));
      return scalar();
    }
  }

  /** Vector kernels that this virtual machine is known, or found, to run at their speed. */
  private static Kernels trusted() throws ReflectiveOperationException {
    JitCompiler compiler = JitCompiler.here();
    if (compiler == JitCompiler.NONE) {
      throw new IllegalStateException(
          "this virtual machine runs without its compiler C2 ("
              + System.getProperty("java.vm.info")
              + "), and vectors need it; start java without -Xint and -XX:TieredStopAtLevel");
    }
    Kernels vector = vector(0);
    boolean unknown = compiler == JitCompiler.UNKNOWN;
    if (unknown || Runtime.version().feature() > LAST_KNOWN_JDK) {
      FloatRehearsal.run(vector.floats);
      DoubleRehearsal.run(vector.doubles);
    }
    String objection = unknown ? Trial.objection(vector.floats, new ScalarFloatKernels()) : null;
    if (objection != null) {
      throw new IllegalStateException(
          System.getProperty("java.vm.name")
              + " was tried and "
              + objection
              + "; start a HotSpot with C2, or force the vectors with -D"
              + KernelChoice.PROPERTY
              + "=vector");
    }
    return vector;
  }

  /** Vector kernels of that many bits, 0 for the host's preferred width. */
  private static Kernels vector(int bits) throws ReflectiveOperationException {
    Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
    if (module.isEmpty()) {
      throw new IllegalStateException(
          "the module " + MODULE + " is not loaded; start java with --add-modules " + MODULE);
    }
    KernelProvider.class.getModule().addReads(module.get());
    int widest = ((IntSupplier) instance("io.github.lanewise.kernel.VectorWidth")).getAsInt();
    if (widest < 128) {
      throw new IllegalStateException(
          "the widest vectors here have "
              + widest
              + " bits and the kernels need 128; start java without -XX:MaxVectorSize");
    }
    if (bits > widest && !Boolean.getBoolean(EMULATE)) {
      throw new IllegalStateException("the host's widest vectors have " + widest + " bits");
    }
    KernelChoice.setVectorBits(bits == 0 ? Math.min(widest, 512) : bits);
    return new Kernels(
        (FloatKernels) instance("io.github.lanewise.kernel.VectorFloatKernels"),
        (DoubleKernels) instance("io.github.lanewise.kernel.VectorDoubleKernels"));
  }

  private static Object instance(String name) throws ReflectiveOperationException {
    return Class.forName(name).getDeclaredConstructor().newInstance();
  }

  /** Our own refusals are sentences; what else goes wrong is an exception within others. */
  private static String reason(Throwable refused) {
    if (refused instanceof IllegalStateException) {
      return refused.getMessage();
    }
    Throwable root = refused;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return "the vector kernels do not run on this Java ("
        + root
        + "); use another release of it, or do without them in silence with -D"
        + KernelChoice.PROPERTY
        + "=scalar";
  }
}
