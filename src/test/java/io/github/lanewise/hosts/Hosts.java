package io.github.lanewise.hosts;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The rows of the matrix. */
final class Hosts {

  private static final String VECTORS = "jdk.incubator.vector";
  private static final String LIBRARY = "io.github.lanewise";
  private static final String FMA = "fma=true";
  private static final String NO_FMA = "fma=false";
  private static final String SCALAR = "scalar ";
  private static final String VECTOR = "vector-";

  /**
   * Without C2 nobody would choose the vector kernels, nor for tasks as small as these are; but
   * their bits are the same, which is what the rows are there to show.
   */
  private static final String FORCED = "-Dlanewise.kernel=vector";

  private final Path jar;
  private final Path tests;
  private final List<Host> hosts = new ArrayList<>();

  /** With the library in a jar, and the fingerprint in a folder of classes. */
  Hosts(Path jar, Path tests) {
    this.jar = jar;
    this.tests = tests;
  }

  List<Host> all() {
    return List.copyOf(hosts);
  }

  /** What every change has to pass. */
  void addQuick(Path home) {
    Path java = java(home);
    String jdk = jdk(home);
    classPath(java, jdk + "default", VECTOR, List.of("--add-modules", VECTORS));
    classPath(java, jdk + "vector", VECTOR, vectors());
    classPath(java, jdk + "no --add-modules", SCALAR, List.of());
    for (String kernel : List.of("vector-128", "vector-256")) {
      classPath(java, jdk + kernel, kernel, vectors("-Dlanewise.kernel=" + kernel));
    }
    classPath(java, jdk + "C1 alone", VECTOR, vectors("-XX:TieredStopAtLevel=1"));
    if (isX86()) {
      classPath(java, jdk + "-XX:-UseFMA", NO_FMA, vectors("-XX:-UseFMA"));
    }
    modulePath(java, jdk + "module path", VECTOR, FORCED, "--add-modules", LIBRARY + "," + VECTORS);
  }

  /** What a release has to pass. */
  void addSlow(Path home, Path images) throws IOException {
    Path java = java(home);
    String jdk = jdk(home);
    for (String kernel : List.of("scalar", "vector-512")) {
      classPath(java, jdk + kernel + " forced", kernel, vectors("-Dlanewise.kernel=" + kernel));
    }
    classPath(java, jdk + "interpreted", VECTOR, vectors("-Xint"));
    classPath(java, jdk + "scalar, interpreted", SCALAR, List.of("-Xint"));
    classPath(java, jdk + "C2 alone", VECTOR, vectors("-XX:-TieredCompilation"));
    if (isX86()) {
      addInstructionSets(java, jdk);
    }
    modulePath(java, jdk + "module path, no vectors", SCALAR, "--add-modules", LIBRARY);
    String limit = "--limit-modules";
    classPath(java, jdk + limit + " java.base", SCALAR, List.of(limit, "java.base"));
    classPath(
        java,
        jdk + limit + " java.base," + VECTORS,
        VECTOR,
        vectors(limit, "java.base," + VECTORS));
    addImages(home, jdk, images);
    classPath(java, jdk + "-Xmx64m", VECTOR, vectors("-Xmx64m"));
    for (String locale : List.of("tr-TR", "de-DE", "ar-EG")) {
      classPath(
          java,
          jdk + "locale " + locale,
          VECTOR,
          vectors(
              "-Duser.language=" + locale.substring(0, 2),
              "-Duser.country=" + locale.substring(3)));
    }
    for (String option :
        List.of(
            "-XX:ActiveProcessorCount=1",
            "-XX:ActiveProcessorCount=16",
            "-XX:+UseSerialGC",
            "-XX:+UseParallelGC",
            "-XX:+UseG1GC",
            "-XX:+UseZGC")) {
      classPath(java, jdk + option, VECTOR, vectors(option));
    }
  }

