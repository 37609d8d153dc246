package io.github.lanewise.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * The rows of a binary file, which pass by once and in order to be stored elsewhere; memory holds
 * one of them. They cannot be read in any other way.
 */
final class PassingFeatures extends DenseFeatures implements Closeable {
  private final Elements.Source source;
  private final ElementType elements;

  /** From the first row on. */
  private Elements open;

  private int next;

  /** Rows in C order; of the size that {@link Elements#check} has confirmed. */
  PassingFeatures(
      Elements.Layout layout, ElementType elements, double scale, Elements.Source source) {
    super(layout.rows(), layout.columns(), scale);
    this.elements = elements;
    this.source = source;
  }

  @Override
  RowType type() {
    return elements.rowType();
  }

  /** The next row, read from the file; a failure of reading is an UncheckedIOException. */
  @Override
  void storeRow(int row, ByteBuffer target) {
    if (row != next) {
      throw notInOrder();
    }
    try {
      if (row == 0) {
        open = source.open();
      }
      open.storeRow(row, columns(), scale(), target);
      next++;
      if (next == rows()) {
        open.end();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static UnsupportedOperationException notInOrder() {
    return new UnsupportedOperationException("rows that pass by once, in order");
  }

  @Override
  public double get(int row, int column) {
    throw notInOrder();
  }

  @Override
  void copyRow(int row, float[] target, int offset) {
    throw notInOrder();
  }

  @Override
  void copyRow(int row, double[] target, int offset) {
    throw notInOrder();
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
    }
  }
}
