package io.github.lanewise.cli;

import io.github.lanewise.data.ReadOptions;
import io.github.lanewise.model.LinearModel;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How text files are to be understood, alike for every command that reads data. */
final class TextOptions {

  /** A model's remark: the label column of its training rows, if one was given. */
  private static final String LABEL_KEY = "label";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--label",
      paramLabel = "NAME",
      description =
          "The label column of CSV, by name or number; fine or coarse of CIFAR-100."
              + " Default: as in training the model; else the last, fine.")
  private String label;

  @Option(
      names = "--separator",
      paramLabel = "C",
      description = "Of CSV cells. Default: tab, semicolon or comma, what comes first.")
  private String separator;

  @Option(
      names = "--header",
      negatable = true,
      description =
          "The first row of CSV is, or is not, a header. Default: it is if no cell is a number.")
  private Boolean header;

  @Option(
      names = "--index-base",
      paramLabel = "0|1",
      defaultValue = "1",
      description = "The index of an svmlight file's first feature. Default: ${DEFAULT-VALUE}.")
  private int indexBase;

  /** Throws ParameterException for options that no reader can use. */
  ReadOptions readOptions() {
    return Usage.check(
        spec,
        () ->
            ReadOptions.defaults()
                .label(label)
                .separator(separator())
                .header(header)
                .indexBase(indexBase));
  }

  private Character separator() {
    Usage.requireRange(
        separator == null || separator.length() == 1,
        "--separator",
        '"' + separator + '"',
        "one character");
    return separator == null ? null : separator.charAt(0);
  }

  /** Adds the label column to a model's remarks, if one was given. */
  void keepLabel(Map<String, String> remarks) {
    if (label != null) {
      remarks.put(LABEL_KEY, label);
    }
  }

  /**
   * Options for data that a model is to be used on: scaled and rounded as in training, the label in
   * the same column. A label column that was not given has to hold known labels.
   */
  ReadOptions readOptions(LinearModel model) {
    return readOptions()
        .label(label == null ? model.metadata().get(LABEL_KEY) : label)
        .labelNames(label == null ? model.labelNames() : null)
        .scale(model.featureScale())
        .precision(model.precision())
        .featureNames(FeatureNames.of(model))
        .columns(model.features());
  }
}
