package io.github.lanewise.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.lanewise.data.Csv;
import io.github.lanewise.data.DataFiles;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.MappedFile;
import io.github.lanewise.data.ReadOptions;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.model.LinearModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the classes are called does not change what is learned. */
class LabelNamesTest {
  private static final int ROWS = 60;
  private static final int COLUMNS = 3;

  @TempDir Path directory;

  /** Rows around a centre for each class, labelled by the name of their class. */
  private Path file(List<String> names) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < ROWS; row++) {
      int label = random.nextInt(names.size());
      for (int column = 0; column < COLUMNS; column++) {
        text.append((float) (random.nextDouble() + (column == label ? 0.5 : 0))).append(',');
      }
      text.append(names.get(label)).append('\n');
    }
    return Files.writeString(directory.resolve("data.csv"), text);
  }

  private static LinearModel train(Loss loss, Dataset data) {
    return Trainer.of(loss).l2(1e-3).fit(data).model();
  }

  @Test
  void namesInTheSameOrderGiveTheSameBits() throws IOException {
    for (Loss loss : List.of(Loss.softmax(), Loss.hinge())) {
      String numbered = train(loss, Csv.read(file(List.of("0", "1", "2")))).sha256();
      LinearModel named = train(loss, Csv.read(file(List.of("ant", "bee", "cat"))));
      assertEquals(numbered, named.sha256());
      assertEquals(List.of("ant", "bee", "cat"), named.labelNames());
    }
  }

  @Test
  void permutedNamesGiveTheSameBitsIfTheOrderIsGiven() throws IOException {
    ReadOptions options = ReadOptions.defaults();
    List<String> names = List.of("ant", "bee", "cat");
    List<String> permuted = List.of("cat", "ant", "bee");
    for (Loss loss : List.of(Loss.softmax(), Loss.hinge())) {
      LinearModel model = train(loss, Csv.read(file(names)));
      LinearModel given = train(loss, Csv.read(file(permuted), options.labelNames(permuted)));
      assertEquals(model.sha256(), given.sha256());
      assertEquals(permuted, given.labelNames());
      // In the order of the text the rows of W change places, and sums over classes their order.
      LinearModel ordered = train(loss, Csv.read(file(permuted)));
      assertEquals(names, ordered.labelNames());
      assertNotEquals(model.sha256(), ordered.sha256());
    }
  }

  @Test
  void twoClassesThatChangePlacesKeepTheirBits() throws IOException {
    for (Loss loss : List.of(Loss.softmax(), Loss.hinge())) {
      LinearModel model = train(loss, Csv.read(file(List.of("ant", "bee"))));
      LinearModel swapped = train(loss, Csv.read(file(List.of("bee", "ant"))));
      for (int c = 0; c < 2; c++) {
        assertEquals(model.bias(c), swapped.bias(1 - c), 0.0);
        for (int column = 0; column < COLUMNS; column++) {
          assertEquals(model.weight(c, column), swapped.weight(1 - c, column), 0.0);
        }
      }
    }
  }

  /** In memory and mapped, dense and sparse. */
  @Test
  void filesWhoseDictionariesDifferInOrderAreOneDataSet() throws IOException {
    Dataset whole = Csv.read(file(List.of("ant", "bee", "cat")));
    List<String> lines = Files.readAllLines(directory.resolve("data.csv"));
    List<Dataset> parts = new ArrayList<>();
    List<Dataset> mapped = new ArrayList<>();
    List<Dataset> sparse = new ArrayList<>();
    for (List<String> order : List.of(List.of("cat", "ant", "bee"), List.of("bee", "cat", "ant"))) {
      int from = parts.size() * 20;
      List<String> rows = lines.subList(from, parts.isEmpty() ? 20 : ROWS);
      ReadOptions options = ReadOptions.defaults().labelNames(order);
      Path csv = Files.write(directory.resolve("part.csv"), rows);
      parts.add(Csv.read(csv, options));
      Path rowsFile = directory.resolve("part" + from);
      DataFiles.convert(csv, null, options, rowsFile, done -> {});
      mapped.add(MappedFile.read(rowsFile));
      Path text = Files.writeString(directory.resolve("part.txt"), svmlight(rows));
      DataFiles.convert(text, null, options, rowsFile.resolveSibling("sparse" + from), done -> {});
      sparse.add(MappedFile.read(rowsFile.resolveSibling("sparse" + from)));
    }
    for (Loss loss : List.of(Loss.softmax(), Loss.hinge())) {
      LinearModel expected = train(loss, whole);
      for (List<Dataset> files : List.of(parts, mapped, sparse)) {
        LinearModel model = train(loss, Dataset.join(files));
        assertEquals(expected.sha256(), model.sha256());
        assertEquals(whole.labelNames(), model.labelNames());
      }
    }
  }

  private static String svmlight(List<String> csv) {
    StringBuilder text = new StringBuilder();
    for (String row : csv) {
      String[] cells = row.split(",");
      text.append(cells[COLUMNS]);
      for (int column = 0; column < COLUMNS; column++) {
        text.append(' ').append(column + 1).append(':').append(cells[column]);
      }
      text.append('\n');
    }
    return text.toString();
  }
}
