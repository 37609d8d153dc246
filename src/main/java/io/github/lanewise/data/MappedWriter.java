package io.github.lanewise.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
  private final int columns;
  private final double scale;
  private final ByteBuffer block;
  private final MessageDigest digest = newSha256();
  private long position = MappedHeader.BYTES;
  private int rows;

  /** Begins to write to the place behind the header. */
  MappedWriter(WritableByteChannel target, RowType type, int columns, double scale) {
    this.target = target;
    this.type = type;
    this.columns = columns;
    this.scale = scale;
    if (columns > MappedHeader.MAX_ROW_BYTES / type.bytes()) {
      throw new InvalidDataException(
          "features: "
              + columns
              + " columns; a mapped file holds at most "
              + MappedHeader.MAX_ROW_BYTES / type.bytes());
    }
    block =
        ByteBuffer.allocate(Math.max(BLOCK_BYTES, columns * type.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Writes more rows.
   *
   * @param more rows of the type, the number of columns and the scale of this file
   * @param progress is told how many rows the file has, after every block
   */
  void append(DenseFeatures more, IntConsumer progress) throws IOException {
    rows = Math.addExact(rows, more.rows());
    for (int row = 0; row < more.rows(); row++) {
      if (block.remaining() < columns * type.bytes()) {
        flush();
        progress.accept(rows - more.rows() + row);
      }
      more.storeRow(row, block);
    }
  }

  /**
   * Writes the rest.
   *
   * @param labels one for every row, each the number of a name. Not modified
   * @return the header
   */
  MappedHeader finish(int[] labels, List<String> names) throws IOException {
    align();
    for (int label : labels) {
      room(Integer.BYTES).putInt(label);
    }
    align();
    int nameBytes = 0;
    for (String name : names) {
      byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
      nameBytes += Integer.BYTES + utf8.length;
      if (nameBytes < 0 || nameBytes > MappedHeader.MAX_NAME_BYTES) {
        throw new InvalidDataException(
            "labelNames: more than " + MappedHeader.MAX_NAME_BYTES + " bytes, the limit");
      }
      room(Integer.BYTES).putInt(utf8.length);
      flush();
      write(ByteBuffer.wrap(utf8));
    }
    flush();
    return new MappedHeader(type, rows, columns, names.size(), scale, nameBytes, digest.digest());
  }

  /** The block, with room for that many bytes. */
  private ByteBuffer room(int bytes) throws IOException {
    if (block.remaining() < bytes) {
      flush();
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

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
