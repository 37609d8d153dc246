package io.github.lanewise.kernel;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Chooses the kernels of this virtual machine, once.
 *
 * <p>This class never names a vector class in its code: where the incubator module is absent, such
 * a class cannot even be loaded.
 */
public final class KernelProvider {

  private static final Logger LOGGER = System.getLogger("io.github.lanewise");
  private static final String MODULE = "jdk.incubator.vector";
  private static final String REMEDY = "start java with --add-modules " + MODULE;

  /**
   * Lets a forced width pass that of the hardware: right answers, at a thousandth of the speed. For
   * the tests of this library on narrow hosts.
   */
  private static final String EMULATE = "lanewise.kernel.emulate";

  private static final FloatKernels FLOATS;
  private static final DoubleKernels DOUBLES;

  static {
    Object[] kernels = choose(KernelChoice.ASKED);
    FLOATS = (FloatKernels) kernels[0];
    DOUBLES = (DoubleKernels) kernels[1];
    LOGGER.log(Level.DEBUG, "lanewise: kernels {0}, fma {1}", FLOATS.name(), Fma.AVAILABLE);
  }

  private KernelProvider() {}

  /** The kernels in single precision. */
  public static FloatKernels floats() {
    return FLOATS;
  }

  /** The kernels in double precision. */
  public static DoubleKernels doubles() {
    return DOUBLES;
  }

  /** Whether this host multiplies and adds in one instruction. */
  public static boolean fma() {
    return Fma.AVAILABLE;
  }

  private static Object[] choose(String asked) {
    return switch (asked) {
      case "scalar" -> scalar();
      case "auto" -> vectorOrScalar();
      case "vector" -> forced(0);
      case "vector-128" -> forced(128);
      case "vector-256" -> forced(256);
      case "vector-512" -> forced(512);
      default ->
          throw new IllegalArgumentException(
              "-D%s=%s: expected auto, scalar, vector, vector-128, vector-256 or vector-512"
                  .formatted(KernelChoice.PROPERTY, asked));
    };
  }

  private static Object[] scalar() {
    return new Object[] {new ScalarFloatKernels(), new ScalarDoubleKernels()};
  }

  private static Object[] forced(int bits) {
    try {
      return vector(bits);
    } catch (ReflectiveOperationException | LinkageError | RuntimeException refused) {
      throw new IllegalStateException(
          "-D%s=%s cannot be honoured: %s"
              .formatted(KernelChoice.PROPERTY, KernelChoice.ASKED, refused.getMessage()),
          refused);
    }
  }

  private static Object[] vectorOrScalar() {
    try {
      return vector(0);
    } catch (ReflectiveOperationException | LinkageError | RuntimeException refused) {
      LOGGER.log(Level.INFO, "lanewise: scalar kernels, because {0}", refused.getMessage());
      return scalar();
    }
  }

  /** Vector kernels of that many bits, 0 for the host's preferred width. */
  private static Object[] vector(int bits) throws ReflectiveOperationException {
    Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
    if (module.isEmpty()) {
      throw new IllegalStateException("the module " + MODULE + " is not loaded; " + REMEDY);
    }
    KernelProvider.class.getModule().addReads(module.get());
    int widest = ((IntSupplier) instance("io.github.lanewise.kernel.VectorWidth")).getAsInt();
    if (widest < 128) {
      throw new IllegalStateException("the host's vectors have only " + widest + " bits");
    }
    if (bits > widest && !Boolean.getBoolean(EMULATE)) {
      throw new IllegalStateException("the host's widest vectors have " + widest + " bits");
    }
    KernelChoice.setVectorBits(bits == 0 ? Math.min(widest, 512) : bits);
    return new Object[] {
      instance("io.github.lanewise.kernel.VectorFloatKernels"),
      instance("io.github.lanewise.kernel.VectorDoubleKernels")
    };
  }

  private static Object instance(String name) throws ReflectiveOperationException {
    return Class.forName(name).getDeclaredConstructor().newInstance();
  }
}
