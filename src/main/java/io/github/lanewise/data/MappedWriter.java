package io.github.lanewise.data;

import io.github.lanewise.io.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Writes everything of a mapped file but its header, from rows that come piece by piece, with their
 * number, their labels and the names of these known at the end.
 */
final class MappedWriter {
  private static final int BLOCK_BYTES = 1 << 20;

  private final WritableByteChannel target;
  private final RowType type;
  private final ByteBuffer featureNames;
  private final MessageDigest digest = Sha256.begin();
  private ByteBuffer block = newBlock(BLOCK_BYTES);
  private long position = MappedHeader.BYTES;
  private int rows;

  /** The non-zeros of each sparse row. */
  private int[] lengths = {};

  /**
   * Begins to write to the place behind the header.
   *
   * @param featureNames of all features, or none at all
   */
  MappedWriter(WritableByteChannel target, RowType type, List<String> featureNames) {
    this.target = target;
    this.type = type;
    this.featureNames = MappedNames.encode("featureNames", featureNames);
  }

  private static ByteBuffer newBlock(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Writes more rows.
   *
   * @param more rows of the type of this file; dense ones all with the same number of columns
   * @param progress is told how many rows the file has, after every block
   */
  void append(StoredFeatures more, IntConsumer progress) throws IOException {
    int before = rows;
    rows = Math.addExact(rows, more.rows());
    if (type == RowType.SPARSE) {
      countNonZeros(more, before);
    }
    for (int row = 0; row < more.rows(); row++) {
      long bytes = more.rowBytes(row);
      if (bytes > MappedHeader.MAX_ROW_BYTES) {
        throw new InvalidDataException(
            "features: row %s has %s values; a row of a mapped file holds at most %s"
                .formatted(
                    before + row, bytes / type.bytes(), MappedHeader.MAX_ROW_BYTES / type.bytes()));
      }
      if (block.remaining() < bytes) {
        progress.accept(before + row);
      }
      more.storeRow(row, room((int) bytes));
    }
  }

  private void countNonZeros(StoredFeatures more, int before) {
    if (rows > lengths.length) {
      lengths = Arrays.copyOf(lengths, (int) Math.min(2L * rows, Limits.ELEMENTS));
    }
    for (int row = 0; row < more.rows(); row++) {
      lengths[before + row] = (int) (more.rowBytes(row) / type.bytes());
    }
  }

  /**
   * Writes the rest.
   *
   * @param columns D
   * @param scale see {@link Features#scale}
   * @param labels one for every row, each the number of a name. Not modified
   * @return the header
   */
  MappedHeader finish(int columns, double scale, int[] labels, List<String> names)
      throws IOException {
    long nonZeros = 0;
    align();
    if (type == RowType.SPARSE) {
      room(Long.BYTES).putLong(0);
      for (int row = 0; row < rows; row++) {
        nonZeros += lengths[row];
        room(Long.BYTES).putLong(nonZeros);
      }
      align();
    }
    for (int label : labels) {
      room(Integer.BYTES).putInt(label);
    }
    align();
    flush();
    ByteBuffer labelText = MappedNames.encode("labelNames", names);
    write(labelText.duplicate());
    byte[] sha256 = digest.digest();
    write(featureNames.duplicate());
    return new MappedHeader(
        type,
        rows,
        columns,
        nonZeros,
        names.size(),
        scale,
        labelText.remaining(),
        sha256,
        featureNames.remaining(),
        MappedNames.checksum(featureNames));
  }

  /** The block, with room for that many bytes. */
  private ByteBuffer room(int bytes) throws IOException {
    if (block.remaining() < bytes) {
      flush();
    }
    if (block.capacity() < bytes) {
      block = newBlock(bytes);
    }
    return block;
  }

  private void align() throws IOException {
    flush();
    int gap = (int) (MappedHeader.aligned(position) - position);
    block.put(new byte[gap]);
  }

  private void flush() throws IOException {
    block.flip();
    write(block);
    block.clear();
  }

  private void write(ByteBuffer bytes) throws IOException {
    digest.update(bytes.duplicate());
    position += bytes.remaining();
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
  }
}
