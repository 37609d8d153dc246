package io.github.lanewise.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The rows of several features, one after the other, where each of them stores its own. */
final class JoinedFeatures extends DenseFeatures {
  private final DenseFeatures[] parts;

  /** The first row of each part, and the number of all rows. */
  private final int[] starts;

  private JoinedFeatures(DenseFeatures[] parts, int[] starts) {
    super(starts[parts.length], parts[0].columns(), parts[0].scale());
    this.parts = parts;
    this.starts = starts;
  }

  /** Joins at least one part; all must agree in columns, type and scale. */
  static JoinedFeatures of(List<Features> features) {
    DenseFeatures[] parts = new DenseFeatures[features.size()];
    int[] starts = new int[parts.length + 1];
    for (int i = 0; i < parts.length; i++) {
      if (!(features.get(i) instanceof DenseFeatures part)) {
        throw new InvalidDataException(
            "parts: part "
                + i
                + " is a "
                + features.get(i).getClass().getName()
                + "; must be dense");
      }
      parts[i] = part;
      checkAgreement(i, part, parts[0]);
      long rows = (long) starts[i] + part.rows();
      if (rows > Integer.MAX_VALUE) {
        throw new InvalidDataException(
            "parts: more than " + Integer.MAX_VALUE + " rows in all, the limit");
      }
      starts[i + 1] = (int) rows;
    }
    return new JoinedFeatures(parts, starts);
  }

  private static void checkAgreement(int number, DenseFeatures part, DenseFeatures first) {
    checkEqual(number, "columns", part.columns(), first.columns());
    checkEqual(number, "scale", part.scale(), first.scale());
    checkEqual(number, "type", part.type(), first.type());
  }

  private static void checkEqual(int number, String what, Object value, Object first) {
    if (!value.equals(first)) {
      throw new InvalidDataException(
          "parts: part %d has %s %s, part 0 has %s".formatted(number, what, value, first));
    }
  }

  /** The number of the part that holds an existing row. */
  private int part(int row) {
    int found = Arrays.binarySearch(starts, row);
    // Empty parts cannot occur in a data set, so a start belongs to one part.
    return found >= 0 ? found : -found - 2;
  }

  @Override
  public double get(int row, int column) {
    int part = part(Objects.checkIndex(row, rows()));
    return parts[part].get(row - starts[part], column);
  }

  @Override
  public void read(int from, int count, FloatTile tile) {
    Objects.checkFromIndexSize(from, count, rows());
    int part = part(Math.min(from, rows() - 1));
    if (from + count <= starts[part + 1]) {
      parts[part].read(from - starts[part], count, tile);
    } else {
      super.read(from, count, tile);
    }
  }

  @Override
  public void read(int from, int count, DoubleTile tile) {
    Objects.checkFromIndexSize(from, count, rows());
    int part = part(Math.min(from, rows() - 1));
    if (from + count <= starts[part + 1]) {
      parts[part].read(from - starts[part], count, tile);
    } else {
      super.read(from, count, tile);
    }
  }

  @Override
  void copyRow(int row, float[] target, int offset) {
    int part = part(row);
    parts[part].copyRow(row - starts[part], target, offset);
  }

  @Override
  void copyRow(int row, double[] target, int offset) {
    int part = part(row);
    parts[part].copyRow(row - starts[part], target, offset);
  }

  @Override
  RowType type() {
    return parts[0].type();
  }

  @Override
  void storeRow(int row, ByteBuffer target) {
    int part = part(row);
    parts[part].storeRow(row - starts[part], target);
  }
}
