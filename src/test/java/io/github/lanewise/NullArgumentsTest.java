package io.github.lanewise;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.lanewise.data.ClassWeights;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.DoubleSparseTile;
import io.github.lanewise.data.DoubleTile;
import io.github.lanewise.data.FeatureHasher;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.FloatSparseTile;
import io.github.lanewise.data.FloatTile;
import io.github.lanewise.data.Limits;
import io.github.lanewise.data.ReadOptions;
import io.github.lanewise.data.SparseFeatures;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.matrix.DoubleMatrix;
import io.github.lanewise.matrix.FloatMatrix;
import io.github.lanewise.model.Calibration;
import io.github.lanewise.model.Evaluation;
import io.github.lanewise.model.LinearModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A null argument that is not allowed gives a NullPointerException that names it, in our own code,
 * whatever the other arguments are: the files of this test do not exist.
 */
class NullArgumentsTest {

  private static final List<String> PACKAGES = List.of("", "data", "loss", "matrix", "model");

  /** Where null means something, by the argument's number, or does not matter. */
  private static final Set<String> NULLABLE =
      Set.of(
          "DataFiles.read 1",
          "DataFiles.convert 1",
          "Split 0",
          "Split 1",
          "InvalidDataException 0",
          "MalformedFileException 0",
          "MalformedFileException 2",
          "Precision.valueOf 0");

  /** Ours, or the virtual machine's own that names a parameter, or has no names to tell. */
  private static final Pattern NAMES =
      Pattern.compile("[a-z]\\w*|.* because \"([a-z]\\w*|<parameter\\d>)\" is null");

  private static final Dataset DATA =
      Dataset.of(Features.of(new float[] {1, 2}, 2, 1), new int[] {0, 1});
  private static final LinearModel MODEL =
      LinearModel.of(new float[2], new float[2], DATA.labelNames(), Loss.softmax(), 1);

  private static final List<Object> SAMPLES =
      List.of(
          new float[2],
          new double[2],
          new int[2],
          new long[2],
          new byte[1],
          "softmax",
          Path.of("missing", "file"),
          List.of(),
          Map.of(),
          new ByteArrayInputStream(new byte[0]),
          (IntConsumer) row -> {},
          1,
          1L,
          1.0,
          ',',
          true,
          Precision.FLOAT,
          Limits.defaults(),
          ReadOptions.defaults(),
          DATA,
          new Dataset.Split(DATA, DATA),
          DATA.features(),
          SparseFeatures.of(new long[] {0, 1}, new int[] {0}, new float[] {1}, 1),
          new FloatTile(1, 16),
          new DoubleTile(1, 16),
          new FloatSparseTile(1, 1),
          new DoubleSparseTile(1, 1),
          new FeatureHasher(8, 1),
          ClassWeights.none(),
          new FloatMatrix(1, 1),
          new DoubleMatrix(1, 1),
          Loss.softmax(),
          Loss.hinge(),
          MODEL,
          Evaluation.of(MODEL, DATA),
          Calibration.temperature(MODEL, DATA));

  @Test
  void nullIsNamed() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Executable door : doors()) {
      for (int i = 0; i < door.getParameterCount(); i++) {
        Class<?> type = door.getParameterTypes()[i];
        boolean nullable = NULLABLE.contains(name(door) + " " + i) || isOption(door, type);
        if (!type.isPrimitive() && !nullable) {
          String answer = answer(door, i);
          if (answer != null) {
            wrong.add(name(door) + " " + i + ": " + answer);
          }
        }
      }
    }
    assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
  }

  /** Most options of readers may be left open. */
  private static boolean isOption(Executable door, Class<?> type) {
    boolean needed = type == Precision.class || type == Limits.class;
    return door.getDeclaringClass() == ReadOptions.class && !needed;
  }

  private static String name(Executable door) {
    String type = door.getDeclaringClass().getSimpleName();
    return door instanceof Constructor ? type : type + "." + door.getName();
  }

  /** What is wrong about a null in one place, or null. */
  private static String answer(Executable door, int place) throws Exception {
    Object[] arguments =
        Stream.of(door.getParameterTypes()).map(NullArgumentsTest::sample).toArray();
    arguments[place] = null;
    try {
      Object made =
          door instanceof Constructor<?> constructor
              ? constructor.newInstance(arguments)
              : ((Method) door).invoke(receiver(door), arguments);
      return "accepted, gives " + made;
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause();
      boolean named =
          thrown instanceof NullPointerException && NAMES.matcher(thrown.getMessage()).matches();
      StackTraceElement first =
          Arrays.stream(thrown.getStackTrace())
              .filter(frame -> !frame.getClassName().equals("java.util.Objects"))
              .findFirst()
              .get();
      return named && first.getClassName().startsWith("io.github.lanewise.")
          ? null
          : thrown + " at " + first;
    }
  }

  private static Object receiver(Executable door) {
    return Modifier.isStatic(door.getModifiers()) ? null : sample(door.getDeclaringClass());
  }

  private static Object sample(Class<?> type) {
    Class<?> boxed = MethodType.methodType(type).wrap().returnType();
    return SAMPLES.stream()
        .filter(boxed::isInstance)
        .findFirst()
        .orElseGet(() -> fail("no sample of " + type));
  }

  private static List<Executable> doors() throws IOException, URISyntaxException {
    Path root =
        Path.of(Lanewise.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("io/github/lanewise");
    List<Executable> doors = new ArrayList<>();
    for (String name : PACKAGES) {
      try (Stream<Path> files = Files.list(root.resolve(name))) {
        files
            .map(file -> file.getFileName().toString())
            .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
            .sorted()
            .map(file -> load(name, file))
            .filter(type -> Modifier.isPublic(type.getModifiers()))
            .forEach(type -> addTo(doors, type));
      }
    }
    return doors;
  }

  private static void addTo(List<Executable> doors, Class<?> type) {
    doors.addAll(List.of(type.getConstructors()));
    Stream.of(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> !method.isSynthetic() && !method.getName().equals("equals"))
        .forEach(doors::add);
  }

  private static Class<?> load(String folder, String file) {
    String type = file.substring(0, file.length() - ".class".length());
    try {
      return Class.forName("io.github.lanewise." + (folder.isEmpty() ? "" : folder + ".") + type);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
