package io.github.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.model.ModelFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which column of CSV is the label, in training and afterwards. The last feature could be a label,
 * and says the opposite of it: where it is taken for the label, predictions come out wrong.
 */
class LabelColumnTest {
  private static final String NAMES = "kind,x,y\n";
  private static final String FIRST = "0,5,1\n0,6,1\n1,-5,0\n1,-6,0\n";
  private static final String LAST = "5,1,0\n6,1,0\n-5,0,1\n-6,0,1\n";
  private static final String UNLABELLED = "5,1\n6,1\n-5,0\n-6,0\n";
  private static final String PREDICTED = "0\n0\n1\n1\n";

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Object... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    String[] texts = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
    return Commands.run(new PrintWriter(out), new PrintWriter(err), texts);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path model(String text, Object... options) throws IOException {
    Path model = folder.resolve("model.safetensors");
    Path data = file("train.csv", text);
    Stream<Object> training = Stream.of("train", "--loss", "softmax", "--data", data);
    Stream<Object> all = Stream.concat(training, Stream.of("--model", model));
    assertEquals(0, run(Stream.concat(all, Stream.of(options)).toArray()), err::toString);
    return model;
  }

  private void assertRight(Path model, String text) throws IOException {
    Path data = file("rows.csv", text);
    assertEquals(0, run("predict", "--model", model, "--data", data), err::toString);
    assertEquals(PREDICTED, out.toString());
  }

  private void assertRightWithLabels(Path model, String text) throws IOException {
    assertRight(model, text);
    Path data = folder.resolve("rows.csv");
    assertEquals(0, run("evaluate", "--model", model, "--data", data), err::toString);
    assertTrue(out.toString().contains("accuracy  1.0000"), out::toString);
  }

  private void assertRefused(Path model, String text, String expected) throws IOException {
    Path data = file("rows.csv", text);
    for (String command : List.of("predict", "evaluate")) {
      assertEquals(1, run(command, "--model", model, "--data", data), out::toString);
      assertEquals("", out.toString());
      assertTrue(err.toString().startsWith("lanewise: " + data + expected), err::toString);
      assertTrue(err.toString().contains("--label"), err::toString);
      assertEquals(1, err.toString().lines().count(), err::toString);
    }
  }

  @Test
  void aModelKnowsTheLabelColumnOfItsTraining() throws IOException {
    Path model = model(FIRST, "--label", 1);
    assertRightWithLabels(model, FIRST);
    assertRight(model, UNLABELLED);
    Path rows = file("rows.csv", LAST);
    assertEquals(0, run("predict", "--model", model, "--data", rows, "--label", 3), err::toString);
    assertEquals(PREDICTED, out.toString());
    assertEquals(
        0,
        run("calibrate", "--model", model, "--data", folder.resolve("train.csv"), "--out", model),
        err::toString);
    assertEquals("1", ModelFile.read(model).metadata().get("label"));
  }

  @Test
  void aHeaderWithTheFeaturesOfTheModelTellsTheLabelColumn() throws IOException {
    String last = "x,y,what\n" + LAST;
    for (Object label : List.of(1, "kind")) {
      Path model = model(NAMES + FIRST, "--label", label);
      assertRightWithLabels(model, NAMES + FIRST);
      assertRightWithLabels(model, last);
      assertRight(model, "x,y\n" + UNLABELLED);
      assertRight(model, UNLABELLED);
    }
    assertRightWithLabels(model(last), NAMES + FIRST);
  }

  @Test
  void anotherColumnThanThatOfTheTrainingIsNoticed() throws IOException {
    Path model = model(LAST);
    assertRightWithLabels(model, LAST);
    assertRefused(model, "0,5,0.5\n", ":1: label \"0.5\" is not one of the known labels");
    assertRefused(model, "a,5,1\n", ":1: column 1 is \"a\"; must be a finite decimal number");
    model = model(FIRST, "--label", 1);
    assertRefused(model, LAST, ":1: label \"5\" is not one of the known labels");
    model = model(NAMES + FIRST, "--label", "kind");
    assertRefused(model, FIRST, ":1: no column \"kind\" for the label: no header");
  }
}
