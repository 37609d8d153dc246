package io.github.lanewise.jmh;

import io.github.lanewise.Precision;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.optim.Objective;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The step of {@link StepBenchmark} for a program in another language: writes its data and its
 * result, then does one step for every line on standard input and answers how many nanoseconds it
 * took. {@code jmh/peers/step_torch.py} alternates it with its own.
 */
public final class StepRounds {

  private StepRounds() {}

  /**
   * Writes {@code x.f32} [n x d], {@code labels.i32} [n], {@code parameters.f64} and {@code
   * gradient.f64} [c x d + c], {@code value.f64} [1], little-endian, and answers lines until
   * standard input ends.
   *
   * @param arguments loss (softmax or hinge), n, d, c, threads, an existing folder
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    int n = Integer.parseInt(arguments[1]);
    int d = Integer.parseInt(arguments[2]);
    int c = Integer.parseInt(arguments[3]);
    int threads = Integer.parseInt(arguments[4]);
    Path folder = Path.of(arguments[5]);
    Loss loss = StepBenchmark.lossOf(arguments[0]);
    Rows rows = new Rows(n, d, c);
    double[] parameters = rows.parameters();
    double[] gradient = new double[parameters.length];
    try (Objective objective =
        Objective.of(loss, rows.dataset("float"), 0, true, Precision.FLOAT, threads)) {
      double value = objective.evaluate(parameters, gradient);
      write(folder, rows);
      write(folder.resolve("parameters.f64"), parameters);
      write(folder.resolve("gradient.f64"), gradient);
      write(folder.resolve("value.f64"), value);
      answer(objective, parameters, gradient);
    }
  }

  private static void answer(Objective objective, double[] parameters, double[] gradient)
      throws IOException {
    System.out.println("ready");
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    while (lines.readLine() != null) {
      long start = System.nanoTime();
      objective.evaluate(parameters, gradient);
      System.out.println(System.nanoTime() - start);
    }
  }

  private static void write(Path folder, Rows rows) throws IOException {
    try (FileChannel x = open(folder.resolve("x.f32"));
        FileChannel labels = open(folder.resolve("labels.i32"))) {
      for (int r = 0; r < rows.n; r++) {
        ByteBuffer row = littleEndian(rows.d * Float.BYTES);
        for (double value : rows.features(r)) {
          row.putFloat((float) value);
        }
        x.write(row.flip());
        labels.write(littleEndian(Integer.BYTES).putInt(rows.label(r)).flip());
      }
    }
  }

  private static void write(Path file, double... values) throws IOException {
    int most = 1 << 16;
    try (FileChannel channel = open(file)) {
      for (int from = 0; from < values.length; from += most) {
        ByteBuffer buffer = littleEndian(most * Double.BYTES);
        for (int i = from; i < Math.min(values.length, from + most); i++) {
          buffer.putDouble(values[i]);
        }
        channel.write(buffer.flip());
      }
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
