package io.github.lanewise.hosts;

import io.github.lanewise.model.LinearModel;
import io.github.lanewise.model.ModelFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads a model and predicts one row, as {@code .ci/startup} measures it: {@code FirstPrediction
 * MODEL}.
 */
final class FirstPrediction {

  private FirstPrediction() {}

  public static void main(String[] arguments) throws IOException {
    LinearModel model = ModelFile.read(Path.of(arguments[0]));
    System.out.println(model.predict(new float[model.features()]));
  }
}
