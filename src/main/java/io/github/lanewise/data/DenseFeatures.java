package io.github.lanewise.data;

import java.util.Objects;

/** Features of which every element is stored, in one type. */
abstract class DenseFeatures extends StoredFeatures {

  DenseFeatures(int rows, int columns, double scale) {
    super(rows, columns, scale);
  }

  @Override
  final long rowBytes(int row) {
    return (long) columns() * type().bytes();
  }

  /** In memory, in the same type. */
  @Override
  public final Features select(int[] rows) {
    return switch (type()) {
      case BYTE -> ByteFeatures.copy(this, rows);
      case FLOAT -> FloatFeatures.copy(this, rows);
      case DOUBLE -> DoubleFeatures.copy(this, rows);
      case SPARSE -> throw new AssertionError("dense rows are not sparse");
    };
  }

  /** The index of a value in one array of all rows. */
  final int index(int row, int column) {
    return Objects.checkIndex(row, rows()) * columns() + Objects.checkIndex(column, columns());
  }
}
