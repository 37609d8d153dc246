package io.github.lanewise.jmh;

import io.github.lanewise.Precision;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.data.FloatTile;
import io.github.lanewise.data.Idx;
import io.github.lanewise.data.MappedFile;
import io.github.lanewise.optim.Objective;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The step on a mapped file that may be larger than the heap, beside the step on rows in memory: a
 * process for each, so that their heaps can differ. {@code jmh/mapped.sh} starts them.
 */
final class MappedSteps {
  private static final double L2 = 1e-4;
  private static final int NOISE = 11;
  private static final int PARAMETERS = 12;

  /** Rows in memory: more than any cache holds. */
  private static final int RESIDENT_COPIES = 5;

  private static final double BYTE_SCALE = 1.0 / 255;
  private static final double NANOS = 1e9;

  private MappedSteps() {}

  /**
   * Runs one part.
   *
   * @param arguments {@code write FOLDER BYTES}: X.npy and y.npy, MNIST again and again, every
   *     pixel with its own noise; {@code resident LOSS THREADS STEPS} and {@code mapped LOSS
   *     THREADS STEPS FILE}: prints the median rate of steps in rows a second, and what opening
   *     took
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "write" -> write(Path.of(arguments[1]), Long.parseLong(arguments[2]));
      case "resident" -> measure(arguments, resident(mnist()));
      case "mapped" -> {
        long start = System.nanoTime();
        Dataset data = MappedFile.read(Path.of(arguments[4]));
        print("opening", (System.nanoTime() - start) / NANOS);
        measure(arguments, data);
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static Dataset mnist() throws IOException {
    Path folder = Path.of(System.getenv().getOrDefault("LANEWISE_DATA", "../shared/data"), "mnist");
    return Idx.read(
        folder.resolve("train-images-idx3-ubyte.gz"), folder.resolve("train-labels-idx1-ubyte.gz"));
  }

  private static void write(Path folder, long bytes) throws IOException {
    Dataset mnist = mnist();
    int columns = mnist.columns();
    int rows = Math.toIntExact(bytes / ((long) columns * Float.BYTES));
    SplittableRandom random = Data.random(NOISE);
    ByteBuffer row = ByteBuffer.allocate(columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[columns];
    try (OutputStream x = Files.newOutputStream(folder.resolve("X.npy"));
        OutputStream packed = new BufferedOutputStream(x, 1 << 20);
        OutputStream y = new BufferedOutputStream(Files.newOutputStream(folder.resolve("y.npy")))) {
      writeHeader(packed, "<f4", "(" + rows + ", " + columns + ")");
      writeHeader(y, "|i1", "(" + rows + ",)");
      for (int r = 0; r < rows; r++) {
        copy(mnist.features(), r % mnist.rows(), random, values, 0);
        row.clear().asFloatBuffer().put(values);
        packed.write(row.array());
        y.write(mnist.label(r % mnist.rows()));
      }
    }
  }

  /** One row, every pixel a little brighter at random. */
  private static void copy(
      Features features, int row, SplittableRandom random, float[] target, int at) {
    FloatTile tile = new FloatTile(1, features.columns());
    features.read(row, 1, tile);
    for (int d = 0; d < features.columns(); d++) {
      double noise = random.nextInt(256) * BYTE_SCALE / 16;
      target[at + d] = (float) (tile.values()[tile.offset() + d] + noise);
    }
  }

  private static void writeHeader(OutputStream out, String type, String shape) throws IOException {
    String text = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    int length = Math.ceilDiv(10 + text.length() + 1, 64) * 64 - 10;
    byte[] padded = new byte[length];
    Arrays.fill(padded, (byte) ' ');
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, padded, 0, bytes.length);
    padded[length - 1] = '\n';
    DataOutputStream header = new DataOutputStream(out);
    header.write("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1));
    header.writeShort(Short.reverseBytes((short) length));
    header.write(padded);
    header.flush();
  }

  private static Dataset resident(Dataset mnist) {
    int rows = RESIDENT_COPIES * mnist.rows();
    int columns = mnist.columns();
    float[] values = new float[Math.multiplyExact(rows, columns)];
    int[] labels = new int[rows];
    SplittableRandom random = Data.random(NOISE);
    for (int r = 0; r < rows; r++) {
      copy(mnist.features(), r % mnist.rows(), random, values, r * columns);
      labels[r] = mnist.label(r % mnist.rows());
    }
    return Dataset.of(Features.of(values, rows, columns), labels);
  }

  private static void measure(String[] arguments, Dataset data) {
    int threads = Integer.parseInt(arguments[2]);
    double[] rates = new double[Integer.parseInt(arguments[3])];
    try (Objective objective =
        Objective.of(
            StepBenchmark.lossOf(arguments[1]), data, L2, true, Precision.FLOAT, threads)) {
      int count = objective.parameterCount();
      float[] parameters = Data.floats(count, -0.05, 0.05, PARAMETERS);
      float[] gradient = new float[count];
      for (int i = 0; i < rates.length; i++) {
        long start = System.nanoTime();
        objective.evaluate(parameters, gradient);
        rates[i] = data.rows() / ((System.nanoTime() - start) / NANOS);
      }
    }
    print("first", rates[0]);
    double[] warm = Arrays.copyOfRange(rates, rates.length / 2, rates.length);
    Arrays.sort(warm);
    print("median", warm[warm.length / 2]);
  }

  private static void print(String name, double value) {
    System.out.printf(Locale.ROOT, "%s %.3f%n", name, value);
  }
}
