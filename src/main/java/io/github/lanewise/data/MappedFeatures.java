package io.github.lanewise.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Features that stay in a file, mapped to memory in chunks of whole rows, because a buffer ends at
 * 2^31 bytes. What the operating system keeps of them is no part of the heap.
 */
abstract class MappedFeatures extends DenseFeatures {
  private final int rowsPerChunk;

  MappedFeatures(MappedHeader header, int rowsPerChunk) {
    super(header.rows(), header.columns(), header.scale());
    this.rowsPerChunk = rowsPerChunk;
  }

  /** Maps the rows of a file, whose header has been checked against its length, and checks them. */
  static Features open(FileChannel file, MappedHeader header) throws IOException {
    return open(file, header, MappedHeader.MAX_ROW_BYTES);
  }

  /**
   * Maps and checks rows.
   *
   * @param chunkBytes the longest chunk, at least one row; of sparse rows a multiple of 8
   */
  static Features open(FileChannel file, MappedHeader header, int chunkBytes) throws IOException {
    if (header.isSparse()) {
      return MappedCompressed.open(file, header, chunkBytes);
    }
    MappedFeatures features = map(file, header, chunkBytes);
    features.checkFinite();
    return features;
  }

  private static MappedFeatures map(FileChannel file, MappedHeader header, int chunkBytes)
      throws IOException {
    int rowsPerChunk = (int) Math.min(chunkBytes / header.rowBytes(), header.rows());
    ByteBuffer[] chunks = new ByteBuffer[Math.ceilDiv(header.rows(), rowsPerChunk)];
    for (int i = 0; i < chunks.length; i++) {
      long first = (long) i * rowsPerChunk;
      long rows = Math.min(rowsPerChunk, header.rows() - first);
      long position = MappedHeader.BYTES + first * header.rowBytes();
      chunks[i] =
          file.map(FileChannel.MapMode.READ_ONLY, position, rows * header.rowBytes())
              .order(ByteOrder.LITTLE_ENDIAN);
    }
    return switch (header.type()) {
      case BYTE -> new MappedBytes(header, rowsPerChunk, chunks);
      case FLOAT -> new MappedFloats(header, rowsPerChunk, chunks);
      case DOUBLE -> new MappedDoubles(header, rowsPerChunk, chunks);
      case SPARSE -> throw new AssertionError("dense rows are not sparse");
    };
  }

  /** The number of the chunk that holds a row. */
  final int chunk(int row) {
    return row / rowsPerChunk;
  }

  /** The index of a row's first element in its chunk. */
  final int start(int row) {
    return row % rowsPerChunk * columns();
  }

  /** Reads every row once and throws at the first value that is not finite. */
  abstract void checkFinite();
}
