package io.github.lanewise.cli;

import io.github.lanewise.data.ReadOptions;
import io.github.lanewise.model.LinearModel;
import picocli.CommandLine.Option;

/** How text files are to be understood, alike for every command that reads data. */
final class TextOptions {

  @Option(
      names = "--label",
      paramLabel = "NAME",
      description =
          "The label column of CSV, by name or number; fine or coarse of CIFAR-100."
              + " Default: the last, fine.")
  private String label;

  @Option(
      names = "--separator",
      paramLabel = "C",
      description = "Of CSV cells. Default: tab, semicolon or comma, what comes first.")
  private Character separator;

  @Option(
      names = "--index-base",
      paramLabel = "0|1",
      defaultValue = "1",
      description = "The index of an svmlight file's first feature. Default: ${DEFAULT-VALUE}.")
  private int indexBase;

  ReadOptions readOptions() {
    return ReadOptions.defaults().label(label).separator(separator).indexBase(indexBase);
  }

  /** Options for data that a model is to be used on: scaled and rounded as in training. */
  ReadOptions readOptions(LinearModel model) {
    return readOptions()
        .scale(model.featureScale())
        .precision(model.precision())
        .columns(model.features());
  }
}