  private void addInstructionSets(Path java, String jdk) {
    for (String option : List.of("-XX:UseAVX=3", "-XX:UseAVX=2", "-XX:MaxVectorSize=16")) {
      classPath(java, jdk + option, FMA, vectors(option));
    }
    // A processor that has FMA keeps it at UseAVX=1.
    classPath(java, jdk + "-XX:UseAVX=1", "", vectors("-XX:UseAVX=1"));
    classPath(java, jdk + "-XX:UseAVX=0", NO_FMA, vectors("-XX:UseAVX=0"));
    classPath(java, jdk + "-XX:UseAVX=0, scalar", NO_FMA, List.of("-XX:UseAVX=0"));
    for (String kernel : List.of("scalar", "vector-128", "vector-256", "vector-512")) {
      classPath(
          java,
          jdk + "-XX:-UseFMA, " + kernel,
          NO_FMA,
          vectors("-XX:-UseFMA", "-Dlanewise.kernel=" + kernel));
    }
    classPath(
        java,
        jdk + "-XX:-UseFMA, C1 alone",
        NO_FMA,
        vectors("-XX:-UseFMA", "-XX:TieredStopAtLevel=1"));
    classPath(java, jdk + "-XX:-UseFMA, interpreted", NO_FMA, List.of("-XX:-UseFMA", "-Xint"));
  }

  /** Run-time images: without the vectors, with them, and with the library inside. */
  private void addImages(Path home, String jdk, Path images) throws IOException {
    Path plain = image(home, images, "plain", "java.base");
    classPath(java(plain), jdk + "jlink, java.base", SCALAR, List.of());
    Path vectors = image(home, images, "vectors", "java.base," + VECTORS);
    classPath(java(vectors), jdk + "jlink, " + VECTORS, VECTOR, vectors());
    Path library = image(home, images, "library", LIBRARY + "," + VECTORS);
    hosts.add(
        new Host(
            jdk + "jlink, the library inside",
            java(library),
            inModule(FORCED, "--add-modules", LIBRARY + "," + VECTORS),
            Map.of(),
            VECTOR));
  }

  private Path image(Path home, Path images, String name, String modules) throws IOException {
    Path image = images.resolve(home.getFileName() + "-" + name);
    try {
      Path log = images.resolve("jlink.log");
      int status =
          new ProcessBuilder(
                  home.resolve("bin").resolve("jlink").toString(),
                  "--module-path",
                  jar.toString(),
                  "--add-modules",
                  modules,
                  "--output",
                  image.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (status != 0) {
        throw new IOException("jlink: " + Files.readString(log));
      }
      // The image's launcher comes from the JDK's packages; that of the JDK itself runs here.
      Files.copy(java(home), java(image), StandardCopyOption.REPLACE_EXISTING);
      return image;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    }
  }

  /** An AArch64 java, most likely under emulation. */
  void addAarch64(Path java) {
    List<String> quickly = List.of("-XX:TieredStopAtLevel=1");
    classPath(java, "AArch64: scalar, C1 alone", SCALAR, quickly);
    classPath(java, "AArch64: scalar, interpreted", SCALAR, List.of("-Xint"));
    classPath(java, "AArch64: scalar", SCALAR, List.of());
    classPath(java, "AArch64: NEON, C1 alone", VECTOR, vectors(quickly.getFirst()));
    classPath(java, "AArch64: NEON", VECTOR, vectors());
    hosts.add(new Host("AArch64: SVE", java, onClassPath(vectors()), Map.of("SVE", "1"), VECTOR));
  }

  private void classPath(Path java, String name, String expected, List<String> options) {
    hosts.add(new Host(name, java, onClassPath(options), Map.of(), expected));
  }

  private List<String> onClassPath(List<String> options) {
    return append(options, "-cp", tests + File.pathSeparator + jar);
  }

  /** The library as a module. */
  private void modulePath(Path java, String name, String expected, String... options) {
    List<String> all = append(inModule(options), "--module-path", jar.toString());
    hosts.add(new Host(name, java, all, Map.of(), expected));
  }

  /** The fingerprint becomes a part of the library's module, whose packages it looks into. */
  private List<String> inModule(String... options) {
    return append(
        List.of(options), "--patch-module", LIBRARY + "=" + tests, "-cp", tests.toString());
  }

  /** Vector kernels for every task, of the host's width unless the options name one. */
  private static List<String> vectors(String... options) {
    boolean named = Stream.of(options).anyMatch(option -> option.startsWith("-Dlanewise.kernel="));
    List<String> all = append(List.of("--add-modules", VECTORS), options);
    return named ? all : append(all, FORCED);
  }

  private static List<String> append(List<String> first, String... then) {
    return Stream.concat(first.stream(), Stream.of(then)).toList();
  }

  private static Path java(Path home) {
    return home.resolve("bin").resolve("java");
  }

  private static boolean isX86() {
    return System.getProperty("os.arch").matches("amd64|x86_64");
  }

  /** The release of a JDK, for the names of its rows. */
  private static String jdk(Path home) {
    return "JDK " + Release.of(home).version() + ": ";
  }
}
