package io.github.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.data.Dataset;
import io.github.lanewise.data.Features;
import io.github.lanewise.loss.Loss;
import io.github.lanewise.matrix.FloatMatrix;
import io.github.lanewise.optim.StreamTrainer;
import io.github.lanewise.optim.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers in messages are the same everywhere, so that they can be searched for and read back. */
class LocaleTest {

  private static final Dataset DATA = data(2);

  private static Dataset data(int columns) {
    int[] labels = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
    float[] values = new float[12 * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = labels[i / columns];
    }
    return Dataset.of(Features.of(values, 12, columns), labels);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG-u-nu-arab", "fa-IR-u-nu-arabext", "de-DE", "tr-TR"})
  void messagesAreTheSameEverywhere(String tag) {
    Trainer trainer = Trainer.of(Loss.softmax()).learningRate(1e30).l2(1);
    StreamTrainer stream = Trainer.of(Loss.softmax()).stream();
    stream.partialFit(DATA);
    List<Executable> refusals =
        List.of(
            () -> trainer.fit(DATA),
            () -> stream.partialFit(data(13)),
            () -> DATA.withTargets(new float[23]),
            () -> Loss.softmax().value(new float[3], 12),
            () -> FloatMatrix.of(new float[10], 1, 12, 11, 13),
            () -> stream.model().scores(new float[12]));
    List<String> expected = messages(refusals);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(tag));
      assertEquals(expected, messages(refusals));
    } finally {
      Locale.setDefault(before);
    }
  }

  private static List<String> messages(List<Executable> refusals) {
    return refusals.stream()
        .map(refusal -> assertThrows(RuntimeException.class, refusal).getMessage())
        .toList();
  }

  /** The text before {@code formatted}, or what is passed to the others but for Locale.ROOT. */
  private static final Pattern CALL =
      Pattern.compile(
          "(?:\"(?:[^\"\\\\]++|\\\\.)*+\"[\\s+]*+)++[\\s)]*+\\.formatted\\("
              + "|(?:String\\s*\\.format|printf)\\(\\s*(?!Locale\\.ROOT)\"[^;]*;");

  /** Numbers, which have the locale's digits and point; hexadecimal ones are ASCII everywhere. */
  private static final Pattern NUMBER = Pattern.compile("%[-#+ 0,(]*\\d*(?:\\.\\d+)?[defgEG]");

  /** One rule for all sources: what formats a number says Locale.ROOT. */
  @Test
  void noSourceFormatsANumberByTheDefaultLocale() throws IOException {
    List<String> found = new ArrayList<>();
    int calls = 0;
    for (Path source : sources()) {
      for (MatchResult call : CALL.matcher(Files.readString(source)).results().toList()) {
        calls++;
        if (NUMBER.matcher(call.group()).find()) {
          found.add(source.getFileName() + ": " + call.group());
        }
      }
    }
    assertEquals(List.of(), found);
    assertTrue(calls > 20, "the pattern no longer finds the calls");
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
