package io.github.lanewise.cli;

import io.github.lanewise.loss.Loss;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code softmax} or {@code hinge}. */
final class LossConverter implements ITypeConverter<Loss> {

  @Override
  public Loss convert(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "softmax" -> Loss.softmax();
      case "hinge" -> Loss.hinge();
      default -> throw new TypeConversionException("expected softmax or hinge, was '" + name + "'");
    };
  }
}
