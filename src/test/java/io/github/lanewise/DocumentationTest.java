package io.github.lanewise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java that the pages show compiles, and where they point there is something. */
class DocumentationTest {

  /** What the blocks of the pages use and do not declare; a block's own variables hide these. */
  private static final String CONTEXT =
      """
      import io.github.lanewise.data.*;
      import io.github.lanewise.loss.*;
      import io.github.lanewise.model.*;
      import io.github.lanewise.optim.*;
      import io.github.lanewise.selection.*;
      import java.nio.file.Path;
      import java.util.concurrent.ExecutorService;
      import java.util.concurrent.atomic.AtomicBoolean;

      abstract class %s {
        Dataset train, monday, tuesday;
        Dataset.Split split;
        Trainer trainer;
        Fit fit;
        LinearModel model;
        float[] row;
        ExecutorService pool;

        abstract void show(int step, double objective);

        void block() throws Exception {
          %s
        }
      }
      """;

  private static final int LINES = Pattern.MULTILINE | Pattern.DOTALL;
  private static final Pattern JAVA = Pattern.compile("^```java\n(.*?)^```", LINES);
  private static final Pattern CODE = Pattern.compile("^```.*?^```", LINES);
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)", Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern PUBLIC_CLASS = Pattern.compile("public class (\\w+)");

  @TempDir private Path folder;

  @Test
  void everyBlockOfJavaCompiles() throws IOException, URISyntaxException {
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", folder.toString(), "-cp"));
    arguments.add(classes().toString());
    int blocks = 0;
    for (Path page : pages()) {
      for (MatchResult block : JAVA.matcher(Files.readString(page)).results().toList()) {
        blocks++;
        arguments.add(source(page, blocks, block.group(1)).toString());
      }
    }
    assertTrue(blocks > 10, "the pattern no longer finds the blocks");
    ByteArrayOutputStream problems = new ByteArrayOutputStream();
    ToolProvider.getSystemJavaCompiler()
        .run(null, null, problems, arguments.toArray(String[]::new));
    assertEquals("", problems.toString(StandardCharsets.UTF_8));
  }

  private static Path classes() throws URISyntaxException {
    return Path.of(Lanewise.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** A file of a block: as it stands if it is a class, else as statements in {@link #CONTEXT}. */
  private Path source(Path page, int number, String block) throws IOException {
    String name = page.getFileName().toString().replaceAll("\\W.*", "_" + number);
    List<MatchResult> declared = PUBLIC_CLASS.matcher(block).results().toList();
    return declared.isEmpty()
        ? Files.writeString(folder.resolve(name + ".java"), CONTEXT.formatted(name, block))
        : Files.writeString(folder.resolve(declared.get(0).group(1) + ".java"), block);
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      for (String link : links(page)) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
        boolean leads =
            Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
        if (!leads) {
          broken.add(page + ": " + link);
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void everyPictureIsShown() throws IOException {
    Set<Path> shown = new HashSet<>();
    for (Path page : pages()) {
      links(page).forEach(link -> shown.add(page.resolveSibling(link).normalize()));
    }
    List<Path> pictures = documents(".svg");
    pictures.addAll(documents(".png"));
    assertTrue(pictures.size() > 5, "there are pictures");
    pictures.removeAll(shown);
    assertEquals(List.of(), pictures);
  }

  /** The links of a page into this repository. */
  private static List<String> links(Path page) throws IOException {
    return LINK.matcher(Files.readString(page))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.startsWith("http"))
        .toList();
  }

  /** What a page's headings are called in links, as GitHub makes it. */
  private static Set<String> anchors(Path page) throws IOException {
    return HEADING
        .matcher(CODE.matcher(Files.readString(page)).replaceAll(""))
        .results()
        .map(heading -> heading.group(1).strip().toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = documents(".md");
    for (String page : List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "jmh/README.md")) {
      pages.add(Path.of(page));
    }
    return pages;
  }

  private static List<Path> documents(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("docs"))) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .sorted()
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }
}
