package io.github.lanewise.hosts;

import io.github.lanewise.Lanewise;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Prints what this virtual machine computes: {@code java ... Fingerprint DIGITS [OPERATION...]}.
 *
 * <p>First the line of {@link Lanewise#describe()}, then for every operation a digest of its result
 * and its name; with names of operations, each name and then the bits of each element of its
 * result. It needs the library and the module java.base, nothing else.
 */
final class Fingerprint {

  private Fingerprint() {}

  public static void main(String[] arguments) throws IOException {
    LocalAnswers answers = new LocalAnswers(Operations.all(Path.of(arguments[0])));
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    out.println(Lanewise.describe());
    if (arguments.length == 1) {
      answers.digests().forEach((name, digest) -> out.println(digest + " " + name));
    } else {
      List<String> names = List.of(arguments).subList(1, arguments.length);
      answers.bits(names).forEach((name, bits) -> out.println(name + "\n" + bits));
    }
    out.flush();
  }
}
