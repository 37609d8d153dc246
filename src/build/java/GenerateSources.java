import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes the sources that nobody should maintain by hand, before javac runs.
 *
 * <ul>
 *   <li>Register tiles: the straight-line methods of {@code VectorFloatTiles}.
 *   <li>Double twins: every source whose first line is {@code // twin: double} is copied with
 *       {@code Float} read as {@code Double} and {@code float} as {@code double}.
 * </ul>
 *
 * Usage: {@code java GenerateSources.java SOURCE_FOLDER OUTPUT_FOLDER}.
 */
public final class GenerateSources {

  private static final String TWIN_MARK = "// twin: double";
  private static final Pattern TYPE =
      Pattern.compile(
          "^(?=(?:public |final |abstract |sealed )*(?:class|interface|record) )",
          Pattern.MULTILINE);
  private static final Pattern FLOAT_LITERAL = Pattern.compile("\\b(\\d[\\d.]*(?:e-?\\d+)?)f\\b");

  public static void main(String[] arguments) throws IOException {
    Path sources = Path.of(arguments[0]);
    Path output = Path.of(arguments[1]);
    List<Path> files;
    try (Stream<Path> tree = Files.walk(sources)) {
      files = tree.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    for (Path file : files) {
      String text = Files.readString(file);
      if (text.startsWith(TWIN_MARK)) {
        Path twin = output.resolve(toDouble(sources.relativize(file).toString()));
        write(twin, twin(text));
      }
    }
    Path shape = sources.resolve("io/github/lanewise/kernel/VectorFloatShape.java");
    if (Files.exists(shape)) {
      String tiles = new RegisterTiles(Files.readString(shape)).source();
      Path folder = output.resolve("io/github/lanewise/kernel");
      write(folder.resolve("VectorFloatTiles.java"), tiles);
      write(folder.resolve("VectorDoubleTiles.java"), toDouble(tiles));
    }
  }

  /** A cast to double that widens in the original is idle in the twin, which javac would report. */
  private static String twin(String text) {
    String copy = toDouble(text.substring(TWIN_MARK.length()).stripLeading());
    return TYPE.matcher(copy).replaceFirst("@SuppressWarnings(\"cast\")\n");
  }

  private static String toDouble(String text) {
    String words = text.replace("Float", "Double").replace("float", "double");
    return FLOAT_LITERAL.matcher(words.replace("FLOAT", "DOUBLE")).replaceAll("$1");
  }

  /** Leaves an unchanged file alone, so that an incremental build has nothing to do. */
  private static void write(Path file, String text) throws IOException {
    if (Files.exists(file) && Files.readString(file).equals(text)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /**
   * The tiles of matrix multiplication and of row dot products. C2 keeps a vector in a register
   * only while it is a local variable of one compiled method, so that a tile of 6 x 4 accumulators
   * has to be 24 named variables: long, regular, and nothing to write by hand.
   *
   * <p>The sizes stand in {@code VectorFloatShape}, whose text is read for them.
   */
  private static final class RegisterTiles {

    private static final Pattern LIST = Pattern.compile("\\{[^}]*}");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final String shape;
    private final StringBuilder out = new StringBuilder();

    RegisterTiles(String shape) {
      this.shape = shape;
    }

    String source() {
      header();
      multiplyTiles("packed", tallest("PACKED_ROWS"));
      multiplyTiles("strided", tallest("STRIDED_ROWS"));
      multiplyTiles("transposed", tallest("TRANSPOSED_ROWS"));
      dotTiles(largest("DOT_ROWS"), largest("DOT_CLASSES"));
      transposition();
      laneFold("laneSums", "add");
      laneFold("laneMaxima", "max");
      line("}");
      return out.toString();
    }

    /** The largest tile height for each tile width in vectors, whatever the host. */
    private int[] tallest(String table) {
      int[] tallest = new int[largest("TILE_VECTORS") + 1];
      for (Matcher list = LIST.matcher(value(table)); list.find(); ) {
        int[] rows = numbers(list.group());
        for (int vectors = 0; vectors < rows.length; vectors++) {
          tallest[vectors] = Math.max(tallest[vectors], rows[vectors]);
        }
      }
      return tallest;
    }

    /** The largest value of a constant, whatever the host. */
    private int largest(String constant) {
      return IntStream.of(numbers(value(constant))).max().getAsInt();
    }

    /** What the text assigns to a constant. */
    private String value(String constant) {
      Matcher value = Pattern.compile("\\b" + constant + " =([^;]*);").matcher(shape);
      if (!value.find()) {
        throw new IllegalStateException("VectorFloatShape has no " + constant);
      }
      return value.group(1);
    }

    private static int[] numbers(String text) {
      return NUMBER.matcher(text).results().mapToInt(n -> Integer.parseInt(n.group())).toArray();
    }

    private void header() {
      line(
          """
          package io.github.lanewise.kernel;

          import jdk.incubator.vector.FloatVector;
          import jdk.incubator.vector.VectorMask;
          import jdk.incubator.vector.VectorShuffle;
          import jdk.incubator.vector.VectorSpecies;

          /**
           * Register tiles, written by src/build/java/GenerateSources.java. Every method is one
           * straight-line loop body over named accumulators; none checks its arguments.
           */
          final class VectorFloatTiles {

            private static final VectorSpecies<Float> SPECIES = VectorFloatShape.SPECIES;
            private static final int LANES = VectorFloatShape.LANES;
            private static final int PARTS = VectorFloatShape.PARTS;
            private static final int STEP = FloatKernels.LANES;
            private static final int PANEL = FloatKernels.PANEL;
            private static final boolean FMA = Fma.AVAILABLE;

            private VectorFloatTiles() {}
          """);
      for (int distance = 8; distance > 0; distance /= 2) {
        line("  /** Brings lane l ^ %d to lane l. */".formatted(distance));
        line("  static final VectorShuffle<Float> SWAP_%1$d =".formatted(distance));
        line(
            "      VectorShuffle.fromOp(SPECIES, l -> (l ^ %d) & (LANES - 1));\n"
                .formatted(distance));
        line("  /** The lanes whose number has the bit %d. */".formatted(distance));
        line("  private static final VectorMask<Float> ODD_%1$d =".formatted(distance));
        line("      VectorMask.fromLong(SPECIES, 0x%xL);\n".formatted(odd(distance)));
      }
    }

    private static long odd(int distance) {
      long lanes = 0;
      for (int lane = 0; lane < 16; lane++) {
        lanes |= (lane & distance) == 0 ? 0 : 1L << lane;
      }
      return lanes;
    }

    private void multiplyTiles(String name, int[] tallest) {
      multiplyDispatch(name, tallest);
      for (int vectors = 1; vectors < tallest.length; vectors++) {
        for (int rows = 1; rows <= tallest[vectors]; rows++) {
          multiplyTile(name, rows, vectors);
        }
      }
    }

    private void multiplyDispatch(String name, int[] tallest) {
      line(
          "  /** Runs the tile of that many rows and vectors: C = Z + A B, see the tiles below."
              + " */");
      line("  static void %s(".formatted(name));
      line("      int rows, int vectors, int k, float[] a, int aOffset, int aStride,");
      line("      float[] b, int bOffset, int bStride, float[] z, int zOffset, int zStride,");
      line("      float[] c, int cOffset, int cStride) {");
      line("    switch (vectors * 16 + rows) {");
      for (int vectors = 1; vectors < tallest.length; vectors++) {
        for (int rows = 1; rows <= tallest[vectors]; rows++) {
          line("      case %d -> %s%dx%d".formatted(vectors * 16 + rows, name, rows, vectors));
          line("          (k, a, aOffset, aStride, b, bOffset, bStride,");
          line("          z, zOffset, zStride, c, cOffset, cStride);");
        }
      }
      line("      default -> throw new AssertionError(rows + \" x \" + vectors);");
      line("    }");
      line("  }\n");
    }

    /**
     * for i, j: c[i][j] = z[i][j]; for p: c[i][j] = fma(a[i][p], b[p][j], c[i][j]).
     *
     * <p>Each row of A has a variable of its own for its start: C2 then keeps one register for it,
     * and adds nothing up inside the loop. Transposed tiles read a[p][i], from one address.
     */
    private void multiplyTile(String name, int rows, int vectors) {
      boolean transposed = name.equals("transposed");
      line(
          "  // for (i < %d) for (j < %d * LANES) c[i][j] = z[i][j] + sum of a[i][p] b[p][j], a chain"
              .formatted(rows, vectors));
      line("  private static void %s%dx%d(".formatted(name, rows, vectors));
      line(
          "      int k, float[] a, int aOffset, int aStride, float[] b, int bOffset, int bStride,");
      line("      float[] z, int zOffset, int zStride, float[] c, int cOffset, int cStride) {");
      loadAccumulators(rows, vectors, transposed);
      multiplyLoop(name);
      multiplyStep(rows, vectors, transposed);
      line("    }");
      storeAccumulators(rows, vectors);
      line("  }\n");
    }

    /** Also where the rows of A begin, unless those of its transpose follow each other. */
    private void loadAccumulators(int rows, int vectors, boolean transposed) {
      for (int i = 0; i < rows; i++) {
        if (!transposed) {
          line("    int a%d = aOffset + %d * aStride;".formatted(i, i));
        }
        for (int j = 0; j < vectors; j++) {
          line(
              "    FloatVector c%d_%d = FloatVector.fromArray(SPECIES, z, zOffset + %d * zStride + %d * LANES);"
                  .formatted(i, j, i, j));
        }
      }
    }

    /** The head of the loop over p, in which row p of B begins at q and that of A^T at o. */
    private void multiplyLoop(String name) {
      switch (name) {
        case "packed" -> {
          line("    for (int p = 0; p < k; p++) {");
          line("      int q = bOffset + p * PANEL;");
        }
        case "transposed" -> {
          line("    for (int p = 0, o = aOffset, q = bOffset; p < k;");
          line("        p++, o += aStride, q += bStride) {");
        }
        default -> line("    for (int p = 0, q = bOffset; p < k; p++, q += bStride) {");
      }
    }

    private void multiplyStep(int rows, int vectors, boolean transposed) {
      for (int j = 0; j < vectors; j++) {
        line(
            "      FloatVector b%d = FloatVector.fromArray(SPECIES, b, q + %d * LANES);"
                .formatted(j, j));
      }
      line("      FloatVector x;");
      for (int i = 0; i < rows; i++) {
        String element = (transposed ? "o + %d" : "a%d + p").formatted(i);
        line("      x = FloatVector.broadcast(SPECIES, a[%s]);".formatted(element));
        for (int j = 0; j < vectors; j++) {
          multiplyAdd("c%d_%d".formatted(i, j), "b" + j);
        }
      }
    }

    private void storeAccumulators(int rows, int vectors) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < vectors; j++) {
          line(
              "    c%d_%d.intoArray(c, cOffset + %d * cStride + %d * LANES);"
                  .formatted(i, j, i, j));
        }
      }
    }

    private void dotTiles(int tallest, int widest) {
      dotDispatch(tallest, widest);
      for (int rows = 1; rows <= tallest; rows++) {
        for (int classes = 1; classes <= widest; classes++) {
          dotTile(rows, classes);
        }
      }
    }

    private void dotDispatch(int tallest, int widest) {
      line(
          "  /** Runs the tile of that many rows and classes: partial dot products, see below. */");
      line("  static void dots(");
      line("      int rows, int classes, int columns, float[] x, int xOffset, int xStride,");
      line("      float[] w, int wOffset, int wStride,");
      line("      float[] partials, int pOffset, int pStride) {");
      line("    switch (rows * 16 + classes) {");
      for (int rows = 1; rows <= tallest; rows++) {
        for (int classes = 1; classes <= widest; classes++) {
          line("      case %d -> dots%dx%d".formatted(rows * 16 + classes, rows, classes));
          line("          (columns, x, xOffset, xStride, w, wOffset, wStride,");
          line("          partials, pOffset, pStride);");
        }
      }
      line("      default -> throw new AssertionError(rows + \" x \" + classes);");
      line("    }");
      line("  }\n");
    }

    /** Lane l of a pair (row, class) sums the products of the columns d with d mod STEP = l. */
    private void dotTile(int rows, int classes) {
      line(
          "  // for (r < %d) for (c < %d) for (l < STEP) for (d = l; d < columns; d += STEP)"
              .formatted(rows, classes));
      line("  //   partials[r][c][l] = fma(x[r][d], w[c][d], partials[r][c][l])");
      line("  private static void dots%dx%d(".formatted(rows, classes));
      line("      int columns, float[] x, int xOffset, int xStride,");
      line("      float[] w, int wOffset, int wStride,");
      line("      float[] partials, int pOffset, int pStride) {");
      for (int r = 0; r < rows; r++) {
        line("    int x%d = xOffset + %d * xStride;".formatted(r, r));
      }
      for (int c = 0; c < classes; c++) {
        line("    int w%d = wOffset + %d * wStride;".formatted(c, c));
      }
      line("    for (int lane = 0; lane < STEP; lane += LANES) {");
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < classes; c++) {
          line("      FloatVector c%d_%d = FloatVector.zero(SPECIES);".formatted(r, c));
        }
      }
      line("      for (int d = lane; d < columns; d += STEP) {");
      for (int c = 0; c < classes; c++) {
        line(
            "        FloatVector b%d = FloatVector.fromArray(SPECIES, w, w%d + d);"
                .formatted(c, c));
      }
      line("        FloatVector v;");
      for (int r = 0; r < rows; r++) {
        line("        v = FloatVector.fromArray(SPECIES, x, x%d + d);".formatted(r));
        for (int c = 0; c < classes; c++) {
          multiplyAdd("c%d_%d".formatted(r, c), "b" + c, "v");
        }
      }
      line("      }");
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < classes; c++) {
          line(
              "      c%d_%d.intoArray(partials, pOffset + %d * pStride + %d * STEP + lane);"
                  .formatted(r, c, r, c));
        }
      }
      line("    }");
      line("  }\n");
    }

    /**
     * Folds the lanes of many virtual vectors at once. A merge of two vectors at distance d keeps
     * a[l] + a[l ^ d] of one in the lanes without bit d and the same of the other in the lanes with
     * it, so that LANES vectors end as one, with the fold of vector l in lane l.
     */
    private void laneFold(String name, String fold) {
      line(
          "  // for (i < count) folds[i] = lanes of v[i] folded by %s; count a multiple of LANES"
              .formatted(fold));
      line(
          "  static void %s(int count, float[] v, int vOffset, float[] folds, int offset) {"
              .formatted(name));
      line("    for (int i = 0; i < count; i += LANES) {");
      line("      int p = vOffset + i * STEP;");
      for (int lanes = 16; lanes >= 2; lanes /= 2) {
        line("      %sif (LANES == %d) {".formatted(lanes == 16 ? "" : "} else ", lanes));
        for (int v = 0; v < lanes; v++) {
          line(
              "        FloatVector v%d = FloatVector.fromArray(SPECIES, v, p + %d * STEP);"
                  .formatted(v, v));
          line("        if (PARTS == 2) {");
          line("          v%1$d = v%1$d.%3$s(%2$s);".formatted(v, part(v, 1), fold));
          line("        } else if (PARTS == 4) {");
          line("          v%1$d = v%1$d.%3$s(%2$s)".formatted(v, part(v, 2), fold));
          line("              .%3$s(%1$s.%3$s(%2$s));".formatted(part(v, 1), part(v, 3), fold));
          line("        }");
        }
        if (lanes == 2) {
          // x86 has neither masks nor shuffles of two lanes.
          line("        folds[offset + i] = %s;".formatted(scalarFold(fold, 0)));
          line("        folds[offset + i + 1] = %s;".formatted(scalarFold(fold, 1)));
          continue;
        }
        for (int distance = lanes / 2; distance > 0; distance /= 2) {
          for (int v = 0; v < distance; v++) {
            line(
                "        v%1$d = v%1$d.blend(v%2$d, ODD_%3$d)"
                    .formatted(v, v + distance, distance));
            line(
                "            .%4$s(v%2$d.blend(v%1$d, ODD_%3$d).rearrange(SWAP_%3$d));"
                    .formatted(v, v + distance, distance, fold));
          }
        }
        line("        v0.intoArray(folds, offset + i);");
      }
      line("      }");
      line("    }");
      line("  }\n");
    }

    /**
     * Transposes LANES rows, LANES columns at a time: at each distance d, two vectors d apart
     * exchange the lanes with bit d of one for those without it of the other.
     */
    private void transposition() {
      line("  // for (i < LANES) for (j < columns) t[j][i] = s[i][j]; columns a multiple of LANES");
      line("  static void transpose(");
      line("      int columns, float[] s, int sOffset, int sStride,");
      line("      float[] t, int tOffset, int tStride) {");
      line("    for (int j = 0; j < columns; j += LANES) {");
      line("      int p = sOffset + j;");
      line("      int q = tOffset + j * tStride;");
      line("      FloatVector x;");
      for (int lanes = 16; lanes > 2; lanes /= 2) {
        line("      %sif (LANES == %d) {".formatted(lanes == 16 ? "" : "} else ", lanes));
        for (int v = 0; v < lanes; v++) {
          line(
              "        FloatVector v%d = FloatVector.fromArray(SPECIES, s, p + %d * sStride);"
                  .formatted(v, v));
        }
        for (int distance = lanes / 2; distance > 0; distance /= 2) {
          for (int v = 0; v < lanes; v++) {
            if ((v & distance) == 0) {
              exchange(v, v + distance, distance);
            }
          }
        }
        for (int v = 0; v < lanes; v++) {
          line("        v%d.intoArray(t, q + %d * tStride);".formatted(v, v));
        }
      }
      line("      } else {");
      line("        throw new AssertionError(LANES);");
      line("      }");
      line("    }");
      line("  }\n");
    }

    private void exchange(int low, int high, int distance) {
      line(
          "        x = v%1$d.blend(v%2$d.rearrange(SWAP_%3$d), ODD_%3$d);"
              .formatted(low, high, distance));
      line(
          "        v%2$d = v%1$d.rearrange(SWAP_%3$d).blend(v%2$d, ODD_%3$d);"
              .formatted(low, high, distance));
      line("        v%d = x;".formatted(low));
    }

    private static String scalarFold(String fold, int v) {
      String lanes = "v%1$d.lane(0)@v%1$d.lane(1)".formatted(v);
      return fold.equals("add")
          ? lanes.replace("@", " + ")
          : "Math.max(" + lanes.replace("@", ", ") + ")";
    }

    private static String part(int vector, int part) {
      return "FloatVector.fromArray(SPECIES, v, p + %d * STEP + %d * LANES)"
          .formatted(vector, part);
    }

    private void multiplyAdd(String sum, String factor) {
      multiplyAdd(sum, factor, "x");
    }

    private void multiplyAdd(String sum, String factor, String other) {
      line(
          "      %1$s = FMA ? %3$s.fma(%2$s, %1$s) : %3$s.mul(%2$s).add(%1$s);"
              .formatted(sum, factor, other));
    }

    private void line(String text) {
      out.append(text).append('\n');
    }
  }
}
