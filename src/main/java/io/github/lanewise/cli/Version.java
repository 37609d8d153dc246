package io.github.lanewise.cli;

import io.github.lanewise.Lanewise;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} answers. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"lanewise " + Lanewise.version(), Lanewise.describe()};
  }
}
