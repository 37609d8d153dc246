package io.github.lanewise.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.loss.Loss;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it replaces a model leaves the old file or the new one. */
class KillTest {
  private static final int KILLS = 8;

  @TempDir Path folder;

  /** Two models of different lengths, too large to be written in one go. */
  private static LinearModel model(int number) {
    int features = 60_000 + 20_000 * number;
    float[] weights = new float[2 * features];
    Arrays.fill(weights, number + 1);
    return LinearModel.of(weights, new float[2], List.of("a", "b"), Loss.softmax(), 1);
  }

  /** Replaces a file for ever. */
  static final class Replacing {
    private Replacing() {}

    public static void main(String[] arguments) throws IOException {
      Path file = Path.of(arguments[0]);
      LinearModel[] models = {model(0), model(1)};
      for (int i = 0; ; i++) {
        ModelFile.write(models[i % 2], file);
        if (i == 1) {
          Files.createFile(Path.of(arguments[1]));
        }
      }
    }
  }

  @Test
  void killingLeavesTheOldFileOrTheNewOne()
      throws IOException, InterruptedException, URISyntaxException {
    Set<String> expected = new TreeSet<>(List.of(model(0).sha256(), model(1).sha256()));
    Path file = folder.resolve("model");
    SplittableRandom random = new SplittableRandom(1);
    for (int kill = 0; kill < KILLS; kill++) {
      Path begun = folder.resolve("begun" + kill);
      Process process = start(file, begun);
      try {
        while (Files.notExists(begun)) {
          assertTrue(process.isAlive(), "the process ended by itself");
          Thread.sleep(1);
        }
        Thread.sleep(0, random.nextInt(1_000_000));
      } finally {
        process.destroyForcibly().waitFor();
      }
      String found = ModelFile.read(file).sha256();
      assertTrue(expected.contains(found), "kill " + kill + ": " + found);
    }
    assertEquals(2, expected.size());
  }

  private Process start(Path file, Path begun) throws IOException, URISyntaxException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dlanewise.kernel=scalar",
            "-cp",
            place(ModelFile.class) + File.pathSeparator + place(KillTest.class),
            Replacing.class.getName(),
            file.toString(),
            begun.toString());
    return builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
  }

  private static Path place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
