package io.github.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real files: the bundled digits, and MNIST where it is installed. */
class BundledDataTest {
  private static final List<String> DIGITS =
      List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

  @Test
  void digits() throws IOException {
    Dataset digits = Csv.read(Path.of("docs", "data", "digits.csv.gz"));
    assertEquals(1797, digits.rows());
    assertEquals(64, digits.columns());
    assertEquals(DIGITS, digits.labelNames());
    assertEquals(359, digits.split(0.2, 1).test().rows());
    assertEquals(5, digits.features().get(0, 2));
    assertEquals(0, digits.label(0));
  }

  @Test
  void mnist() throws IOException {
    String root = System.getProperty("lanewise.data", "");
    Path mnist = Path.of(root, "mnist");
    assumeTrue(
        !root.isEmpty() && Files.isDirectory(mnist),
        "skipped: the system property lanewise.data names no folder with MNIST in mnist/");
    Dataset train =
        DataFiles.read(mnist.resolve("train-images-idx3-ubyte.gz"), null, ReadOptions.defaults());
    Dataset test =
        DataFiles.read(mnist.resolve("t10k-images-idx3-ubyte.gz"), null, ReadOptions.defaults());
    assertEquals(60_000, train.rows());
    assertEquals(10_000, test.rows());
    assertEquals(784, train.columns());
    assertEquals(DIGITS, train.labelNames());
    assertEquals(1.0 / 255, train.features().scale());
    assertEquals(5, train.label(0));
    assertEquals(7, test.label(0));
    double sum = 0;
    for (int row = 0; row < train.rows(); row++) {
      for (int column = 0; column < 784; column++) {
        sum += train.features().get(row, column);
      }
    }
    // The mean pixel of the training images that the literature quotes.
    assertEquals(0.1307, sum / (60_000.0 * 784), 0.00005);
  }
}
