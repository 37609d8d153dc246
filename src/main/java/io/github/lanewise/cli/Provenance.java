package io.github.lanewise.cli;

import io.github.lanewise.Lanewise;
import io.github.lanewise.data.Dataset;
import io.github.lanewise.kernel.KernelProvider;
import io.github.lanewise.optim.Fit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Where a model comes from, for its file: nothing that differs between two runs that give the same
 * model, so that their files are equal as well.
 */
final class Provenance {

  /** What changes no bit of a model. */
  private static final List<String> WITHOUT_EFFECT =
      List.of("--threads", "--resume", "--checkpoint-every");

  private Provenance() {}

  /** Remarks for a model file; the digest may be null. */
  static Map<String, String> of(Fit fit, Dataset data, String digest, ParseResult command) {
    Map<String, String> remarks = new LinkedHashMap<>();
    remarks.put("lanewise", Lanewise.version());
    remarks.put("kernel_class", KernelProvider.fma() ? "fma" : "no-fma");
    remarks.put("solver", fit.solver().name().toLowerCase(Locale.ROOT));
    remarks.put("objective", Double.toString(fit.objective()));
    remarks.put("gradient_norm", Double.toString(fit.gradientNorm()));
    remarks.put("iterations", Integer.toString(fit.iterations()));
    remarks.put("epochs", Integer.toString(fit.epochs()));
    remarks.put("converged", Boolean.toString(fit.converged()));
    remarks.put("options", options(command));
    remarks.put("rows", Integer.toString(data.rows()));
    if (digest != null) {
      remarks.put("data_sha256", digest);
    }
    FeatureNames.keep(data, remarks);
    return remarks;
  }

  /** The options that were given and could decide a bit, files left out, in their order. */
  private static String options(ParseResult command) {
    List<String> options = new ArrayList<>();
    for (OptionSpec option : command.matchedOptionsSet()) {
      Class<?> type = option.isMultiValue() ? option.auxiliaryTypes()[0] : option.type();
      if (type != Path.class && !WITHOUT_EFFECT.contains(option.longestName())) {
        options.add(option.longestName() + " " + String.join(",", option.originalStringValues()));
      }
    }
    return String.join(" ", options);
  }
}
